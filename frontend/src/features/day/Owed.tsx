import { useQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { useEffect, useRef, useState, type KeyboardEvent } from 'react'
import { useTranslation } from 'react-i18next'
import { asProblem } from '@/api/problem'
import type { OwedMilestone } from '@/api/types'
import { dayOf } from '@/lib/dates'
import { useOwedAct } from '@/pickers/owed'
import { ProblemNote } from '@/pickers/ProblemNote'
import { Badge } from '@/ui/Badge'
import { Button } from '@/ui/Button'
import { EmptyState } from '@/ui/EmptyState'
import { CheckIcon, SuccessIcon } from '@/ui/icons'
import { LoadingNote, Skeleton } from '@/ui/Skeleton'
import { toasts } from '@/ui/toasts'
import { When } from '@/ui/When'
import { owed } from './queries'

/** More would hide what else is on the page. */
const FIRST = 10

/** The milestones this person owes: what can be done now first, completed in place. `j` `k` move, `e` completes. */
export function Owed() {
  const { t } = useTranslation('day')
  const query = useQuery(owed)
  const list = useRef<HTMLUListElement>(null)
  const [all, setAll] = useState(false)
  const undo = useOwedAct(({ milestone }) => toasts.show({ text: t('owed.undone', { name: `${milestone.key} ${milestone.name}` }) }))
  const act = useOwedAct(({ milestone }, after) => {
    const now = after.milestones.find(({ key }) => key === milestone.key)
    const back = { label: t('undo'), run: () => undo.mutate({ milestone, reopen: t('owed.undo_reason'), ...(now ? { version: now.version } : {}) }) }
    toasts.show({ text: t('owed.done', { name: `${milestone.key} ${milestone.name}` }), ...(now?.can.includes('reopen') ? { action: back } : {}) })
  })
  const complete = (milestone: OwedMilestone) => act.mutate({ milestone })
  const rows = query.data?.items
  const ready = rows?.filter((one) => one.ready) ?? []
  const ordered = [...ready, ...(rows?.filter((one) => !one.ready) ?? [])]
  const shown = all ? ordered : ordered.slice(0, FIRST)
  useFocusKept(list, rows)

  function onKeyDown(event: KeyboardEvent) {
    const row = (event.target as HTMLElement).closest<HTMLElement>('[data-owed]')
    if (!row || event.altKey || event.ctrlKey || event.metaKey) return
    const places = [...(list.current?.querySelectorAll<HTMLElement>('[data-owed]') ?? [])]
    const step = { j: 1, ArrowDown: 1, k: -1, ArrowUp: -1 }[event.key]
    const milestone = rows?.find(({ id }) => id === row.dataset.owed)
    if (step !== undefined) places[places.indexOf(row) + step]?.focus()
    else if (event.key === 'e' && milestone?.can.includes('complete') && !act.isPending) complete(milestone)
    else return
    event.preventDefault()
  }

  return (
    <section className="dw-card" aria-labelledby="day-owed">
      <header className="day-head"><h2 id="day-owed">{t('owed.title')}</h2>{ready.length > 0 ? <span className="dw-small dw-muted dw-key-hint"><kbd className="dw-kbd">e</kbd> {t('owed.key')}</span> : null}{(query.data?.total ?? 0) > FIRST ? <Link to={'/milestones' as never}>{t('all')}</Link> : null}</header>
      <ProblemNote problem={act.problem ?? undo.problem ?? (query.error && !query.data ? asProblem(query.error) : undefined)} />
      {rows === undefined ? (query.error ? null : <><LoadingNote /><Skeleton lines={6} /></>) : rows.length === 0 ? (
        <EmptyState icon={SuccessIcon} level={3} title={t('owed.none')}>{t('owed.none_text')}</EmptyState>
      ) : (
        <ul ref={list} className="day-owed" onKeyDown={onKeyDown}>
          {shown.map((milestone, index) => (
            <OwedRow key={milestone.id} milestone={milestone} first={index === 0} isPending={act.isPending && act.variables?.milestone.id === milestone.id} onComplete={() => complete(milestone)} />
          ))}
        </ul>
      )}
      {ordered.length > shown.length ? <p className="day-more"><Button small onPress={() => setAll(true)}>{t('owed.more', { count: ordered.length - shown.length })}</Button></p> : null}
    </section>
  )
}

/** Focus stays in the list when the row it was in is done and leaves. */
function useFocusKept(list: React.RefObject<HTMLUListElement | null>, rows: OwedMilestone[] | undefined) {
  const index = useRef(-1)
  useEffect(() => {
    const note = (event: FocusEvent) => {
      const row = (event.target as HTMLElement).closest('[data-owed]')
      index.current = row ? [...(list.current?.querySelectorAll('[data-owed]') ?? [])].indexOf(row) : -1
    }
    document.addEventListener('focusin', note)
    return () => document.removeEventListener('focusin', note)
  }, [list])
  useEffect(() => {
    if (index.current < 0 || document.activeElement !== document.body) return
    const left = list.current?.querySelectorAll<HTMLElement>('[data-owed]') ?? []
    left[Math.min(index.current, left.length - 1)]?.focus()
  }, [rows, list])
}

function OwedRow({ milestone, first, isPending, onComplete }: { milestone: OwedMilestone; first: boolean; isPending: boolean; onComplete: () => void }) {
  const { t } = useTranslation('day')
  const { rollout } = milestone
  const name = `${milestone.key} ${milestone.name}`
  const late = milestone.due ? milestone.due < dayOf(new Date()) : false
  return (
    // oxlint-disable-next-line jsx-a11y/no-noninteractive-tabindex -- a row is reached by j and k and completed by e
    <li className={milestone.ready ? 'day-row' : 'day-row is-later'} data-owed={milestone.id} tabIndex={first ? 0 : -1} aria-label={name}>
      <div>
        <strong><span className="dw-muted">{milestone.key}</span> {milestone.name}</strong>
        <Link to={`/${rollout.kind === 'mother' ? 'mothers' : 'rollouts'}/${rollout.number}` as never}>{[rollout.body.name, rollout.kind === 'mother' ? t('all_services') : rollout.service?.name].filter(Boolean).join(' · ')}</Link>
        <p className="day-facts">
          {milestone.due ? <span className={late ? 'day-late' : undefined}>{late ? t('owed.late') : t('owed.until')} <When value={milestone.due} /></span> : null}
          <span>{milestone.party?.name ?? milestone.role_name}</span>
          {milestone.required ? null : <Badge>{t('owed.optional')}</Badge>}
          {milestone.ready ? null : <Badge>{t('owed.waits')}</Badge>}
        </p>
        {milestone.exit_criteria.length > 0 && milestone.ready ? <p className="dw-small dw-muted">{t('owed.criteria')} {milestone.exit_criteria.join(' · ')}</p> : null}
      </div>
      {milestone.can.includes('complete') ? <Button small icon={<CheckIcon aria-hidden="true" />} isPending={isPending} aria-label={t('owed.complete_name', { name })} onPress={onComplete}>{t('owed.complete')}</Button> : null}
    </li>
  )
}
