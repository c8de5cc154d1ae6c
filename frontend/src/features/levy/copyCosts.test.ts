import { expect, test } from 'vitest'
import type { ServiceCostView } from '@/api/types'
import { costFrom, missingRows, sumOf } from './copyCosts'

const cost = (id: string, name: string, more: Partial<ServiceCostView> = {}): ServiceCostView => ({
  id: `c-${id}`, service: { id, name, key: null }, level: 'municipality', year: 2025, operation_cents: 165_600_01, first_cents: 42_500_00,
  shares: { bezirk: 0, district: 0, municipality: 1 }, by_level: true, state_cents: 0, municipal_cents: 0, as_of: '2025-03-01', source: 'Wirtschaftsplan', can: [], version: 1, created_at: '', updated_at: '', ...more,
})
const [HUND, EHE, AMT] = [cost('h', 'Hund'), cost('e', 'Ehe'), cost('a', 'Ämter')]

test('what has no costs yet, by name, all of it chosen and without the first implementation', () => {
  const rows = missingRows([HUND, EHE, AMT], [cost('h', 'Hund', { year: 2026 })])
  expect(rows.map(({ cost: { service }, chosen, operation, first }) => [service.name, chosen, operation, first])).toEqual([['Ämter', true, 165_600.01, null], ['Ehe', true, 165_600.01, null]])
  expect(sumOf(rows)).toBe(2 * 165_600_01)
  expect(missingRows([HUND], [HUND])).toEqual([])
})

test('an old amount keeps its day, a new one is of today; shares and source go along', () => {
  const [row] = missingRows([cost('h', 'Hund', { by_level: false, shares: { bezirk: 0, district: 1, municipality: 2 } })], [])
  if (!row) throw new Error('a row')
  const copied = { service_id: 'h', year: 2026, operation_cents: 165_600_01, first_cents: 0, shares: { bezirk: 0, district: 1, municipality: 2 }, as_of: '2025-03-01', source: 'Wirtschaftsplan' }
  expect(costFrom(row, 2026)).toEqual(copied)
  expect(costFrom({ ...row, first: 42_500 }, 2026)).toEqual({ ...copied, first_cents: 42_500_00 })
  expect(costFrom({ ...row, operation: 170_000 }, 2026)).toEqual({ ...copied, operation_cents: 170_000_00, as_of: null })
  expect(costFrom({ ...row, first: 1 }, 2026)).toEqual({ ...copied, first_cents: 100, as_of: null })
})

test('shares by the level of the service stay so', () => {
  expect(missingRows([EHE], []).map((row) => costFrom(row, 2026).shares)).toEqual([null])
})
