import { useTranslation } from 'react-i18next'
import type { RolloutDetail, RolloutInterval } from '@/api/types'
import { Badge } from '@/ui/Badge'
import { Button } from '@/ui/Button'
import { BlockIcon, ClockIcon, PauseIcon } from '@/ui/icons'
import { Light } from '@/ui/Light'
import { PhasePath } from '@/ui/PhasePath'
import { toasts } from '@/ui/toasts'
import { sayDay } from '@/lib/dates'
import { useLanguage, When } from '@/ui/When'
import { useCommand } from './queries'
import { holder } from './words'

/** The light with its sentence, who holds the ball since when, what keeps it from going on, and the way of the phases. */
export function RolloutHead({ rollout }: { rollout: RolloutDetail }) {
  const { t } = useTranslation('rollouts')
  const { ball, light, outcome } = rollout
  return (
    <div className={`dw-card ro-head is-${light.color}`}>
      <div className="ro-head-line">
        <span className="ro-sentence"><Light state={light.color} sentence={light.reason} /></span>
        {ball ? <span className="ro-ball"><span className="dw-muted">{t('ball')}</span> <strong>{holder(ball)}</strong>{ball.party ? <span className="dw-muted">{` (${ball.role_name})`}</span> : null}{ball.since ? <span className="dw-muted"> {t('since')} <When value={ball.since} /></span> : null}</span> : null}
        {outcome ? <span><Badge tone={outcome.key === 'live' ? 'success' : 'neutral'}>{outcome.name}</Badge>{outcome.at ? <span className="dw-muted"> <When value={outcome.at} /></span> : null}{outcome.reason ? ` – ${outcome.reason}` : null}</span> : null}
      </div>
      {rollout.open_intervals.map((interval) => <Interval key={interval.id} rollout={rollout} interval={interval} />)}
      <Path rollout={rollout} />
    </div>
  )
}

const ENDS = { waiting: 'end_waiting', deferral: 'resume', block: 'unblock' } as const

function Interval({ rollout, interval }: { rollout: RolloutDetail; interval: RolloutInterval }) {
  const { t } = useTranslation('rollouts')
  const end = ENDS[interval.kind]
  const command = useCommand(rollout, () => toasts.show({ text: t(`acts.done_${end}`) }))
  const Icon = { waiting: ClockIcon, deferral: PauseIcon, block: BlockIcon }[interval.kind]
  return (
    <div className="ro-interval">
      <Icon aria-hidden="true" />
      <span>
        <strong>{interval.name ?? t(`interval.${interval.kind}`)}</strong>{interval.party?.name ? `: ${interval.party.name}` : ''}, {t('since')} <When value={interval.since} />
        {interval.until ? <>, {t('interval.until')} <When value={interval.until} /></> : null}
        {interval.follow_up ? <>, {t('interval.follow_up')} <When value={interval.follow_up} /></> : null}
        {interval.reason ? <span className="ro-reason">{interval.reason}</span> : null}
      </span>
      {rollout.can.includes(end) ? <Button small isPending={command.isPending} onPress={() => command.mutate({ command: { command: end } })}>{t(`acts.${end}`)}</Button> : null}
    </div>
  )
}

function Path({ rollout }: { rollout: RolloutDetail }) {
  const { t } = useTranslation('rollouts')
  const language = useLanguage()
  const say = (day: string) => sayDay(day, new Date(), language)
  const { plan, phases } = rollout
  const current = phases.find((phase) => phase.state === 'current')
  const own = rollout.milestones.filter((one) => one.phase === current?.key && one.required)
  const steps = phases.map((phase) => ({
    id: phase.key,
    label: phase.name,
    state: phase.state,
    ...(phase.planned && phase.state !== 'done' ? { note: t('plan.short', { day: say(phase.planned) }) } : {}),
  }))
  return (
    <div className="ro-path">
      <PhasePath label={t('phases')} steps={steps} progress={own.length > 0 ? own.filter((one) => one.state !== 'open').length / own.length : 0.5} />
      <dl className="ro-dates">
        {plan.moved ? <div><dt>{t('plan.plan')}</dt><dd><When value={plan.moved} /></dd></div> : null}
        {plan.actual ? <div><dt>{t('plan.actual')}</dt><dd><When value={plan.actual} /></dd></div> : plan.forecast ? <div><dt>{t('plan.forecast')}</dt><dd className={plan.moved && plan.forecast > plan.moved ? 'ro-late' : undefined}><When value={plan.forecast} /></dd></div> : null}
        <div><dt>{t('column.share')}</dt><dd>{`${rollout.progress.percent} %`}</dd></div>
      </dl>
    </div>
  )
}
