import { useNavigate, useSearch } from '@tanstack/react-router'
import { useMemo } from 'react'
import { useTranslation } from 'react-i18next'
import { useQuery } from '@tanstack/react-query'
import { asProblem } from '@/api/problem'
import { useList } from '@/api/query'
import type { DeliveryRow, DeliveryState, DeliveryView, WebhookView } from '@/api/types'
import { many, one } from '@/lib/search'
import { sayNumber } from '@/lib/numbers'
import { ExportMenu } from '@/pickers/ExportMenu'
import { ProblemNote } from '@/pickers/ProblemNote'
import { Badge } from '@/ui/Badge'
import { Button } from '@/ui/Button'
import { DescriptionList } from '@/ui/DescriptionList'
import { EmptyState } from '@/ui/EmptyState'
import { FilterBar } from '@/ui/FilterBar'
import { InboxIcon } from '@/ui/icons'
import { Beside, Peek } from '@/ui/Peek'
import { Skeleton } from '@/ui/Skeleton'
import { DataTable } from '@/ui/table/DataTable'
import type { Column } from '@/ui/table/types'
import { toasts } from '@/ui/toasts'
import { useLanguage, When } from '@/ui/When'
import { askAgain, delivery, deliveryList, useRedeliver } from './queries'
import { DeliveryBadge } from './WebhookState'

const STATES: DeliveryState[] = ['pending', 'delivered', 'parked', 'dropped']

/** The log of deliveries, newest first; one opens beside it. */
export function Deliveries({ hook }: { hook: WebhookView }) {
  const { t } = useTranslation('administration')
  const navigate = useNavigate()
  const raw = useSearch({ strict: false }) as Record<string, string | string[]>
  const states = many(raw.state) as DeliveryState[]
  const open = one(raw.delivery)
  const list = useList({ ...deliveryList(hook.id, states), refetchInterval: ({ state: { data } }) => askAgain(data?.pages.flatMap((page) => page.items)) })
  const set = (change: { state?: DeliveryState[]; delivery?: string }) => void navigate({ to: `/administration/webhooks/${hook.id}` as never, search: { state: states, ...(open ? { delivery: open } : {}), ...change } as never, replace: true })
  const columns = useColumns()
  return (
    <section className="dw-section dw-deliveries" aria-label={t('delivery.title')}>
      <div className="dw-section-head">
        <h2>{t('delivery.title')}</h2>
        <FilterBar
          chips={states.map((state) => ({ id: state, name: t('delivery.state'), value: t(`delivery.state_${state}`), onRemove: () => set({ state: states.filter((other) => other !== state) }) }))}
          available={STATES.filter((state) => !states.includes(state)).map((state) => ({ id: state, label: t(`delivery.state_${state}`), onAdd: () => set({ state: [...states, state] }) }))}
          end={<ExportMenu list="/api/v1/webhooks/{id}/deliveries" id={hook.id} filter={{ state: states }} columns={['event_name', 'state', 'reason', 'attempt_count', 'created_at', 'due_at']} />}
        />
      </div>
      {list.problem ? <ProblemNote problem={list.problem} /> : (
        <Beside>
          <DataTable
            label={t('delivery.title')} columns={columns} {...list} rowId={(row) => row.id} rowLabel={(row) => row.event_name} rowHref={(row) => `/administration/webhooks/${hook.id}?delivery=${row.id}`} onOpen={(row) => set({ delivery: row.id })}
            empty={<EmptyState icon={InboxIcon} level={3} title={t('delivery.empty')}>{t('delivery.empty_text')}</EmptyState>}
          />
          {open ? <DeliveryPeek key={open} id={open} onClose={() => set({ delivery: '' })} /> : null}
        </Beside>
      )}
    </section>
  )
}

function DeliveryPeek({ id, onClose }: { id: string; onClose: () => void }) {
  const { t } = useTranslation('administration')
  const { data, error } = useQuery(delivery(id))
  const again = useRedeliver(() => toasts.show({ text: t('delivery.again_done') }))
  const actions = data?.can.includes('redeliver') ? <Button small onPress={() => again.mutate(id)} isPending={again.isPending}>{t('delivery.again')}</Button> : undefined
  return (
    <Peek title={data?.event_name ?? t('delivery.one')} onClose={onClose} takeFocus actions={actions}>
      <ProblemNote problem={again.problem} />
      {error ? <ProblemNote problem={asProblem(error)} /> : data ? <DeliveryDetail view={data} /> : <Skeleton lines={6} />}
    </Peek>
  )
}

function DeliveryDetail({ view }: { view: DeliveryView }) {
  const { t } = useTranslation('administration')
  const language = useLanguage()
  return (
    <div className="dw-stack">
      <DescriptionList
        items={[
          { term: t('delivery.state'), value: <DeliveryBadge state={view.state} /> },
          ...(view.reason ? [{ term: t('delivery.reason'), value: t(`delivery.reason_${view.reason}`) }] : []),
          { term: t('delivery.message'), value: view.message_id },
          ...(view.due_at ? [{ term: t('delivery.due'), value: <When value={view.due_at} /> }] : []),
        ]}
      />
      <h3>{t('delivery.attempts')}</h3>
      {view.attempts.length === 0 ? <p className="dw-muted">{t('delivery.not_yet')}</p> : (
        <ol className="dw-lines">
          {view.attempts.map((attempt) => (
            <li key={attempt.at}>
              <span className="dw-grow"><When value={attempt.at} /> <span className="dw-muted">{t('delivery.took', { ms: sayNumber(attempt.duration_ms, language) })}</span></span>
              {attempt.status === null ? <Badge tone="danger">{attempt.error ?? t('delivery.no_answer')}</Badge> : <Badge tone={attempt.status < 300 ? 'success' : 'danger'}>{`HTTP ${attempt.status}`}</Badge>}
              {attempt.response ? <pre className="dw-code">{attempt.response}</pre> : null}
            </li>
          ))}
        </ol>
      )}
      <h3>{t('delivery.body')}</h3>
      {view.body ? <pre className="dw-code">{pretty(view.body)}</pre> : <p className="dw-muted">{t('delivery.no_body')}</p>}
    </div>
  )
}

function pretty(body: string): string {
  try {
    return JSON.stringify(JSON.parse(body), null, 2)
  } catch {
    return body
  }
}

function useColumns(): Column<DeliveryRow>[] {
  const { t } = useTranslation('administration')
  return useMemo(
    () => [
      { id: 'event', label: t('delivery.event'), width: 'minmax(12rem, 2fr)', card: 'title', cell: (row) => row.event_name },
      { id: 'state', label: t('delivery.state'), width: '9rem', cell: (row) => <DeliveryBadge state={row.state} /> },
      { id: 'reason', label: t('delivery.reason'), width: 'minmax(9rem, 1fr)', cell: (row) => (row.reason ? t(`delivery.reason_${row.reason}`) : '–') },
      { id: 'attempts', label: t('delivery.attempts'), width: '6.5rem', align: 'end', cell: (row) => row.attempt_count },
      { id: 'created', label: t('delivery.created'), width: '9rem', cell: (row) => <When value={row.created_at} /> },
      { id: 'due', label: t('delivery.due'), width: '9rem', cell: (row) => (row.due_at ? <When value={row.due_at} /> : '–') },
    ],
    [t],
  )
}
