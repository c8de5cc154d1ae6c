import type { VirtualItem } from '@tanstack/react-virtual'
import { memo, type MouseEvent, type ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import { cx } from '../cx'
import { CheckIcon } from '../icons'
import type { Column } from './types'

/** What rows do. The same object for as long as the table is there, so that rows need not be drawn anew for it. */
export interface RowActs<Row> {
  place: (row: number, col: number) => void
  toggle: (row: number) => void
  open: (row: Row) => void
  peek: (row: Row) => void
}

interface BodyRowProps<Row> {
  item: VirtualItem
  row: Row
  columns: Column<Row>[]
  /** What the row is called, and where it leads. */
  label: string
  href: string | undefined
  /** Nothing where rows cannot be chosen. */
  isSelected: boolean | undefined
  /** A press beside what can be pressed shows more. */
  isPeekable: boolean
  isOpenable: boolean
  acts: RowActs<Row>
  measure: (element: HTMLElement | null) => void
  /** The cell of this row that has the cursor, if any. */
  cursorCol: number | undefined
  /** The row was reached by key or pointer, so it shows as current. */
  isActive: boolean
}

/** One row of the grid, drawn anew only where something of its own changed. The title cell is a real link, so that it opens in a new tab too. */
export const BodyRow = memo(function BodyRow<Row>({ item, row, columns, label, href, isSelected, isPeekable, isOpenable, acts, measure, cursorCol, isActive }: BodyRowProps<Row>) {
  const { t } = useTranslation('ui')
  const lead = isSelected === undefined ? 0 : 1
  const cellProps = (col: number) => ({
    role: 'gridcell',
    'aria-colindex': col + 1,
    'data-cell': `${item.index}:${col}`,
    tabIndex: cursorCol === col ? 0 : -1,
    onFocus: () => { if (cursorCol !== col) acts.place(item.index, col) },
  })
  const titleColumn = columns.findIndex((column) => column.card === 'title')

  return (
    // oxlint-disable-next-line jsx-a11y/click-events-have-key-events -- Enter and Space in the grid do the same
    <div
      role="row"
      aria-rowindex={item.index + 2}
      aria-selected={isSelected}
      data-index={item.index}
      ref={measure}
      className={cx('dw-grid-row', isSelected && 'is-selected', isActive && 'is-active')}
      style={{ transform: `translateY(${item.start}px)` }}
      onClick={isPeekable ? (event) => { if (!(event.target as Element).closest('a, button, label')) acts.peek(row) } : undefined}
    >
      {isSelected === undefined ? null : (
        <div {...cellProps(0)} className="dw-grid-cell dw-grid-cell--check">
          <RowCheck label={t('table.select', { name: label })} isSelected={isSelected} onChange={() => acts.toggle(item.index)} />
        </div>
      )}
      {columns.map((column, index) => {
        const content = column.cell(row)
        const to = index === titleColumn ? href : undefined
        return (
          <div key={column.id} {...cellProps(index + lead)} className={cx('dw-grid-cell', column.align === 'end' && 'is-end', column.pinned && 'is-pinned')}>
            {to ? <RowLink href={to} onOpen={isOpenable ? () => acts.open(row) : undefined}>{content}</RowLink> : <span className="dw-grid-text">{content}</span>}
          </div>
        )
      })}
    </div>
  )
}) as <Row>(props: BodyRowProps<Row>) => ReactNode

/** The box of a row: the grid has the keys, so that a plain one does, which a list of thousands draws at once. */
function RowCheck({ label, isSelected, onChange }: { label: string; isSelected: boolean; onChange: () => void }) {
  return (
    <label className="dw-check" data-selected={isSelected || undefined}>
      <input type="checkbox" className="dw-sr" tabIndex={-1} aria-label={label} checked={isSelected} onChange={onChange} />
      <span className="dw-check-box" aria-hidden="true">{isSelected ? <CheckIcon /> : null}</span>
    </label>
  )
}

/** A link that lets the caller navigate on a plain click and leaves every other click to the browser. */
export function RowLink({ href, onOpen, children, inTabOrder }: { href: string; onOpen: (() => void) | undefined; children: ReactNode; inTabOrder?: boolean }) {
  function onClick(event: MouseEvent) {
    if (!onOpen || event.metaKey || event.ctrlKey || event.shiftKey || event.altKey || event.button !== 0) return
    event.preventDefault()
    onOpen()
  }
  return <a href={href} tabIndex={inTabOrder ? undefined : -1} className="dw-grid-text dw-row-link" onClick={onClick}>{children}</a>
}
