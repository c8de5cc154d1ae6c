import { useTranslation } from 'react-i18next'
import type { MilestoneView, RolloutDetail } from '@/api/types'
import { Badge } from '@/ui/Badge'
import { Button } from '@/ui/Button'
import { cx } from '@/ui/cx'
import { CheckIcon, MinusIcon } from '@/ui/icons'
import { When } from '@/ui/When'
import { MilestoneMenu } from './MilestoneActs'
import { Criteria, Due, useComplete } from './NextMilestones'
import { PublicationNote } from './publications/PublicationNote'
import { Needed } from './questionnaire/Questionnaires'

/** All milestones phase by phase, with what each needs and who did it when. */
export function Milestones({ rollout }: { rollout: RolloutDetail }) {
  const { t } = useTranslation('rollouts')
  const complete = useComplete(rollout)
  // Settled under a version that had phases of its own.
  const kept = rollout.milestones.filter((one) => !rollout.phases.some((phase) => phase.key === one.phase))
  return (
    <div className="dw-stack">
      {rollout.phases.map((phase) => {
        const own = rollout.milestones.filter((one) => one.phase === phase.key)
        const settled = own.filter((one) => one.state !== 'open').length
        return (
          <section key={phase.key} className="ro-phase" aria-label={phase.name}>
            <header className="ro-card-head">
              <h3>{phase.name}</h3>
              <span className="dw-muted dw-small">{t('milestone.count', { settled, total: own.length })} · {t('milestone.target', { count: phase.target_working_days })}</span>
            </header>
            <ul>
              {own.map((milestone) => <Line key={milestone.key} rollout={rollout} milestone={milestone} onComplete={() => complete.mutate({ command: { command: 'complete', milestone: milestone.key } })} />)}
            </ul>
          </section>
        )
      })}
      {kept.length > 0 ? (
        <section className="ro-phase" aria-label={t('milestone.kept')}>
          <header className="ro-card-head"><h3>{t('milestone.kept')}</h3></header>
          <ul>{kept.map((milestone) => <Line key={milestone.key} rollout={rollout} milestone={milestone} onComplete={() => undefined} />)}</ul>
        </section>
      ) : null}
    </div>
  )
}

function Line({ rollout, milestone, onComplete }: { rollout: RolloutDetail; milestone: MilestoneView; onComplete: () => void }) {
  const { t } = useTranslation('rollouts')
  const { state } = milestone
  return (
    <li className={cx('ro-milestone', `is-${state}`)}>
      <span className="ro-mark" aria-hidden="true">{state === 'done' ? <CheckIcon /> : state === 'skipped' ? <MinusIcon /> : null}</span>
      <div className="ro-next-main">
        <span className="ro-milestone-name"><span className="dw-muted">{milestone.key}</span> {milestone.name}<span className="dw-sr">{`, ${t(`milestone.state_${state}`)}`}</span></span>
        <p className="ro-facts">
          <span>{milestone.party?.name ?? milestone.role_name}</span>
          {state === 'open' ? <Due milestone={milestone} /> : null}
          {milestone.required ? null : <Badge>{t('milestone.optional')}</Badge>}
          {state !== 'open' && milestone.decided_at ? <span>{t(`milestone.state_${state}`)} <When value={milestone.decided_at} />{milestone.decided_by?.name ? `, ${milestone.decided_by.name}` : ''}</span> : null}
        </p>
        {milestone.reason ? <p className="ro-gate">{milestone.reason}</p> : null}
        <Needed rolloutId={rollout.id} milestone={milestone} />
        <PublicationNote rolloutId={rollout.id} milestone={milestone.key} />
        <Criteria items={milestone.exit_criteria} />
      </div>
      <div className="ro-next-acts">
        {milestone.can.includes('complete') ? <Button small onPress={onComplete} aria-label={t('milestone.complete_name', { name: `${milestone.key} ${milestone.name}` })}>{t('milestone.complete')}</Button> : null}
        <MilestoneMenu rollout={rollout} milestone={milestone} />
      </div>
    </li>
  )
}
