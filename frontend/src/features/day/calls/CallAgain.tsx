import { useQuery } from '@tanstack/react-query'
import { useTranslation } from 'react-i18next'
import { asProblem } from '@/api/problem'
import type { Call } from '@/api/types'
import { ProblemNote } from '@/pickers/ProblemNote'
import { Button } from '@/ui/Button'
import { toasts } from '@/ui/toasts'
import { When } from '@/ui/When'
import { callFollowUps, useCallSettle } from './queries'
import './calls.css'

/** Calls whose agreed day has come; not there while there are none. */
export function CallAgain() {
  const { t } = useTranslation('calls')
  const query = useQuery(callFollowUps)
  const settle = useCallSettle(() => toasts.show({ text: t('follow_ups.settled') }))
  const rows = query.data?.items ?? []
  const problem = settle.problem ?? (query.error && !query.data ? asProblem(query.error) : undefined)
  if (rows.length === 0 && !problem) return null
  const total = query.data?.total ?? rows.length
  return (
    <section className="dw-card" aria-labelledby="day-again">
      <header className="day-head"><h2 id="day-again">{t('follow_ups.title')}<span className="dw-tab-count">{total}</span></h2></header>
      <ProblemNote problem={problem} />
      <ul className="call-again">
        {rows.map((call) => (
          <li key={call.id}>
            <span>
              <strong>{whoIn(call)}</strong>
              <span className="dw-small">{call.note}</span>
              <span className="dw-small dw-muted">{call.rollouts.filter(({ open }) => open).slice(0, 3).map(({ body, service }) => [body.name, service?.name].filter(Boolean).join(' · ')).join(', ')}</span>
            </span>
            <span className="call-late">{call.follow_up ? <When value={call.follow_up} /> : null}</span>
            <Button small aria-label={t('follow_ups.settle_name', { who: whoIn(call) })} onPress={() => settle.mutate(call)}>{t('follow_ups.settle')}</Button>
          </li>
        ))}
      </ul>
      {total > rows.length ? <p className="day-more dw-muted">{t('follow_ups.more', { count: total - rows.length })}</p> : null}
    </section>
  )
}

const whoIn = ({ party, person }: Call) => [person?.name, party?.name].filter(Boolean).join(', ') || '–'
