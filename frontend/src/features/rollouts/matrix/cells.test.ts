import { describe, expect, it } from 'vitest'
import type { MatrixView } from '@/api/types'
import { counts, isCovered, letterOf, linesOf, readCells, rowsOf, sums } from './cells'

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

  it('stand under their regions, with what is live of what concerns them', () => {
    const lines = linesOf(matrix, 'ohne')
    expect(lines.map((line) => ('row' in line ? line.row.name : `${line.name} ${line.rows}`))).toEqual(['Ahausen 1', '2', 'Bstadt 2', '4', '1', 'ohne 1', '3'])
    expect(sums(lines, 3, 2)).toEqual([{ live: 2, of: 2 }, { live: 1, of: 2 }, { live: 0, of: 1 }])
    expect(sums(lines, 3)).toEqual([{ live: 3, of: 3 }, { live: 1, of: 2 }, { live: 0, of: 2 }])
    expect(counts(lines).get('L')).toBe(4)
  })
})
