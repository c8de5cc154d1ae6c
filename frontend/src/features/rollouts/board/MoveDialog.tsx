import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { asProblem } from '@/api/problem'
import type { RolloutDetail, RolloutRow } from '@/api/types'
import { ProblemNote } from '@/pickers/ProblemNote'
import { Badge } from '@/ui/Badge'
import { Button, LinkButton } from '@/ui/Button'
import { Dialog } from '@/ui/Dialog'
import { Skeleton } from '@/ui/Skeleton'
import { toasts } from '@/ui/toasts'
import { rolloutQuery, useCommand } from '../queries'
import { hrefOf, titleOf } from '../words'
import type { BoardColumn } from './columns'
import { nextOf, stepsTo } from './steps'

interface MoveProps {
  rollout: RolloutRow
  to: BoardColumn
  onClose: () => void
}

/** Nobody sets a phase: it follows from milestones. So a move offers to complete those that stand before it, one after the other. */
export function MoveDialog({ rollout, to, onClose }: MoveProps) {
  const { t } = useTranslation('pictures')
  const { data, error } = useQuery(rolloutQuery(rollout.id))
  if (data) return <Steps rollout={data.view} title={titleOf(rollout)} href={hrefOf(rollout)} to={to} onClose={onClose} />
  return <Dialog isOpen onClose={onClose} title={t('board.move_title', { name: to.name })}>{error ? <ProblemNote problem={asProblem(error)} /> : <Skeleton lines={4} />}</Dialog>
}

interface StepsProps {
  rollout: RolloutDetail
  title: string
  href: string
  to: BoardColumn
  onClose: () => void
}

function Steps({ rollout, title, href, to, onClose }: StepsProps) {
  const { t } = useTranslation('pictures')
  const [running, setRunning] = useState(false)
  const steps = stepsTo(rollout, to.phase)
  const next = nextOf(steps)
  const behind = to.phase !== undefined && rollout.phases.find(({ key }) => key === to.phase)?.state === 'done'
  const complete = useCommand(rollout)
  // Each completion may make others ready, so the next one is chosen from the answer.
  function go(view: RolloutDetail) {
    const left = stepsTo(view, to.phase)
    const step = nextOf(left)
    if (!step) {
      setRunning(false)
      if (left.length > 0) return
      toasts.show({ text: t('board.moved', { title, name: to.name }) })
      onClose()
      return
    }
    setRunning(true)
    complete.mutate({ command: { command: 'complete', milestone: step.key } }, { onSuccess: ({ view: after }) => go(after), onError: () => setRunning(false) })
  }
  const footer = (
    <>
      <LinkButton href={href}>{t('board.open')}</LinkButton>
      <Button onPress={onClose}>{t('board.cancel')}</Button>
      {next ? <Button variant="primary" isPending={running} onPress={() => go(rollout)}>{t('board.complete', { count: steps.length })}</Button> : null}
    </>
  )
  return (
    <Dialog isOpen onClose={onClose} title={t('board.move_title', { name: to.name })} footer={footer} alert={running}>
      <div className="dw-stack">
        <p><strong>{title}</strong></p>
        <ProblemNote problem={complete.problem} />
        {behind ? <p>{t('board.back_text')}</p> : steps.length === 0 ? <p>{t('board.nothing')}</p> : <p>{next ? t('board.text', { count: steps.length }) : t('board.stuck')}</p>}
        <ul className="dw-lines">
          {steps.map((step) => (
            <li key={step.key}>
              <span className="dw-grow">{`${step.key} ${step.name}`}<span className="dw-small dw-muted bd-who">{step.party?.name ?? step.role_name}</span></span>
              {step.ready ? null : <Badge>{t('board.after', { keys: step.missing.join(', ') })}</Badge>}
              {step.ready && !step.can.includes('complete') ? <Badge tone="warning">{t('board.not_yours')}</Badge> : null}
            </li>
          ))}
        </ul>
      </div>
    </Dialog>
  )
}
