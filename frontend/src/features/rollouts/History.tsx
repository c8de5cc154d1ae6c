import { useQuery } from '@tanstack/react-query'
import type { TFunction } from 'i18next'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { HistoryEntry, RolloutDetail } from '@/api/types'
import { sayDay } from '@/lib/dates'
import { Button } from '@/ui/Button'
import { LoadingNote, Skeleton } from '@/ui/Skeleton'
import { Timeline, TimelineEntry } from '@/ui/Timeline'
import { useLanguage } from '@/ui/When'
import { rolloutHistory } from './queries'

const KNOWN = [
  'rollout.created', 'rollout.milestone_completed', 'rollout.milestone_reopened', 'rollout.milestone_skipped', 'rollout.due_set', 'rollout.party_set', 'rollout.phase_changed', 'rollout.finished',
  'rollout.live', 'rollout.waiting_started', 'rollout.waiting_ended', 'rollout.deferred', 'rollout.resumed', 'rollout.blocked', 'rollout.unblocked', 'rollout.outcome_set', 'rollout.start_moved', 'rollout.coverage_changed', 'rollout.programme_set', 'rollout.maturity_recorded', 'rollout.template_changed', 'rollout.publication_changed',
  'ticket.created', 'ticket.updated', 'ticket.article_added', 'ticket.attachment_added', 'ticket.watcher_added', 'ticket.watcher_removed', 'ticket.link_added', 'ticket.link_removed',
] as const
/** What the server does by itself, on nobody's behalf. */
const SYSTEM = new Set<string | null>(['publications', 'rollouts', 'parties'])
/** Follow from the others and would only repeat them. */
const SILENT = new Set(['ticket.rollout_changed', 'ticket.transitioned', 'rollout.recomputed'])

/** The end of the last phase is told by what finished it. */
const tells = (entry: HistoryEntry) => !SILENT.has(entry.action) && (entry.action !== 'rollout.phase_changed' || entry.changes.some(({ field }) => field === 'to'))

/** Who did what, as sentences, newest first. */
export function History({ rollout }: { rollout: RolloutDetail }) {
  const { t } = useTranslation('rollouts')
  const [pages, setPages] = useState<(string | undefined)[]>([undefined])
  return (
    <div className="dw-stack">
      <Timeline label={t('history.title')}>
        {pages.map((before, index) => (
          <HistoryPage key={before ?? 'first'} rollout={rollout} before={before} last={index === pages.length - 1} onMore={(next) => setPages((all) => [...all, next])} />
        ))}
      </Timeline>
    </div>
  )
}

interface HistoryPageProps {
  rollout: RolloutDetail
  before: string | undefined
  last: boolean
  onMore: (before: string) => void
}

function HistoryPage({ rollout, before, last, onMore }: HistoryPageProps) {
  const { t } = useTranslation('rollouts')
  const language = useLanguage()
  const page = useQuery(rolloutHistory(rollout.id, before)).data
  if (!page) return <li><LoadingNote /><Skeleton lines={3} /></li>
  const next = page.next_before
  return (
    <>
      {page.items.filter(tells).map((entry) => (
        <TimelineEntry key={entry.id} author={SYSTEM.has(entry.actor_name) ? 'Dienstweg' : entry.actor_name} at={entry.at} quiet>
          {sentence(entry, rollout, t, (day) => sayDay(day, new Date(), language))}
          {entry.reason ? <span className="ro-reason">{entry.reason}</span> : null}
        </TimelineEntry>
      ))}
      {last && next ? <li><Button small onPress={() => onMore(next)}>{t('history.more')}</Button></li> : null}
    </>
  )
}

function sentence(entry: HistoryEntry, rollout: RolloutDetail, t: TFunction<'rollouts'>, day: (day: string) => string): string {
  const after = (field: string) => { const value: unknown = entry.changes.find((change) => change.field === field)?.after; return typeof value === 'string' ? value : undefined }
  const action = KNOWN.find((known) => known === entry.action)
  if (!action) return t('history.other')
  const milestone = rollout.milestones.find(({ key }) => key === after('milestone'))
  const phase = rollout.phases.find(({ key }) => key === after('to'))
  // Days come from the database in quotes.
  const due = after('due_fixed')?.replaceAll("'", '')
  const start = after('started_on')?.replaceAll("'", '')
  const outcome = rollout.outcome?.name ?? ''
  const values: Record<string, string> = {
    milestone: milestone ? `${milestone.key} ${milestone.name}` : t('history.a_milestone'), phase: phase?.name ?? '', due: due ? day(due) : t('history.plan'), outcome,
    start: start ? day(start) : t('history.plan'),
  }
  if (action === 'rollout.coverage_changed') return coverage(entry, rollout, t, day)
  return t(`history.${action.replace('.', '_')}`, values)
}

/** Who was taken in and who was let go, and from when on. */
function coverage(entry: HistoryEntry, rollout: RolloutDetail, t: TFunction<'rollouts'>, day: (day: string) => string): string {
  const after = (field: string): unknown => entry.changes.find((change) => change.field === field)?.after
  const names = (field: string) => {
    const ids = after(field)
    return Array.isArray(ids) ? ids.map((id) => rollout.covers.find((cover) => cover.organisation.id === id)?.organisation.name ?? t('history.a_municipality')).join(', ') : ''
  }
  const on = after('on')
  const values = { added: names('added'), ended: names('ended'), on: typeof on === 'string' ? day(on) : '' }
  return t(values.added ? (values.ended ? 'history.coverage_both' : 'history.coverage_added') : 'history.coverage_ended', values)
}
