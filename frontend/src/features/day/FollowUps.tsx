import { useQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { useTranslation } from 'react-i18next'
import { asProblem } from '@/api/problem'
import { ProblemNote } from '@/pickers/ProblemNote'
import { When } from '@/ui/When'
import { followUps } from './queries'

/** Whom to ask again today; who is waited for sees that it is asked for. Not there while nothing is due. */
export function FollowUps() {
  const { t } = useTranslation('day')
  const query = useQuery(followUps)
  const rows = query.data?.items ?? []
  const problem = query.error && !query.data ? asProblem(query.error) : undefined
  if (rows.length === 0 && !problem) return null
  const total = query.data?.total ?? rows.length
  return (
    <section className="dw-card" aria-labelledby="day-follow-ups">
      <header className="day-head"><h2 id="day-follow-ups">{t('follow_ups.title')}<span className="dw-tab-count">{total}</span></h2></header>
      <ProblemNote problem={problem} />
      <ul className="day-rollouts">
        {rows.map((row) => (
          <li key={row.id}>
            <span className="day-entry">
              <Link to={`/${row.rollout.kind === 'mother' ? 'mothers' : 'rollouts'}/${row.rollout.number}` as never}>{[row.rollout.body.name, row.rollout.service?.name].filter(Boolean).join(' · ')}</Link>
              <span className="dw-small dw-muted">{t('follow_ups.waits', { who: row.party?.name ?? row.rollout.ball?.role_name ?? '', kind: row.name })}{row.reason ? ` – ${row.reason}` : ''}</span>
            </span>
            <span className="day-late"><When value={row.follow_up} /></span>
          </li>
        ))}
      </ul>
      {total > rows.length ? <p className="day-more dw-muted">{t('follow_ups.more', { count: total - rows.length })}</p> : null}
    </section>
  )
}
