import { expect, it } from 'vitest'
import type { MatrixView } from '@/api/types'
import type { Cell, Line } from './cells'
import { columnsOf, regionAt, together, totals } from './groups'

const services = [
  { id: 'a', key: 'A', name: 'Eins', level: 'municipality', package: 'efa' },
  { id: 'b', key: 'B', name: 'Zwei', level: 'municipality', package: 'market' },
  { id: 'c', key: 'C', name: 'Drei', level: 'district', package: 'efa' },
] as MatrixView['columns']

const row = (id: string, population: number, cells: Cell[]) => ({ row: { id, name: id, population, cells }, at: 0 }) as unknown as Line
const lines = [{ region: 0, name: 'Ahausen', rows: 2 }, row('1', 3000, ['L', '.', 'L']), row('2', 1000, ['^y', '-', 'L']), { region: 1, name: 'Bstadt', rows: 1 }, row('3', 500, ['', 'r', '-'])] as Line[]

it('services are put together by package or level', () => {
  expect(columnsOf(services, 'service', String).map(({ key, members }) => [key, members])).toEqual([['A', [0]], ['B', [1]], ['C', [2]]])
  expect(columnsOf(services, 'package', (value) => value.toUpperCase()).map(({ key, members }) => [key, members])).toEqual([['EFA', [0, 2]], ['MARKET', [1]]])
})

it('what matters most of several services is shown, with what is live of what concerns the row', () => {
  expect(together(['L', 'r', '-'], [0, 1, 2])).toEqual({ live: 1, of: 2, letter: 'r' })
  expect(together(['L', 'L', '-'], [0, 1, 2])).toEqual({ live: 2, of: 2, letter: 'L' })
  expect(together(['-', '-'], [0, 1])).toEqual({ live: 0, of: 0, letter: '-' })
  expect(together(['', ''], [0, 1])).toEqual({ live: 0, of: 0, letter: undefined })
})

it('coverage counts rows and those who live there, in all and per region', () => {
  const columns = columnsOf(services, 'service', String)
  expect(totals(lines, columns)[0]).toEqual({ rows: 1, ofRows: 2, live: 1, of: 2, people: 4000, reached: 3000 })
  expect(totals(regionAt(lines, 3), columns)[1]).toEqual({ rows: 0, ofRows: 1, live: 0, of: 1, people: 500, reached: 0 })
  const both = totals(regionAt(lines, 0), columnsOf(services, 'package', String))[0]
  expect(both).toEqual({ rows: 1, ofRows: 2, live: 3, of: 4, people: 4000, reached: 3500 })
})

