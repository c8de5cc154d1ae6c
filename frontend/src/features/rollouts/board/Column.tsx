import { useEffect, useMemo } from 'react'
import { Button as AriaButton, GridList, GridListItem, isTextDropItem, ListLayout, Text, useDragAndDrop, Virtualizer } from 'react-aria-components'
import { useTranslation } from 'react-i18next'
import { useList } from '@/api/query'
import type { RolloutRow } from '@/api/types'
import { sayTotal } from '@/lib/numbers'
import { ProblemNote } from '@/pickers/ProblemNote'
import { Button, IconButton } from '@/ui/Button'
import { GripIcon, MoreIcon } from '@/ui/icons'
import { Light } from '@/ui/Light'
import { Menu } from '@/ui/Menu'
import { Skeleton } from '@/ui/Skeleton'
import { useLanguage, When } from '@/ui/When'
import { rolloutPages, type RolloutFilter } from '../queries'
import { hrefOf, holder, titleOf } from '../words'
import type { BoardColumn } from './columns'

const DRAGGED = 'application/x-dienstweg-rollout'
const CARD = 104

interface ColumnProps {
  column: BoardColumn
  /** Columns a card may be moved to. */
  others: BoardColumn[]
  filter: RolloutFilter
  onOpen: (rollout: RolloutRow) => void
  onMove: (rollout: RolloutRow, to: BoardColumn) => void
  /** A card of another column was dropped here. */
  onDrop: (id: string, to: BoardColumn) => void
  /** Makes the cards known to who must find a dropped one. */
  onRows: (column: string, rows: RolloutRow[]) => void
  movable: boolean
}

/** One column: its count, its cards a hundred at a time, and a place to drop others. */
export function Column({ column, others, filter, onOpen, onMove, onDrop, onRows, movable }: ColumnProps) {
  const { t } = useTranslation('pictures')
  const language = useLanguage()
  const list = useList(rolloutPages({ ...filter, ...column.filter }, 100))
  const rows = useMemo(() => list.rows ?? [], [list.rows])
  useEffect(() => onRows(column.id, rows), [column.id, rows, onRows])
  const { dragAndDropHooks } = useDragAndDrop({
    getItems: (keys) => [...keys].map((key) => ({ [DRAGGED]: String(key), 'text/plain': nameOf(rows, String(key)) })),
    acceptedDragTypes: [DRAGGED],
    getDropOperation: (target, types) => (target.type === 'root' && types.has(DRAGGED) ? 'move' : 'cancel'),
    onRootDrop: async ({ items }) => {
      for (const item of items) if (isTextDropItem(item)) onDrop(await item.getText(DRAGGED), column)
    },
  })
  const count = list.total === undefined ? '' : sayTotal(list.total, language)
  return (
    <section className="bd-column" aria-label={t('board.column', { name: column.name, count: list.total ?? 0 })}>
      <h2 className="bd-head">{column.name}<span className="dw-tab-count">{count}</span></h2>
      <ProblemNote problem={list.problem} />
      {list.rows === undefined && !list.problem ? <Skeleton lines={6} /> : (
        <Virtualizer layout={ListLayout} layoutOptions={{ rowHeight: CARD, gap: 6, padding: 6 }}>
          <GridList
            className="bd-cards" aria-label={column.name} items={rows} selectionMode="none" onAction={(id) => { const row = rows.find((one) => one.id === id); if (row) onOpen(row) }}
            {...(movable ? { dragAndDropHooks } : {})} renderEmptyState={() => <p className="bd-empty">{t('board.empty')}</p>}
          >
            {(row) => <Card key={row.id} row={row} others={others} onMove={onMove} movable={movable} />}
          </GridList>
        </Virtualizer>
      )}
      {list.hasMore ? <Button small onPress={list.onLoadMore} isPending={list.isLoadingMore}>{t('board.more')}</Button> : null}
    </section>
  )
}

function nameOf(rows: RolloutRow[], id: string): string {
  const row = rows.find((one) => one.id === id)
  return row ? titleOf(row) : id
}

interface CardProps {
  row: RolloutRow
  others: BoardColumn[]
  onMove: (rollout: RolloutRow, to: BoardColumn) => void
  movable: boolean
}

function Card({ row, others, onMove, movable }: CardProps) {
  const { t } = useTranslation('pictures')
  const title = titleOf(row)
  return (
    <GridListItem id={row.id} textValue={title} className="bd-card">
      <span className="bd-card-line">
        {movable ? <AriaButton slot="drag" className="bd-grip"><GripIcon aria-hidden="true" /></AriaButton> : null}
        <Light state={row.light.color} symbolOnly sentence={row.light.reason} />
        <Text className="bd-body">{row.body.name}</Text>
        {movable ? <Menu label={t('board.acts', { title })} trigger={<IconButton small noTooltip label={t('board.acts', { title })} icon={<MoreIcon />} />} groups={[{ id: 'move', title: t('board.move'), entries: others.map((column) => ({ id: column.id, label: column.name, onAction: () => onMove(row, column) })) }, { id: 'open', title: t('board.open'), hideTitle: true, entries: [{ id: 'open', label: t('board.open'), href: hrefOf(row) }] }]} /> : null}
      </span>
      <span className="bd-service">{row.service?.name ?? row.number}</span>
      <span className="bd-card-line dw-small dw-muted">
        <span className="bd-next">{row.next_milestone ? `${row.next_milestone.key} ${row.next_milestone.name}` : (holder(row.ball) ?? '')}</span>
        {row.next_due ? <When value={row.next_due} /> : null}
      </span>
    </GridListItem>
  )
}
