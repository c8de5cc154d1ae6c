import { expect, it } from 'vitest'
import type { ServiceView } from '@/api/types'
import { changesOf, formOf, gapsOf } from './serviceForm'

const SERVICE: ServiceView = {
  id: 's1', key: 'EWA', name: 'Elektronische Wohnsitzanmeldung', package: 'efa', level: 'association', interfaces: ['XMeld', 'OSCI'], leika_keys: ['99115005060000'], portal_ids: [], active: true,
  maturity: { model: '1.1', level: 3, date: '2026-05-01' }, can: ['update'], version: 2, created_at: '', updated_at: '',
}

it('an untouched form sends nothing, so a date it does not show is not lost', () => {
  expect(changesOf(formOf(SERVICE), formOf(SERVICE))).toEqual({})
})

it('sends what changed, emptied texts as null, lists from lines and commas', () => {
  const form = { ...formOf(SERVICE), name: ' EWA ', leika_keys: '99115005060000\n 99115005170000,', interfaces: 'XMeld, ' }
  expect(changesOf(form, formOf(SERVICE))).toEqual({ name: 'EWA', leika_keys: ['99115005060000', '99115005170000'], interfaces: ['XMeld'] })
  expect(changesOf({ ...formOf(SERVICE), maturity_model: 'none' }, formOf(SERVICE))).toEqual({ maturity: null })
})

it('a new service needs name, key and level', () => {
  expect(gapsOf(formOf(undefined))).toEqual(['/name', '/key', '/level'])
  expect(changesOf({ ...formOf(undefined), key: 'X', name: 'X', level: 'district' }, undefined)).toMatchObject({ key: 'X', package: 'efa', ozg_id: null, leika_keys: [] })
})
