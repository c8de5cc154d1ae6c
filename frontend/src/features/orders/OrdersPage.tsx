import { useQuery } from '@tanstack/react-query'
import { useNavigate, useSearch } from '@tanstack/react-router'
import type { TFunction } from 'i18next'
import { useMemo, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { useList } from '@/api/query'
import type { OrderCounts, OrderView, PositionReleased, PositionState } from '@/api/types'
import { one, type SearchValues } from '@/lib/search'
import { ExportMenu } from '@/pickers/ExportMenu'
import { ProblemNote } from '@/pickers/ProblemNote'
import { Badge } from '@/ui/Badge'
import { Button, LinkButton } from '@/ui/Button'
import { EmptyState } from '@/ui/EmptyState'
import { FilterBar } from '@/ui/FilterBar'
import { CheckIcon, InboxIcon, PlusIcon } from '@/ui/icons'
import { PageHeader } from '@/ui/PageHeader'
import { DataTable } from '@/ui/table/DataTable'
import { readSort, sortParam, type Column } from '@/ui/table/types'
import { When } from '@/ui/When'
import { ViewMenu } from '@/views/ViewMenu'
import { orderCounts, orderList, useRelease, type OrderFilter } from './queries'
import { ReleaseResults } from './ReleaseResults'
import { bodyKeys, ORDER_TONE, POSITION_TONE } from './words'
import './orders.css'

const VIEWS = ['clarification', 'ready', 'checked', 'cancel', 'all'] as const
type View = (typeof VIEWS)[number]
const STATES: PositionState[] = ['clarification', 'ready', 'checked', 'released', 'linked', 'rejected', 'cancelled']

const filterOf = (view: View): OrderFilter => (view === 'all' ? {} : view === 'cancel' ? { state: ['cancel_requested'] } : { position_state: [view] })
const countOf = (view: View, counts: OrderCounts | undefined) => (view === 'all' ? undefined : view === 'cancel' ? counts?.cancel_requested : counts?.[view])

/** The inbox of orders: what must be clarified, checked, released; released in bulk where all is clear. */
export function OrdersPage() {
  const { t } = useTranslation('orders')
  const navigate = useNavigate()
  const search = useSearch({ strict: false }) as SearchValues
  const counts = useQuery(orderCounts).data
  const asked = one(search.view)
  const view = VIEWS.find((known) => known === asked) ?? 'clarification'
  const q = one(search.q)
  const sort = one(search.sort)
  const source = one(search.source)
  const filter = useMemo<OrderFilter>(() => ({ ...filterOf(view), ...(q ? { q } : {}), ...(source ? { source } : {}), ...(sort ? { sort } : {}) }), [view, q, source, sort])
  const list = useList(orderList(filter))
  const columns = useMemo(() => orderColumns(t), [t])
  const [selected, setSelected] = useState<ReadonlySet<string>>(new Set())
  const change = (patch: Record<string, string | undefined>) => void navigate({ to: '.', search: ((before: SearchValues) => ({ ...before, ...patch })) as never, replace: true })
  const bulk = view === 'checked'
  return (
    <div className="dw-page dw-page--fill">
      <PageHeader title={t('title')} meta={list.total === undefined ? undefined : t('total', { count: list.total })} actions={<><ExportMenu list="/api/v1/orders" filter={filter} columns={['number', 'organisation.name', 'ordering_body.name', 'positions.service.name', 'positions.state', 'state', 'source', 'placed_at']} /><LinkButton href="/orders/new" variant="primary" icon={<PlusIcon aria-hidden="true" />}>{t('new')}</LinkButton></>} />
      <nav className="or-views" aria-label={t('views')}>
        {VIEWS.filter((one) => one !== 'cancel' || view === 'cancel' || (counts?.cancel_requested ?? 0) > 0).map((one) => {
          const count = countOf(one, counts)
          return (
            <button key={one} type="button" className="or-view" aria-current={view === one ? 'page' : undefined} onClick={() => { setSelected(new Set()); change({ view: one }) }}>
              {t(`view.${one}`)}{count === undefined ? null : <span className="dw-tab-count">{count}</span>}
            </button>
          )
        })}
      </nav>
      <FilterBar query={{ value: q ?? '', onChange: (text) => change({ q: text || undefined }), placeholder: t('search') }} chips={source ? [{ id: 'source', name: t('column.source'), value: source, onRemove: () => change({ source: undefined }) }] : []} end={<><ViewMenu kind="orders" />{bulk ? <BulkRelease rows={list.rows ?? []} selected={selected} onDone={() => setSelected(new Set())} /> : null}</>} />
      <ProblemNote problem={list.problem} />
      <DataTable
        label={t('title')} columns={columns} rows={list.problem ? [] : list.rows} rowId={(order) => order.id} rowLabel={(order) => t('row', { number: order.number })}
        rowHref={(order) => `/orders/${order.id}`} onOpen={(order) => void navigate({ to: `/orders/${order.id}` as never })}
        sort={readSort(sort ?? '-placed_at')} onSort={(next) => change({ sort: sortParam(next) })}
        {...(bulk ? { selected, onSelect: setSelected } : {})}
        total={list.total} hasMore={list.hasMore} isLoadingMore={list.isLoadingMore} onLoadMore={list.onLoadMore}
        empty={q || source ? <EmptyState icon={InboxIcon} title={t('no_match')}>{t('no_match_text')}</EmptyState> : <EmptyState icon={InboxIcon} title={t(`empty.${view}`)}>{t(`empty_text.${view}`)}</EmptyState>}
      />
    </div>
  )
}

function orderColumns(t: TFunction<'orders'>): Column<OrderView>[] {
  return [
    { id: 'number', label: t('column.number'), width: '11rem', card: 'title', cell: (order) => order.number },
    { id: 'body', label: t('column.body'), width: 'minmax(12rem, 2fr)', cell: (order) => order.organisation?.name ?? <><Badge tone="warning">{t('unknown')}</Badge> {bodyKeys(order.ordering_body)}</> },
    { id: 'positions', label: t('column.positions'), width: 'minmax(16rem, 2.2fr)', cell: (order) => <PositionCounts order={order} t={t} /> },
    { id: 'state', label: t('column.state'), width: '10rem', cell: (order) => <Badge tone={ORDER_TONE[order.state]}>{t(`order_state.${order.state}`)}</Badge> },
    { id: 'source', label: t('column.source'), width: '7rem', cell: (order) => <span className="dw-muted">{order.source === 'manual' ? t('manual') : order.source}</span> },
    { id: 'placed', label: t('column.placed'), width: '10rem', sortKey: 'placed_at', cell: (order) => <When value={order.placed_at} /> },
  ]
}

function PositionCounts({ order, t }: { order: OrderView; t: TFunction<'orders'> }) {
  return (
    <span className="or-states">
      {STATES.map((state) => {
        const count = order.positions.filter((position) => position.state === state).length
        return count === 0 ? null : <Badge key={state} tone={POSITION_TONE[state]}>{`${count} ${t(`position_state.${state}`)}`}</Badge>
      })}
    </span>
  )
}

/** Releases every checked position of the chosen orders; some may be refused, the others go through. */
function BulkRelease({ rows, selected, onDone }: { rows: OrderView[]; selected: ReadonlySet<string>; onDone: () => void }) {
  const { t } = useTranslation('orders')
  const [results, setResults] = useState<PositionReleased[] | undefined>()
  const release = useRelease((done) => { setResults(done); onDone() })
  const orders = selected.size > 0 ? rows.filter((order) => selected.has(order.id)) : []
  const positions = orders.flatMap((order) => order.positions.filter((position) => position.state === 'checked' && position.can.includes('release')).map((position) => position.id))
  const others = orders.some((order) => order.positions.some((position) => position.state === 'checked' && position.four_eyes))
  const why = others ? t('second.title') : t('bulk.choose')
  return (
    <>
      <Button variant={positions.length > 0 ? 'primary' : 'secondary'} icon={<CheckIcon aria-hidden="true" />} isPending={release.isPending} disabledReason={positions.length === 0 ? why : undefined} onPress={() => release.mutate(positions)}>
        {positions.length > 0 ? t('bulk.release', { count: positions.length }) : t('bulk.release_none')}
      </Button>
      {results || release.problem ? <ReleaseResults orders={rows} results={results ?? []} problem={release.problem} onClose={() => { setResults(undefined); release.reset() }} /> : null}
    </>
  )
}
