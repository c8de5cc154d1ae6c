import type { ServiceMaturity, ServiceView } from '@/api/types'

/** The form as people fill it in: everything text, lists by comma or line. */
export interface ServiceForm {
  key: string
  name: string
  ozg_id: string
  package: string | null
  level: string | null
  provider: { id: string; name: string | null } | null
  operator: { id: string; name: string | null } | null
  implementing_land: string
  maturity_model: ServiceMaturity['model'] | 'none'
  maturity_level: number | null
  interfaces: string
  leika_keys: string
  portal_ids: string
  routing: string
  active_from: string | null
  active_to: string | null
  note: string
  source: string
}

export function formOf(service: ServiceView | undefined): ServiceForm {
  return {
    key: service?.key ?? '', name: service?.name ?? '', ozg_id: service?.ozg_id ?? '', package: service?.package ?? 'efa', level: service?.level ?? null,
    provider: service?.provider ?? null, operator: service?.operator ?? null, implementing_land: service?.implementing_land ?? '',
    maturity_model: service?.maturity?.model ?? 'none', maturity_level: service?.maturity?.level ?? null,
    interfaces: service?.interfaces.join(', ') ?? '', leika_keys: service?.leika_keys.join('\n') ?? '', portal_ids: service?.portal_ids.join(', ') ?? '', routing: service?.routing ?? '',
    active_from: service?.active_from ?? null, active_to: service?.active_to ?? null, note: service?.note ?? '', source: service?.source ?? '',
  }
}

/** Pointers of what must be there and is not. */
export function gapsOf(form: ServiceForm): string[] {
  return [form.name.trim() === '' && '/name', form.key.trim() === '' && '/key', form.level === null && '/level', form.package === null && '/package'].filter((gap) => gap !== false)
}

const text = (value: string) => value.trim() || null
const list = (value: string) => value.split(/[\s,;]+/).filter((part) => part !== '')

function bodyOf(form: ServiceForm): Record<string, unknown> {
  return {
    key: form.key.trim(), name: form.name.trim(), ozg_id: text(form.ozg_id), package: form.package, level: form.level, provider_id: form.provider?.id ?? null, operator_id: form.operator?.id ?? null,
    implementing_land: text(form.implementing_land), maturity: form.maturity_model === 'none' ? null : { model: form.maturity_model, level: form.maturity_level ?? 0 },
    interfaces: form.interfaces.split(',').map((part) => part.trim()).filter((part) => part !== ''), leika_keys: list(form.leika_keys), portal_ids: list(form.portal_ids), routing: text(form.routing),
    active_from: form.active_from, active_to: form.active_to, note: text(form.note), source: text(form.source),
  }
}

/** What to send: everything for a new service, otherwise only what differs from what the form began with. */
export function changesOf(form: ServiceForm, before: ServiceForm | undefined): Record<string, unknown> {
  const now = bodyOf(form)
  if (!before) return now
  const then = bodyOf(before)
  return Object.fromEntries(Object.entries(now).filter(([key, value]) => JSON.stringify(value) !== JSON.stringify(then[key])))
}
