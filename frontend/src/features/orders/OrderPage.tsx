import { useQuery } from '@tanstack/react-query'
import { useParams } from '@tanstack/react-router'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { OrderView, PositionReleased } from '@/api/types'
import { PageProblem } from '@/pickers/PageProblem'
import { ProblemNote } from '@/pickers/ProblemNote'
import { Badge } from '@/ui/Badge'
import { Button } from '@/ui/Button'
import { DescriptionList } from '@/ui/DescriptionList'
import { CheckIcon } from '@/ui/icons'
import { PageHeader } from '@/ui/PageHeader'
import { ReasonDialog } from '@/ui/ReasonDialog'
import { PageSkeleton } from '@/ui/Skeleton'
import { toasts } from '@/ui/toasts'
import { When } from '@/ui/When'
import { PositionCard } from './PositionCard'
import { orderQuery, useCancel, useDecideCancellation, useRelease, type Decision } from './queries'
import { ReleaseResults } from './ReleaseResults'
import { bodyKeys, ORDER_TONE } from './words'
import './orders.css'

/** One order: what was meant is cleared up position by position, checked and released. */
export function OrderPage() {
  const { t } = useTranslation('orders')
  const { id = '' } = useParams({ strict: false }) as { id?: string }
  const query = useQuery(orderQuery(id))
  if (query.error && !query.data) return <PageProblem error={query.error} back={{ label: t('title'), href: '/orders' }} />
  if (!query.data) return <PageSkeleton />
  return <Loaded order={query.data.view} />
}

function Loaded({ order }: { order: OrderView }) {
  const { t } = useTranslation('orders')
  const meta = (
    <>
      <Badge tone={ORDER_TONE[order.state]}>{t(`order_state.${order.state}`)}</Badge>
      <span>{order.source === 'manual' ? t('manual') : order.source}</span>
      {order.revision > 1 ? <span>{t('revision', { revision: order.revision })}</span> : null}
      <When value={order.placed_at} />
    </>
  )
  return (
    <div className="dw-page">
      <PageHeader title={t('page_title', { number: order.number })} crumbs={[{ label: t('title'), href: '/orders' }]} meta={meta} actions={<Acts order={order} />} />
      {order.state === 'cancel_requested' ? <Cancellation order={order} /> : null}
      <div className="or-columns">
        <section className="dw-stack" aria-label={t('column.positions')}>
          {order.positions.map((position) => <PositionCard key={position.id} order={order} position={position} />)}
        </section>
        <Side order={order} />
      </div>
    </div>
  )
}

function Acts({ order }: { order: OrderView }) {
  const { t } = useTranslation('orders')
  const [asking, setAsking] = useState(false)
  const [results, setResults] = useState<PositionReleased[] | undefined>()
  const cancel = useCancel(order, () => { setAsking(false); toasts.show({ text: t('cancel.done') }) })
  const release = useRelease(setResults)
  const ready = order.positions.filter((position) => position.state === 'checked' && position.can.includes('release')).map((position) => position.id)
  return (
    <>
      {order.can.includes('cancel') ? <Button variant="quiet" onPress={() => setAsking(true)}>{t('cancel.act')}</Button> : null}
      {ready.length > 1 ? <Button variant="primary" icon={<CheckIcon aria-hidden="true" />} isPending={release.isPending} onPress={() => release.mutate(ready)}>{t('bulk.release_all', { count: ready.length })}</Button> : null}
      {results || release.problem ? <ReleaseResults orders={[order]} results={results ?? []} problem={release.problem} onClose={() => { setResults(undefined); release.reset() }} /> : null}
      {asking ? (
        <ReasonDialog title={t('cancel.ask', { number: order.number })} label={t('reason')} confirm={t('cancel.confirm')} danger isPending={cancel.isPending} problem={<ProblemNote problem={cancel.problem} />} onClose={() => setAsking(false)} onConfirm={(reason) => cancel.mutate(reason)}>
          <p>{t('cancel.text')}</p>
        </ReasonDialog>
      ) : null}
    </>
  )
}

/** Somebody wants to cancel what was released already: people decide. */
function Cancellation({ order }: { order: OrderView }) {
  const { t } = useTranslation('orders')
  const [asking, setAsking] = useState<Decision['decision'] | undefined>()
  const decide = useDecideCancellation(order, () => { setAsking(undefined); toasts.show({ text: t('cancellation.done') }) })
  return (
    <section className="or-banner" aria-labelledby="or-cancellation">
      <div>
        <h2 id="or-cancellation">{t('cancellation.title')}</h2>
        <p>{order.cancel_reason ?? t('cancellation.no_reason')}{order.cancel_requested_at ? <span className="dw-muted"> · <When value={order.cancel_requested_at} /></span> : null}</p>
      </div>
      {order.can.includes('decide_cancellation') ? (
        <div className="dw-row">
          <Button onPress={() => setAsking('refuse')}>{t('cancellation.refuse')}</Button>
          <Button variant="danger" onPress={() => setAsking('accept')}>{t('cancellation.accept')}</Button>
        </div>
      ) : null}
      {asking ? (
        <ReasonDialog title={t(`cancellation.ask_${asking}`, { number: order.number })} label={t('reason')} confirm={t(`cancellation.${asking}`)} danger={asking === 'accept'} isPending={decide.isPending} problem={<ProblemNote problem={decide.problem} />} onClose={() => setAsking(undefined)} onConfirm={(reason) => decide.mutate({ decision: asking, reason })}>
          <p>{t(`cancellation.text_${asking}`)}</p>
        </ReasonDialog>
      ) : null}
    </section>
  )
}

function Side({ order }: { order: OrderView }) {
  const { t } = useTranslation('orders')
  return (
    <aside className="or-side" aria-label={t('facts')}>
      <section className="dw-card">
        <h2>{t('ordering_body')}</h2>
        <DescriptionList
          items={[
            { term: t('as_ordered'), value: bodyKeys(order.ordering_body) },
            { term: t('found'), value: order.organisation?.name ?? <Badge tone="warning">{t('unknown')}</Badge> },
            ...(order.contract_refs.length > 0 ? [{ term: t('contracts'), value: order.contract_refs.join(', ') }] : []),
          ]}
        />
        {order.note ? <blockquote className="or-note">{order.note}</blockquote> : null}
      </section>
      <section className="dw-card">
        <h2>{t('contacts')}</h2>
        {order.hidden.includes('contacts') ? <p className="dw-muted">{t('contacts_hidden')}</p> : null}
        {order.contacts?.length === 0 ? <p className="dw-muted">{t('contacts_none')}</p> : null}
        <ul className="or-contacts">
          {(order.contacts ?? []).map((contact) => (
            <li key={`${contact.name} ${contact.email ?? ''}`}>
              <strong>{contact.name}</strong>
              {contact.function ? <span className="dw-muted dw-small">{contact.function}</span> : null}
              {contact.email ? <a href={`mailto:${contact.email}`}>{contact.email}</a> : null}
              {contact.phone ? <a href={`tel:${contact.phone.replace(/[^\d+]/g, '')}`}>{contact.phone}</a> : null}
            </li>
          ))}
        </ul>
      </section>
    </aside>
  )
}
