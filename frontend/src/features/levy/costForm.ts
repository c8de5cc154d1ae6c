import type { LevyShares, ServiceCostCreate, ServiceCostPatch, ServiceCostView, ServiceLevel } from '@/api/types'

/** What is filled in: euros, and parts where the levels share otherwise than by the level of the service. */
export interface CostForm {
  operation: number | null
  first: number | null
  by: 'level' | 'parts'
  bezirk: number | null
  district: number | null
  municipality: number | null
  as_of: string | null
  source: string
}

export const euros = (cents: number) => cents / 100
export const cents = (euro: number | null) => Math.round((euro ?? 0) * 100)

/** The level that bears a service where nothing else is said. */
export const bearer = (level: ServiceLevel | null): keyof LevyShares => (level === 'bezirk' ? 'bezirk' : level === 'district' ? 'district' : 'municipality')

export function formOf(cost: ServiceCostView | undefined): CostForm {
  const { bezirk = 0, district = 0, municipality = 0 } = cost?.shares ?? {}
  return {
    operation: cost ? euros(cost.operation_cents) : null, first: cost ? euros(cost.first_cents) : null,
    by: cost && !cost.by_level ? 'parts' : 'level', bezirk, district, municipality,
    as_of: cost?.as_of ?? null, source: cost?.source ?? '',
  }
}

const sharesOf = (form: CostForm): LevyShares | null =>
  form.by === 'level' ? null : { bezirk: form.bezirk ?? 0, district: form.district ?? 0, municipality: form.municipality ?? 0 }

export const costOf = (form: CostForm, service_id: string, year: number): ServiceCostCreate => ({
  service_id, year, operation_cents: cents(form.operation), first_cents: cents(form.first), shares: sharesOf(form), as_of: form.as_of, source: form.source.trim() || null,
})

/** What differs from what is stored; nothing where nothing does. */
export function patchOf(form: CostForm, before: CostForm): Partial<ServiceCostPatch> | undefined {
  const body: Partial<ServiceCostPatch> = {}
  if (cents(form.operation) !== cents(before.operation)) body.operation_cents = cents(form.operation)
  if (cents(form.first) !== cents(before.first)) body.first_cents = cents(form.first)
  if (JSON.stringify(sharesOf(form)) !== JSON.stringify(sharesOf(before))) body.shares = sharesOf(form)
  if (form.as_of !== before.as_of && form.as_of) body.as_of = form.as_of
  if (form.source.trim() !== before.source) body.source = form.source.trim() || null
  return Object.keys(body).length > 0 ? body : undefined
}

/** Who would bear it, in cents: half of procurement and operation falls to the municipal levels, an odd cent to the State. */
export function borne(form: CostForm): { state: number; municipal: number } {
  const municipal = Math.floor(cents(form.operation) / 2)
  return { state: cents(form.operation) + cents(form.first) - municipal, municipal }
}
