import { expect, it } from 'vitest'
import { steps } from './steps'

const size = { lines: 10, columns: 4, page: 5 }
const press = (key: string, ctrlKey = false) => steps({ key, ctrlKey }, { line: 8, column: 1 }, size)

it('keys lead as in any grid, never outside', () => {
  expect(press('ArrowDown')).toEqual({ line: 9, column: 1 })
  expect(press('PageDown')).toEqual({ line: 9, column: 1 })
  expect(press('PageUp')).toEqual({ line: 3, column: 1 })
  expect(press('Home')).toEqual({ line: 8, column: 0 })
  expect(press('End', true)).toEqual({ line: 9, column: 3 })
  expect(press('Home', true)).toEqual({ line: 0, column: 0 })
  expect(press('a')).toBeUndefined()
})
