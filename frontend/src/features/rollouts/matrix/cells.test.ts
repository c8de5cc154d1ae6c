import { describe, expect, it } from 'vitest'
import type { MatrixView } from '@/api/types'
import { counts, isCovered, letterOf, linesOf, readCells, sums } from './cells'

const row = (id: string, cells: string, region?: number) => ({ id, name: id, key: id, kind: 'municipality' as const, population: 1, cells, ...(region === undefined ? {} : { region }) })
const matrix = { by: 'body', columns: [], regions: [{ id: 'a', name: 'Ahausen' }, { id: 'b', name: 'Bstadt' }], rows: [row('1', 'L2.', 1), row('2', '^L-g', 0), row('3', '3 '), row('4', '2L-', 1)] } as unknown as MatrixView

describe('cells', () => {
  it('are read as the contract writes them', () => {
    expect(readCells('3.^L2- ')).toEqual(['.', '.', '.', '^L', '-', '-', ''])
    expect(readCells('12^g')).toHaveLength(12)
    expect(readCells('')).toEqual([])
    expect([letterOf('^L'), letterOf(''), isCovered('^L'), isCovered('L')]).toEqual(['L', undefined, true, false])
  })

  it('stand under their regions, with what is live of what concerns them', () => {
    const lines = linesOf(matrix, 'ohne')
    expect(lines.map((line) => ('row' in line ? line.row.id : `${line.name} ${line.rows}`))).toEqual(['Ahausen 1', '2', 'Bstadt 2', '1', '4', 'ohne 1', '3'])
    expect(sums(lines, 3, 2)).toEqual([{ live: 2, of: 2 }, { live: 1, of: 2 }, { live: 0, of: 1 }])
    expect(sums(lines, 3)).toEqual([{ live: 3, of: 3 }, { live: 1, of: 2 }, { live: 0, of: 2 }])
    expect(counts(lines).get('L')).toBe(4)
  })
})
