import { expect, test } from 'vitest'
import { goesOn, REST_MS, restFor } from './still'

test('only what moves rows is held back', () => {
  expect(goesOn(['a', 'b'], ['a', 'b'])).toBe(true)
  expect(goesOn(['a', 'b'], ['a', 'b', 'c'])).toBe(true)
  expect(goesOn(['a', 'b'], ['b'])).toBe(false)
  expect(goesOn(['a', 'b'], ['new', 'a', 'b'])).toBe(false)
})

test('rows are held while a hand moves over them, but not for ever', () => {
  expect(restFor(10_000, { moved: 0, came: 10_000 })).toBe(0)
  expect(restFor(10_000, { moved: 9_900, came: 10_000 })).toBe(REST_MS - 100)
  expect(restFor(14_500, { moved: 14_400, came: 10_000 })).toBe(0)
})
