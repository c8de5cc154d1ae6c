import { useVirtualizer } from '@tanstack/react-virtual'
import { useId, useMemo, useRef, type KeyboardEvent, type PointerEvent } from 'react'
import { useTranslation } from 'react-i18next'
import type { MatrixView } from '@/api/types'
import { isRow, letterOf, sums, type Line } from './cells'
import { nameOf, signOf, useCellWords } from './Sign'
import { steps, type Place } from './steps'
import './matrix.css'

const ROW = 28
const COLUMN = 32
const HEAD = 120

interface GridProps {
  matrix: MatrixView
  lines: Line[]
  /** Width of the column of names. */
  names: number
  place: Place
  onPlace: (place: Place) => void
  onOpen: (place: Place) => void
}

/** The picture: only what is in sight is in the document, names and heads stay. One stop of the tab key; arrows move inside. */
export function MatrixGrid({ matrix, lines, names, place, onPlace, onOpen }: GridProps) {
  const { t } = useTranslation('rollouts')
  const box = useRef<HTMLDivElement>(null)
  const id = useId()
  const rows = useVirtualizer({ count: lines.length, getScrollElement: () => box.current, estimateSize: () => ROW, overscan: 6, paddingStart: HEAD, scrollPaddingStart: HEAD })
  const columns = useVirtualizer({ horizontal: true, count: matrix.columns.length, getScrollElement: () => box.current, estimateSize: () => COLUMN, overscan: 4, paddingStart: names, scrollPaddingStart: names })
  const all = useMemo(() => sums(lines, matrix.columns.length), [lines, matrix.columns.length])

  function go(to: Place) {
    onPlace(to)
    rows.scrollToIndex(to.line)
    columns.scrollToIndex(to.column)
  }
  function onKeyDown(event: KeyboardEvent) {
    if (event.key === 'Enter' || event.key === ' ') { event.preventDefault(); onOpen(place); return }
    const page = Math.max(1, Math.floor((box.current?.clientHeight ?? 0) / ROW) - 5)
    const to = steps(event, place, { lines: lines.length, columns: matrix.columns.length, page })
    if (to) { event.preventDefault(); go(to) }
  }
  function onPointerUp(event: PointerEvent) {
    const at = (event.target as HTMLElement).closest<HTMLElement>('[data-line]')?.dataset
    if (!at?.line || at.column === undefined || event.button !== 0) return
    const to = { line: Number(at.line), column: Number(at.column) }
    onPlace(to)
    onOpen(to)
  }
  const size = { width: columns.getTotalSize(), height: rows.getTotalSize() }
  return (
    <div
      ref={box} className="mx-box" role="grid" tabIndex={0} aria-label={t('matrix.title')} aria-rowcount={lines.length + 1} aria-colcount={matrix.columns.length + 1}
      aria-activedescendant={`${id}-${place.line}-${place.column}`} onKeyDown={onKeyDown} onPointerUp={onPointerUp}
    >
      <div className="mx-size" role="presentation" style={size}>
        <div className="mx-head" role="row" aria-rowindex={1} style={{ width: size.width, height: HEAD }}>
          <div className="mx-corner" role="columnheader" aria-colindex={1} style={{ width: names, height: HEAD }}>{t(`matrix.by.${matrix.by}`)}</div>
          {columns.getVirtualItems().map(({ index, start }) => {
            const column = matrix.columns[index]
            const sum = all[index]
            return column ? (
              <div key={column.id} className={`mx-column is-${column.level}`} role="columnheader" aria-colindex={index + 2} title={column.name} style={{ insetInlineStart: start, width: COLUMN, height: HEAD }}>
                <span className="mx-key">{column.key}</span>
                <span className="mx-share" aria-label={t('matrix.live_of', { live: sum?.live ?? 0, of: sum?.of ?? 0 })}>{share(sum)}</span>
              </div>
            ) : null
          })}
        </div>
        {rows.getVirtualItems().map(({ index, start }) => {
          const line = lines[index]
          return line ? <GridLine key={index} {...{ id, line, lines, index, start, names, place, matrix }} columns={columns.getVirtualItems()} width={size.width} /> : null
        })}
      </div>
    </div>
  )
}

const share = (sum: { live: number; of: number } | undefined): string => (sum && sum.of > 0 ? `${Math.floor((100 * sum.live) / sum.of)}` : '')

interface LineProps {
  id: string
  line: Line
  lines: Line[]
  index: number
  start: number
  width: number
  names: number
  place: Place
  matrix: MatrixView
  columns: { index: number; start: number }[]
}

function GridLine({ id, line, lines, index, start, width, names, place, matrix, columns }: LineProps) {
  const { t } = useTranslation('rollouts')
  const words = useCellWords()
  const sum = useMemo(() => (isRow(line) ? [] : sums(lines, matrix.columns.length, index)), [line, lines, matrix.columns.length, index])
  const at = { width, height: ROW, transform: `translateY(${start}px)` }
  const member = isRow(line) && line.row.association !== undefined
  return (
    <div className={isRow(line) ? 'mx-row' : 'mx-row mx-region'} role="row" aria-rowindex={index + 2} style={at}>
      <div className={member ? 'mx-name is-member' : 'mx-name'} role="rowheader" aria-colindex={1} style={{ width: names }} title={isRow(line) ? `${line.row.name} ${line.row.key ?? ''}` : line.name}>
        {isRow(line) ? (line.row.kind === 'district' ? t('matrix.district', { name: line.row.name }) : line.row.name) : `${line.name} · ${line.rows}`}
      </div>
      {columns.map((column) => {
        const cell = isRow(line) ? (line.row.cells[column.index] ?? '') : ''
        const letter = letterOf(cell)
        const here = place.line === index && place.column === column.index
        const shown = isRow(line) ? signOf(cell) : share(sum[column.index])
        const said = isRow(line) ? words(cell) : t('matrix.live_of', { live: sum[column.index]?.live ?? 0, of: sum[column.index]?.of ?? 0 })
        const service = matrix.columns[column.index]
        return (
          <div
            key={column.index} id={`${id}-${index}-${column.index}`} role="gridcell" aria-colindex={column.index + 2} aria-label={said} title={`${service?.name ?? ''}: ${said}`}
            className={`mx-cell${letter ? ` is-${nameOf(letter)}` : ''}${here ? ' is-here' : ''}`} data-line={index} data-column={column.index} style={{ insetInlineStart: column.start, width: COLUMN, height: ROW }}
          >
            {shown}
          </div>
        )
      })}
    </div>
  )
}
