import type { ServiceCostCreate, ServiceCostView } from '@/api/types'
import { cents, costOf, euros, formOf } from './costForm'

/** What a service cost the year before, and what it is to cost, in euros. */
export interface CopyRow {
  cost: ServiceCostView
  chosen: boolean
  operation: number | null
  first: number | null
}

/** Costs whose service has none in the year after, by name. First implementation is paid for once, so it is not carried over. */
export function missingRows(before: ServiceCostView[], present: ServiceCostView[]): CopyRow[] {
  const there = new Set(present.map(({ service }) => service.id))
  return before
    .filter(({ service }) => !there.has(service.id))
    .toSorted((a, b) => (a.service.name ?? '').localeCompare(b.service.name ?? '', 'de'))
    .map((cost) => ({ cost, chosen: true, operation: euros(cost.operation_cents), first: null }))
}

/** The costs of the year. Shares and source are taken along; an amount that is a new one is of today. */
export function costFrom({ cost, operation, first }: CopyRow, year: number): ServiceCostCreate {
  const isOld = cents(operation) === cost.operation_cents && [0, cost.first_cents].includes(cents(first))
  return costOf({ ...formOf(cost), operation, first, as_of: isOld ? cost.as_of : null }, cost.service.id, year)
}

/** What rows make together, in cents. */
export const sumOf = (rows: CopyRow[]): number => rows.reduce((sum, { operation, first }) => sum + cents(operation) + cents(first), 0)
