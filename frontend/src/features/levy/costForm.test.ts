import { expect, test } from 'vitest'
import type { ServiceCostView } from '@/api/types'
import { bearer, borne, costOf, formOf, patchOf } from './costForm'

const COST: ServiceCostView = {
  id: 'c', service: { id: 's', name: 'Hund anmelden', key: 'HUND' }, level: 'municipality', year: 2026, operation_cents: 1_234_567, first_cents: 0,
  shares: { bezirk: 0, district: 1, municipality: 2 }, by_level: false, state_cents: 617_284, municipal_cents: 617_283, as_of: '2026-03-01', source: null, can: ['update'], version: 1, created_at: '', updated_at: '',
}

test('what is filled in goes out in cents', () => {
  const form = { ...formOf(undefined), operation: 12_345.67, first: null, source: ' Plan ' }
  expect(costOf(form, 's', 2026)).toEqual({ service_id: 's', year: 2026, operation_cents: 1_234_567, first_cents: 0, shares: null, as_of: null, source: 'Plan' })
  expect(borne(form)).toEqual({ state: 617_284, municipal: 617_283 })
})

test('only what differs is sent', () => {
  const before = formOf(COST)
  expect(patchOf(before, before)).toBeUndefined()
  expect(patchOf({ ...before, first: 0.1, by: 'level' }, before)).toEqual({ first_cents: 10, shares: null })
  expect(patchOf({ ...before, municipality: 3 }, before)).toEqual({ shares: { bezirk: 0, district: 1, municipality: 3 } })
})

test('a task of associations is one of municipalities', () => {
  expect([bearer('association'), bearer('district'), bearer('bezirk'), bearer(null)]).toEqual(['municipality', 'district', 'bezirk', 'municipality'])
})
