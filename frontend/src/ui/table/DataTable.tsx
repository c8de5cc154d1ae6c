import { useLayoutEffect, useMemo, useRef } from 'react'
import { useTranslation } from 'react-i18next'
import { COUNTED } from '@/lib/numbers'
import { LoadingNote, Skeleton } from '../Skeleton'
import { Cards } from './Cards'
import { Head } from './Head'
import { BodyRow, type RowActs } from './BodyRow'
import { orderOf, type DataTableProps } from './types'
import { useGridCursor } from './useGridCursor'
import { useMediaQuery } from './useMediaQuery'
import { useRows } from './useRows'
import { useStill } from './useStill'
import './table.css'

/**
 * A list of things: virtualised grid with a fixed head at the desk, cards on a phone. Fills the height it is given.
 * Keys: arrows, `j` `k`, Home/End, Page Up/Down move; Enter or `o` opens; Space selects; Strg+A selects what is loaded.
 */
export function DataTable<Row>(props: DataTableProps<Row>) {
  const narrow = useMediaQuery('(max-width: 48rem)')
  if (props.rows === undefined) return <Loading columns={props.columns.length} />
  if (props.rows.length === 0) return <div className="dw-table dw-table--empty">{props.empty}</div>
  return narrow ? <Cards {...props} rows={props.rows} /> : <Grid {...props} rows={props.rows} />
}

function Grid<Row>(props: DataTableProps<Row> & { rows: Row[] }) {
  const { columns, rowId, selected, onSelect, onOpen, label } = props
  const { t } = useTranslation('ui')
  const frame = useRef<HTMLDivElement>(null)
  const rows = useStill(props.rows, rowId, orderOf(props.sort), frame)
  const lead = onSelect ? 1 : 0

  function toggle(index: number) {
    const row = rows[index]
    if (row === undefined || !onSelect) return
    const next = new Set(selected)
    if (!next.delete(rowId(row))) next.add(rowId(row))
    onSelect(next)
  }
  const allSelected = selected !== undefined && rows.every((row) => selected.has(rowId(row)))
  const toggleAll = () => onSelect?.(allSelected ? new Set() : new Set(rows.map(rowId)))
  const peek = (index: number) => { const row = rows[index]; if (row !== undefined) (props.onPeek ?? onOpen)?.(row) }
  const open = (index: number) => { const row = rows[index]; if (row !== undefined) onOpen?.(row) }

  const grid = useGridCursor({
    rowCount: rows.length,
    colCount: columns.length + lead,
    page: () => Math.max(1, virtual.getVirtualItems().length - 16),
    scrollTo: (row) => virtual.scrollToIndex(row),
    onOpen: open,
    onPeek: peek,
    onToggle: props.onPeek && !onSelect ? peek : toggle,
    onMove: (index) => { const row = rows[index]; if (row !== undefined) props.onActive?.(row) },
    onToggleAll: toggleAll,
    frame,
  })
  const virtual = useRows({
    count: rows.length, frame, rem: 2, keep: grid.cursor.row,
    hasMore: props.hasMore ?? false, isLoadingMore: props.isLoadingMore ?? false, onLoadMore: props.onLoadMore,
  })
  const acts = useActs<Row>({
    place: (row, col) => { grid.place({ row, col }); const one = rows[row]; if (one !== undefined) props.onActive?.(one) },
    toggle,
    open: (row) => onOpen?.(row),
    peek: (row) => props.onPeek?.(row),
  })
  // ARIA: -1 says "more than is loaded, how many is not known"; the head counts as a row.
  const counted = props.total !== undefined && props.total <= COUNTED ? props.total : undefined
  const known = counted ?? (props.hasMore ? undefined : rows.length)
  const tracks = [...(lead ? ['2.5rem'] : []), ...columns.map((column) => column.width ?? 'minmax(8rem, 1fr)')].join(' ')

  return (
    <div className="dw-table" ref={frame} data-scroll-restoration-id={`table-${label}`} style={{ '--dw-tracks': tracks }}>
      <div role="grid" aria-label={label} aria-rowcount={known === undefined ? -1 : known + 1} aria-colcount={columns.length + lead} aria-multiselectable={onSelect ? true : undefined} onKeyDown={grid.onKeyDown} tabIndex={-1} className="dw-grid">
        <Head columns={columns} sort={props.sort} onSort={props.onSort} selection={onSelect ? { all: allSelected, some: (selected?.size ?? 0) > 0, toggle: toggleAll } : undefined} />
        <div role="rowgroup" className="dw-grid-body" style={{ height: virtual.getTotalSize() }}>
          {virtual.getVirtualItems().map((item) => {
            const row = rows[item.index]
            return row === undefined ? null : (
              <BodyRow
                key={rowId(row)}
                item={item}
                row={row}
                columns={columns}
                label={props.rowLabel(row)}
                href={props.rowHref?.(row)}
                isSelected={onSelect ? (selected?.has(rowId(row)) ?? false) : undefined}
                isPeekable={props.onPeek !== undefined}
                isOpenable={onOpen !== undefined}
                acts={acts}
                measure={virtual.measureElement}
                isActive={grid.touched && grid.cursor.row === item.index}
                cursorCol={grid.cursor.row === item.index ? grid.cursor.col : undefined}
              />
            )
          })}
        </div>
      </div>
      {props.isLoadingMore ? <div className="dw-table-more"><Skeleton lines={2} /><span className="dw-sr" role="status">{t('table.more')}</span></div> : null}
    </div>
  )
}

/** Always the same object, which does what was said last. */
function useActs<Row>(acts: RowActs<Row>): RowActs<Row> {
  const latest = useRef(acts)
  useLayoutEffect(() => { latest.current = acts })
  return useMemo(() => ({
    place: (row, col) => latest.current.place(row, col),
    toggle: (row) => latest.current.toggle(row),
    open: (row) => latest.current.open(row),
    peek: (row) => latest.current.peek(row),
  }), [])
}

function Loading({ columns }: { columns: number }) {
  return (
    <div className="dw-table dw-table--loading">
      <LoadingNote />
      {Array.from({ length: 12 }, (_, row) => (
        <div key={row} className="dw-table-bones">
          {Array.from({ length: Math.min(columns, 6) }, (_, column) => <Skeleton key={column} />)}
        </div>
      ))}
    </div>
  )
}
