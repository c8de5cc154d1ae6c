import { useTranslation } from 'react-i18next'
import type { RolloutRow } from '@/api/types'
import { LinkButton } from '@/ui/Button'
import { DescriptionList, type Description } from '@/ui/DescriptionList'
import { OpenIcon } from '@/ui/icons'
import { Light } from '@/ui/Light'
import { Peek } from '@/ui/Peek'
import { When } from '@/ui/When'
import { Share } from './columns'
import { MaturityValue } from './Maturity'
import { holder, hrefOf, titleOf } from './words'

const day = (value: string | null | undefined) => (value ? <When value={value} /> : undefined)

/** What one must know of a rollout before calling somebody: phase, next milestone, who, until when, why red. */
export function RolloutPeek({ rollout, onClose }: { rollout: RolloutRow; onClose: () => void }) {
  const { t } = useTranslation('rollouts')
  const { plan, ball } = rollout
  const items: Description[] = [
    { term: t('column.number'), value: rollout.number },
    { term: t('column.phase'), value: rollout.outcome ? t(`outcome.${rollout.outcome}`) : (rollout.phase?.name ?? t(`state.${rollout.state}`)) },
    { term: t('column.share'), value: <Share percent={rollout.progress_percent} /> },
    { term: t('column.next'), value: rollout.next_milestone ? `${rollout.next_milestone.key} ${rollout.next_milestone.name}` : undefined },
    { term: t('column.due'), value: day(rollout.next_due) },
    { term: t('column.ball'), value: ball ? <>{holder(ball)}{ball.since ? <span className="dw-muted"> {t('since')} <When value={ball.since} /></span> : null}</> : undefined },
    { term: t('plan.moved'), value: day(plan.moved) },
    { term: plan.actual ? t('plan.actual') : t('plan.forecast'), value: day(plan.actual ?? plan.forecast) },
    ...(rollout.maturity_one ? [{ term: t('maturity.one'), value: <MaturityValue of={rollout.maturity_one} /> }] : []),
    ...(rollout.maturity_two ? [{ term: t('maturity.two'), value: <MaturityValue of={rollout.maturity_two} /> }] : []),
    { term: t('programme'), value: rollout.programme?.name ?? undefined },
  ]
  return (
    <Peek title={titleOf(rollout)} onClose={onClose}>
      <div className="dw-stack">
        <div className={`ro-why is-${rollout.light.color}`}><Light state={rollout.light.color} sentence={rollout.light.reason} /></div>
        <DescriptionList items={items} />
        <div className="dw-row"><LinkButton href={hrefOf(rollout)} variant="primary" icon={<OpenIcon aria-hidden="true" />}>{t('peek.open')}</LinkButton><span className="dw-muted dw-small">{t('peek.key')} <kbd className="dw-kbd">o</kbd></span></div>
      </div>
    </Peek>
  )
}
