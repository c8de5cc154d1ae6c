import type { VirtualItem } from '@tanstack/react-virtual'
import type { MouseEvent } from 'react'
import { useTranslation } from 'react-i18next'
import { Checkbox } from '../Checkbox'
import { cx } from '../cx'
import type { DataTableProps } from './types'

interface BodyRowProps<Row> {
  item: VirtualItem
  row: Row
  table: DataTableProps<Row>
  measure: (element: HTMLElement | null) => void
  /** The cell of this row that has the cursor, if any. */
  cursorCol: number | undefined
  /** The row was reached by key or pointer, so it shows as current. */
  isActive: boolean
  onPlace: (col: number) => void
  onToggle: () => void
}

/** One row of the grid. The title cell is a real link, so that it opens in a new tab too. */
export function BodyRow<Row>({ item, row, table, measure, cursorCol, isActive, onPlace, onToggle }: BodyRowProps<Row>) {
  const { t } = useTranslation('ui')
  const { columns, rowId, rowLabel, rowHref, onOpen, selected, onSelect } = table
  const lead = onSelect ? 1 : 0
  const isSelected = selected?.has(rowId(row)) ?? false
  const cellProps = (col: number) => ({
    role: 'gridcell',
    'aria-colindex': col + 1,
    'data-cell': `${item.index}:${col}`,
    tabIndex: cursorCol === col ? 0 : -1,
    onFocus: () => { if (cursorCol !== col) onPlace(col) },
  })
  const titleColumn = columns.findIndex((column) => column.card === 'title')

  return (
    // oxlint-disable-next-line jsx-a11y/click-events-have-key-events -- Enter and Space in the grid do the same
    <div
      role="row"
      aria-rowindex={item.index + 2}
      aria-selected={onSelect ? isSelected : undefined}
      data-index={item.index}
      ref={measure}
      className={cx('dw-grid-row', isSelected && 'is-selected', isActive && 'is-active')}
      style={{ transform: `translateY(${item.start}px)` }}
      onClick={table.onPeek ? (event) => { if (!(event.target as Element).closest('a, button, label')) table.onPeek?.(row) } : undefined}
    >
      {onSelect ? (
        <div {...cellProps(0)} className="dw-grid-cell dw-grid-cell--check">
          <Checkbox label={t('table.select', { name: rowLabel(row) })} isSelected={isSelected} onChange={onToggle} excludeFromTabOrder />
        </div>
      ) : null}
      {columns.map((column, index) => {
        const content = column.cell(row)
        const href = index === titleColumn ? rowHref?.(row) : undefined
        return (
          <div key={column.id} {...cellProps(index + lead)} className={cx('dw-grid-cell', column.align === 'end' && 'is-end', column.pinned && 'is-pinned')}>
            {href ? <RowLink href={href} onOpen={onOpen ? () => onOpen(row) : undefined}>{content}</RowLink> : <span className="dw-grid-text">{content}</span>}
          </div>
        )
      })}
    </div>
  )
}

/** A link that lets the caller navigate on a plain click and leaves every other click to the browser. */
export function RowLink({ href, onOpen, children, inTabOrder }: { href: string; onOpen: (() => void) | undefined; children: React.ReactNode; inTabOrder?: boolean }) {
  function onClick(event: MouseEvent) {
    if (!onOpen || event.metaKey || event.ctrlKey || event.shiftKey || event.altKey || event.button !== 0) return
    event.preventDefault()
    onOpen()
  }
  return <a href={href} tabIndex={inTabOrder ? undefined : -1} className="dw-grid-text dw-row-link" onClick={onClick}>{children}</a>
}
