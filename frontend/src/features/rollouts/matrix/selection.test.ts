import { expect, it } from 'vitest'
import { has, joined, NOTHING, only, rectangle, sizeOf, toggled } from './selection'

it('a rectangle spans whatever corner one begins at, and others join it', () => {
  const block = rectangle({ line: 3, column: 4 }, { line: 1, column: 2 })
  expect([sizeOf(block), has(block, { line: 2, column: 3 }), has(block, { line: 2, column: 5 })]).toEqual([9, true, false])
  const both = joined(block, rectangle({ line: 3, column: 4 }, { line: 4, column: 4 }))
  expect(sizeOf(both)).toBe(10)
  expect(sizeOf(only(both, (line) => line !== 2))).toBe(7)
})

it('a cell is chosen and let go by the same act', () => {
  const one = toggled(NOTHING, { line: 1, column: 1 })
  expect([sizeOf(one), sizeOf(toggled(one, { line: 1, column: 1 })), sizeOf(NOTHING)]).toEqual([1, 0, 0])
})
