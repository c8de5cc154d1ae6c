import { describe, expect, it } from 'vitest'
import type { MatrixView } from '@/api/types'
import { counts, isCovered, letterOf, linesOf, readCells, rowsOf } from './cells'

const matrix = {
  by: 'body', columns: [], regions: [{ id: 'a', name: 'Ahausen' }, { id: 'b', name: 'Bstadt' }],
  rows: {
    ids: btoa(String.fromCharCode(...Array.from({ length: 64 }, (_, at) => at))), names: ['1', '2', '3', '4'], keys: ['1', '2', null, '4'], kinds: ['municipality', 'association'],
    kind: [0, 0, 0, 1], region: [1, 0, null, 1], association: [3, null, null, null], population: [1, 1, 1, 1], cells: ['L2.', '^L^-g', '3 ', '2L-'],
  },
} as unknown as MatrixView

describe('cells', () => {
  it('are read as the contract writes them', () => {
    expect(readCells('3.^L^2- ')).toEqual(['.', '.', '.', '^L', '-', '-', ''])
    expect(readCells('^12g')).toHaveLength(12)
    expect(readCells('')).toEqual([])
    expect([letterOf('^L'), letterOf(''), isCovered('^L'), isCovered('L')]).toEqual(['L', undefined, true, false])
  })

  it('belong to bodies whose ids come as bytes', () => {
    expect(rowsOf(matrix)[1]).toMatchObject({ id: '10111213-1415-1617-1819-1a1b1c1d1e1f', kind: 'municipality', region: 0 })
  })

  it('stand under their regions; a row that was renewed stands in its old place', () => {
    const lines = linesOf(matrix, 'ohne')
    expect(lines.map((line) => ('row' in line ? line.row.name : `${line.name} ${line.rows}`))).toEqual(['Ahausen 1', '2', 'Bstadt 2', '4', '1', 'ohne 1', '3'])
    expect(counts(lines).get('L')).toBe(4)
    const second = rowsOf(matrix)[1]
    const renewed = second ? new Map([[second.id, { ...second, cells: readCells('3L') }]]) : undefined
    expect(counts(linesOf(matrix, 'ohne', renewed)).get('L')).toBe(6)
  })
})
