import { useEffect, useRef, type KeyboardEvent } from 'react'
import { useTranslation } from 'react-i18next'
import type { MilestoneView, RolloutDetail } from '@/api/types'
import { ProblemNote } from '@/pickers/ProblemNote'
import { Badge } from '@/ui/Badge'
import { Button } from '@/ui/Button'
import { CheckIcon, SuccessIcon } from '@/ui/icons'
import { toasts } from '@/ui/toasts'
import { When } from '@/ui/When'
import { MilestoneMenu } from './MilestoneActs'
import { useCommand } from './queries'
import { Needed, useMissingAnswers } from './questionnaire/Questionnaires'

/** Completes milestones; the message offers to take it back where that is allowed. */
export function useComplete(rollout: RolloutDetail) {
  const { t } = useTranslation('rollouts')
  const undo = useCommand(rollout, () => toasts.show({ text: t('milestone.undone') }))
  const command = useCommand(rollout, (after, { command: done }) => {
    if (done.command !== 'complete') return
    const now = after.milestones.find(({ key }) => key === done.milestone)
    const text = t('milestone.completed', { name: `${done.milestone} ${now?.name ?? ''}` })
    const back = () => undo.mutate({ command: { command: 'reopen', milestone: done.milestone, reason: t('milestone.undo_reason') } })
    toasts.show({ text, ...(now?.can.includes('reopen') ? { action: { label: t('undo'), run: back } } : {}) })
  })
  return command
}

/** "Als Nächstes": what can be done now, ready ones first; `j` `k` move, `e` completes. */
export function NextMilestones({ rollout }: { rollout: RolloutDetail }) {
  const { t } = useTranslation('rollouts')
  const list = useRef<HTMLUListElement>(null)
  const complete = useComplete(rollout)
  const next = rollout.next.flatMap((key) => rollout.milestones.find((one) => one.key === key) ?? [])
  const ordered = [...next.filter((one) => one.ready), ...next.filter((one) => !one.ready)]
  useFocusKept(list, ordered)

  function onKeyDown(event: KeyboardEvent<HTMLUListElement>) {
    const row = (event.target as HTMLElement).closest<HTMLElement>('[data-milestone]')
    if (!row || event.altKey || event.ctrlKey || event.metaKey || (event.target as Element).closest('[role=menu], [role=dialog]')) return
    const rows = [...(list.current?.querySelectorAll<HTMLElement>('[data-milestone]') ?? [])]
    const step = { j: 1, ArrowDown: 1, k: -1, ArrowUp: -1 }[event.key]
    const milestone = ordered.find(({ key }) => key === row.dataset.milestone)
    if (step !== undefined) rows[rows.indexOf(row) + step]?.focus()
    else if (event.key === 'e' && milestone?.can.includes('complete')) complete.mutate({ command: { command: 'complete', milestone: milestone.key } })
    else return
    event.preventDefault()
  }

  return (
    <section className="dw-card ro-next" aria-labelledby="ro-next">
      <header className="ro-card-head"><h2 id="ro-next">{t('next.title')}</h2>{ordered.some((one) => one.can.includes('complete')) ? <span className="dw-small dw-muted dw-key-hint"><kbd className="dw-kbd">e</kbd> {t('next.key')}</span> : null}</header>
      <ProblemNote problem={complete.problem} />
      {ordered.length === 0 ? (
        <p className="ro-quiet"><SuccessIcon aria-hidden="true" />{rollout.state === 'not_started' ? t('next.not_started') : t('next.none')}</p>
      ) : (
        <ul ref={list} className="ro-next-list" onKeyDown={onKeyDown}>
          {ordered.map((milestone, index) => (
            <NextRow key={milestone.key} rollout={rollout} milestone={milestone} first={index === 0} isPending={complete.isPending && complete.variables?.command.command === 'complete' && complete.variables.command.milestone === milestone.key} onComplete={() => complete.mutate({ command: { command: 'complete', milestone: milestone.key } })} />
          ))}
        </ul>
      )}
    </section>
  )
}

/** When the milestone that had focus is done and gone, focus goes to the next one in its place. */
function useFocusKept(list: React.RefObject<HTMLUListElement | null>, rows: MilestoneView[]) {
  const had = useRef<{ key: string; index: number } | undefined>(undefined)
  useEffect(() => {
    const element = list.current
    if (!element) return
    const note = (event: FocusEvent) => {
      const row = (event.target as HTMLElement).closest<HTMLElement>('[data-milestone]')
      if (row) had.current = { key: row.dataset.milestone ?? '', index: [...element.querySelectorAll('[data-milestone]')].indexOf(row) }
    }
    element.addEventListener('focusin', note)
    return () => element.removeEventListener('focusin', note)
  })
  useEffect(() => {
    const before = had.current
    if (!before || rows.some(({ key }) => key === before.key) || document.activeElement !== document.body) return
    had.current = undefined
    const left = list.current?.querySelectorAll<HTMLElement>('[data-milestone]') ?? []
    left[Math.min(before.index, left.length - 1)]?.focus()
  }, [rows, list])
}

interface NextRowProps {
  rollout: RolloutDetail
  milestone: MilestoneView
  first: boolean
  isPending: boolean
  onComplete: () => void
}

function NextRow({ rollout, milestone, first, isPending, onComplete }: NextRowProps) {
  const { t } = useTranslation('rollouts')
  const missing = milestone.missing.map((key) => `${key} ${rollout.milestones.find((one) => one.key === key)?.name ?? ''}`.trim())
  const label = `${milestone.key} ${milestone.name}`
  const lacking = useMissingAnswers(rollout.id, milestone)
  const reason = lacking > 0 ? t('milestone.answers', { count: lacking }) : undefined
  return (
    // oxlint-disable-next-line jsx-a11y/no-noninteractive-tabindex -- a row is reached by j and k and completed by e
    <li className="ro-next-row" data-milestone={milestone.key} tabIndex={first ? 0 : -1} aria-label={label}>
      <div className="ro-next-main">
        <strong><span className="dw-muted">{milestone.key}</span> {milestone.name}</strong>
        <p className="ro-facts">
          <span>{milestone.party?.name ?? milestone.role_name}</span>
          <Due milestone={milestone} />
          {milestone.required ? null : <Badge>{t('milestone.optional')}</Badge>}
        </p>
        {missing.length > 0 ? <p className="ro-gate">{t('milestone.missing', { names: missing.join(', ') })}</p> : null}
        <Needed rolloutId={rollout.id} milestone={milestone} />
        <Criteria items={milestone.exit_criteria} />
      </div>
      <div className="ro-next-acts">
        {milestone.can.includes('complete') ? (
          <Button small variant={milestone.required ? 'primary' : 'secondary'} icon={<CheckIcon aria-hidden="true" />} isPending={isPending} disabledReason={reason} aria-label={[t('milestone.complete_name', { name: label }), reason].filter(Boolean).join(' – ')} onPress={onComplete}>{t('milestone.complete')}</Button>
        ) : null}
        <MilestoneMenu rollout={rollout} milestone={milestone} />
      </div>
    </li>
  )
}

/** Until when, red in words where that has passed. */
export function Due({ milestone }: { milestone: MilestoneView }) {
  const { t } = useTranslation('rollouts')
  if (!milestone.due) return null
  const late = milestone.state === 'open' && milestone.due < new Date().toISOString().slice(0, 10)
  return (
    <span className={late ? 'ro-late' : undefined}>
      {late ? t('milestone.late') : t('milestone.until')} <When value={milestone.due} />
      {milestone.due_fixed ? <span className="dw-muted">{` (${t('milestone.by_hand')})`}</span> : null}
    </span>
  )
}

/** What must be there for it to count as done. */
export function Criteria({ items }: { items: string[] }) {
  const { t } = useTranslation('rollouts')
  if (items.length === 0) return null
  return (
    <details className="ro-criteria">
      <summary>{t('milestone.criteria', { count: items.length })}</summary>
      <ul>{items.map((item) => <li key={item}>{item}</li>)}</ul>
    </details>
  )
}
