import { expect, it } from 'vitest'
import { contentOf, emptyContact, emptyLine, gapsIn, numberFor, type OrderForm } from './form'

const NOW = new Date('2026-03-05T09:15:30Z')
const EWA = { id: 's1', name: 'Elektronische Wohnsitzanmeldung', key: 'EWA' }
const form = (patch: Partial<OrderForm>): OrderForm => ({ number: numberFor(NOW), body: { id: 'o1', name: 'VG Aßling' }, lines: [{ ...emptyLine(1), service: EWA }], contacts: [emptyContact(1)], note: ' ', ...patch })

it('names every gap by the pointer of its field; an empty contact is none', () => {
  expect(gapsIn(form({}))).toEqual([])
  const bare = form({ number: ' ', body: null, lines: [{ ...emptyLine(1), service: EWA }, emptyLine(2)], contacts: [{ ...emptyContact(1), email: 'x@vg.example' }] })
  expect(gapsIn(bare).map(({ pointer }) => pointer)).toEqual(['/number', '/body', '/positions/1/service_key', '/contacts/0/name'])
})

it('sends keys of the body, lines in order and no empty texts', () => {
  const body = { name: 'VG Aßling', ars: '091755111' }
  const sent = contentOf(form({ contacts: [emptyContact(1), { ...emptyContact(2), name: 'Łucja Müller', phone: ' ' }] }), body, NOW)
  expect(sent).toEqual({
    number: 'HAND-20260305-091530', placed_at: '2026-03-05T09:15:30.000Z', body: { ars: '091755111', ags: null, fictive_ags: null, own_key: null, name: 'VG Aßling' },
    contacts: [{ name: 'Łucja Müller', email: null, phone: null, function: null }], positions: [{ line: 1, service_key: 'EWA', ozg_id: null, leika_keys: [], category: null, wish_date: null, wish_wave: null, body: null }], contract_refs: [], note: null,
  })
})
