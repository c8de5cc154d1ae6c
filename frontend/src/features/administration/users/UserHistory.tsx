import { useQuery } from '@tanstack/react-query'
import { useTranslation } from 'react-i18next'
import { asProblem } from '@/api/problem'
import type { HistoryChange } from '@/api/types'
import { ProblemNote } from '@/pickers/ProblemNote'
import { Skeleton } from '@/ui/Skeleton'
import { Timeline, TimelineEntry } from '@/ui/Timeline'
import { userHistory } from './queries'

/** Fields people know; the others repeat what the sentence says. */
const SHOWN = new Set(['login', 'name', 'email', 'language'])

/** What happened to an account, newest first, failed log-ins included. */
export function UserHistory({ id }: { id: string }) {
  const { t } = useTranslation('administration')
  const { data, error } = useQuery(userHistory(id))
  return (
    <>
      <h2>{t('history.title')}</h2>
      {error ? <ProblemNote problem={asProblem(error)} /> : data === undefined ? <Skeleton lines={4} /> : data.length === 0 ? <p className="dw-muted">{t('history.empty')}</p> : (
        <Timeline label={t('history.title')}>
          {data.map((entry) => (
            <TimelineEntry key={entry.id} author={entry.actor_name === 'anonymous' ? t('history.nobody') : entry.actor_name === 'operator' ? t('history.operator') : entry.actor_name} at={entry.at} quiet>
              <p>{t(`history.action.${entry.action}`, { defaultValue: t('history.changed') })}</p>
              <Changes changes={entry.changes.filter((change) => SHOWN.has(change.field) && (change.before ?? null) !== null)} />
            </TimelineEntry>
          ))}
        </Timeline>
      )}
    </>
  )
}

function Changes({ changes }: { changes: HistoryChange[] }) {
  const { t } = useTranslation('administration')
  if (changes.length === 0) return null
  return <ul>{changes.map((change) => <li key={change.field} className="dw-small dw-muted">{`${t(`history.field.${change.field}`)}: ${say(change.before)} → ${say(change.after)}`}</li>)}</ul>
}

const say = (value: unknown) => (value === null || value === undefined ? '–' : String(value))
