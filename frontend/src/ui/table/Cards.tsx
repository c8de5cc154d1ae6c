import { useRef } from 'react'
import { useTranslation } from 'react-i18next'
import { Checkbox } from '../Checkbox'
import { Skeleton } from '../Skeleton'
import { RowLink } from './BodyRow'
import { orderOf, type DataTableProps } from './types'
import { useRows } from './useRows'
import { useStill } from './useStill'

/** The same list on a phone: one card per row, title first, the other columns as lines. */
export function Cards<Row>(props: DataTableProps<Row> & { rows: Row[] }) {
  const { columns, rowId, rowHref, onOpen, label } = props
  const { t } = useTranslation('ui')
  const frame = useRef<HTMLDivElement>(null)
  const rows = useStill(props.rows, rowId, orderOf(props.sort), frame)
  const virtual = useRows({
    count: rows.length, frame, rem: 7, keep: 0,
    hasMore: props.hasMore ?? false, isLoadingMore: props.isLoadingMore ?? false, onLoadMore: props.onLoadMore,
  })
  const title = columns.find((column) => column.card === 'title') ?? columns[0]
  const lines = columns.filter((column) => column !== title && column.card !== 'hidden')

  return (
    <div className="dw-table dw-table--cards" ref={frame} data-scroll-restoration-id={`table-${label}`}>
      <ul aria-label={label} className="dw-cards" style={{ height: virtual.getTotalSize() }}>
        {virtual.getVirtualItems().map((item) => {
          const row = rows[item.index]
          if (row === undefined || title === undefined) return null
          const href = rowHref?.(row)
          return (
            <li key={rowId(row)} ref={virtual.measureElement} data-index={item.index} className="dw-card-row" style={{ transform: `translateY(${item.start}px)` }}>
              <div className="dw-card">
                <div className="dw-card-title">
                  {href ? <RowLink href={href} onOpen={onOpen ? () => onOpen(row) : undefined} inTabOrder>{title.cell(row)}</RowLink> : title.cell(row)}
                  <CardCheck table={props} row={row} name={t('table.select', { name: props.rowLabel(row) })} />
                </div>
                <dl>
                  {lines.map((column) => (
                    <div key={column.id}>
                      <dt>{column.label}</dt>
                      <dd>{column.cell(row)}</dd>
                    </div>
                  ))}
                </dl>
              </div>
            </li>
          )
        })}
      </ul>
      {props.isLoadingMore ? <div className="dw-table-more"><Skeleton lines={2} /><span className="dw-sr" role="status">{t('table.more')}</span></div> : null}
    </div>
  )
}

function CardCheck<Row>({ table, row, name }: { table: DataTableProps<Row>; row: Row; name: string }) {
  const { selected, onSelect, rowId } = table
  if (!onSelect) return null
  const id = rowId(row)
  function toggle() {
    const next = new Set(selected)
    if (!next.delete(id)) next.add(id)
    onSelect?.(next)
  }
  return <Checkbox label={name} isSelected={selected?.has(id) ?? false} onChange={toggle} />
}
