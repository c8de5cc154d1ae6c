import { memo } from 'react'
import { useTranslation } from 'react-i18next'
import type { MatrixView } from '@/api/types'
import { isRow, letterOf, type Cell, type Line } from './cells'
import { shareOf, useTotalWords } from './coverage'
import { cellsOf, together, type Column, type Total } from './groups'
import { nameOf, signOf } from './Sign'

interface LineProps {
  /** Of the grid: cells are named by it. */
  id: string
  by: MatrixView['by']
  line: Line
  index: number
  start: number
  /** Width of names, of one cell, of all. */
  names: number
  cell: number
  width: number
  height: number
  columns: Column[]
  shown: { index: number; start: number }[]
  /** The column in which one is, in this line. */
  here: number | undefined
  chosen: ReadonlySet<number> | undefined
  /** Of a region. */
  totals: Total[] | undefined
  words: (cell: Cell) => string
}

/** One line: a row with its cells, or a region with its totals. Drawn anew only where something of its own changed. */
export const GridLine = memo(function GridLine(props: LineProps) {
  const { line, index, start, names, width, height, shown } = props
  const { t } = useTranslation('rollouts')
  const row = isRow(line) ? line.row : undefined
  const member = row !== undefined && row.association !== undefined
  return (
    <div className={row ? 'mx-row' : 'mx-row mx-region'} role="row" aria-rowindex={index + 2} data-line={index} style={{ width, height, top: start }}>
      <div className={member ? 'mx-name is-member' : 'mx-name'} role="rowheader" aria-colindex={1} data-column={-1} style={{ width: names }} title={row ? `${row.name} ${row.key ?? ''}` : undefined}>
        {row ? (row.kind === 'district' ? t('matrix.district', { name: row.name }) : row.name) : isRow(line) ? null : `${line.name} · ${line.rows}`}
      </div>
      <Cells {...props} shown={shown} />
    </div>
  )
})

function Cells({ id, by, line, index, cell: width, height, columns, shown, here, chosen, totals, words: known }: LineProps) {
  const say = useShown(by, line, totals, known)
  return shown.map(({ index: at, start }) => {
    const column = columns[at]
    if (!column) return null
    const { sign, words, name } = say(column, at)
    const mark = `${name ? ` is-${name}` : ''}${here === at ? ' is-here' : ''}${chosen?.has(at) ? ' is-chosen' : ''}`
    return <GridCell key={at} id={here === at ? `${id}-${index}-${at}` : undefined} mark={mark} sign={sign} words={words} title={column.name} at={at} start={start} width={width} height={height} isChosen={chosen?.has(at) ?? false} />
  })
}

interface CellProps {
  /** Only the cell one is on is named: by the grid. */
  id: string | undefined
  mark: string
  sign: string
  words: string
  title: string
  at: number
  start: number
  width: number
  height: number
  isChosen: boolean
}

/** Knows nothing of its line: a line that is used again for another changes those cells only that differ. */
const GridCell = memo(function GridCell({ id, mark, sign, words, title, at, start, width, height, isChosen }: CellProps) {
  return (
    <div
      id={id} role="gridcell" aria-colindex={at + 2} aria-label={words} aria-selected={isChosen} title={`${title}: ${words}`}
      className={`mx-cell${mark}`} data-column={at} style={{ insetInlineStart: start, width, height }}
    >
      {sign}
    </div>
  )
})

/** What a cell shows and says: its state, what of a group is live, or the total of a region. */
function useShown(by: MatrixView['by'], line: Line, totals: Total[] | undefined, words: (cell: Cell) => string) {
  const { t } = useTranslation('rollouts')
  const total = useTotalWords(by)
  return (column: Column, at: number): { sign: string; words: string; name?: string } => {
    if (!isRow(line)) {
      const sum = totals?.[at]
      return sum ? { sign: shareOf(sum, by), words: total(sum) } : { sign: '', words: '' }
    }
    const cells = cellsOf(line)
    const only = column.members.length === 1 ? column.members[0] : undefined
    if (only !== undefined && column.level !== undefined) {
      const cell = cells[only] ?? ''
      const letter = letterOf(cell)
      return { sign: signOf(cell), words: words(cell), ...(letter ? { name: nameOf(letter) } : {}) }
    }
    const { live, of, letter } = together(cells, column.members)
    if (of === 0) return { sign: '', words: words(letter ?? ''), ...(letter ? { name: nameOf(letter) } : {}) }
    return { sign: `${signOf(letter ?? '')} ${live}/${of}`, words: `${t('matrix.live_of', { live, of })}, ${words(letter ?? '')}`, ...(letter ? { name: nameOf(letter) } : {}) }
  }
}
