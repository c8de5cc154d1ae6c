import { useTranslation } from 'react-i18next'
import type { MatrixView } from '@/api/types'
import { isRow, letterOf, type Line } from './cells'
import { shareOf } from './coverage'
import { cellsOf, regionAt, together, totals, type Column } from './groups'
import { signOf } from './Sign'

/** On paper nothing scrolls: the whole picture as a plain table, which only a printer sees. */
export function MatrixPrint({ by, lines, columns }: { by: MatrixView['by']; lines: Line[]; columns: Column[] }) {
  const { t } = useTranslation('rollouts')
  const shown = (line: Line, column: Column, at: number, sums: ReturnType<typeof totals>) => {
    if (!isRow(line)) { const sum = sums[at]; return sum ? shareOf(sum, by) : '' }
    const cells = cellsOf(line)
    if (column.level !== undefined) return signOf(cells[column.members[0] ?? -1] ?? '')
    const { live, of, letter } = together(cells, column.members)
    return of === 0 ? signOf(letterOf(letter ?? '') ?? '') : `${live}/${of}`
  }
  return (
    <table className="mx-print">
      <thead><tr><th scope="col">{t(`matrix.by.${by}`)}</th>{columns.map(({ id, key }) => <th key={id} scope="col"><span>{key}</span></th>)}</tr></thead>
      <tbody>
        {lines.map((line, index) => {
          const sums = isRow(line) ? [] : totals(regionAt(lines, index), columns)
          return (
            <tr key={isRow(line) ? line.row.id : line.name} className={isRow(line) ? undefined : 'is-region'}>
              <th scope="row">{isRow(line) ? line.row.name : line.name}</th>
              {columns.map((column, at) => <td key={column.id}>{shown(line, column, at, sums)}</td>)}
            </tr>
          )
        })}
      </tbody>
    </table>
  )
}
