import { expect, it } from 'vitest'
import { changedTexts, rebase } from './rebase'

const before = { name: 'Alt', seat: 'Hof', phone: '1', parent: { id: 'p', name: 'Kreis' as string | null } }

it('what only others changed is taken over, what both changed differently clashes', () => {
  const mine = { ...before, name: 'Mein', seat: 'Ulm', parent: { id: 'p', name: null } }
  const theirs = { ...before, name: 'Ihr', seat: 'Ulm', phone: '2' }
  expect(rebase(before, mine, theirs)).toEqual({ merged: { ...theirs, name: 'Mein' }, clashes: ['name'] })
})

it('only what differs is sent, emptied texts as null', () => {
  expect(changedTexts({ ...before, name: ' Alt ', seat: ' ', parent: { id: 'q', name: 'Kreis' } }, before)).toEqual({ seat: null, parent: { id: 'q', name: 'Kreis' } })
})
