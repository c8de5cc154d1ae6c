import { useTranslation } from 'react-i18next'
import type { RolloutDetail } from '@/api/types'
import { DescriptionList, type Description } from '@/ui/DescriptionList'
import { When } from '@/ui/When'
import { ForecastNote } from './ForecastNote'

const day = (value: string | null | undefined) => (value ? <When value={value} /> : undefined)

/** Plan, moved plan, forecast and actual of the go-live, and how long each party held the ball. */
export function PlanPanel({ rollout }: { rollout: RolloutDetail }) {
  const { t } = useTranslation('rollouts')
  const { plan, accrued } = rollout
  const moved = plan.moved && plan.moved !== plan.original
  const items: Description[] = [
    { term: t('plan.start'), value: day(plan.start) },
    { term: t('plan.original'), value: day(plan.original) },
    ...(moved ? [{ term: t('plan.moved'), value: day(plan.moved) }] : []),
    ...(plan.actual ? [{ term: t('plan.actual'), value: day(plan.actual) }] : [{ term: t('plan.forecast'), value: plan.forecast ? <strong className={late(plan.forecast, plan.moved) ? 'ro-late' : undefined}><When value={plan.forecast} /></strong> : undefined }]),
    ...(plan.ended ? [{ term: t('plan.ended'), value: day(plan.ended) }] : []),
  ]
  const most = Math.max(1, ...accrued.map((sum) => sum.working_days))
  return (
    <section className="dw-card" aria-labelledby="ro-plan">
      <header className="ro-card-head"><h2 id="ro-plan">{t('plan.title')}</h2></header>
      <DescriptionList items={items} />
      {plan.actual || rollout.kind === 'mother' ? null : <ForecastNote id={rollout.id} />}
      {accrued.length > 0 ? (
        <>
          <h3 className="ro-sub">{t('plan.accrued')}</h3>
          <ul className="ro-accrued">
            {accrued.toSorted((a, b) => b.working_days - a.working_days).map((sum) => (
              <li key={`${sum.role} ${sum.party?.id ?? ''}`}>
                <span>{sum.party?.name ? <>{sum.party.name} <span className="dw-muted dw-small">{sum.role_name}</span></> : sum.role_name}</span>
                <span className="dw-muted">{t('plan.days', { count: sum.working_days })}</span>
                <svg viewBox="0 0 100 4" preserveAspectRatio="none" aria-hidden="true"><rect width={(100 * sum.working_days) / most} height="4" className="ro-share-fill" /></svg>
              </li>
            ))}
          </ul>
        </>
      ) : null}
    </section>
  )
}

const late = (forecast: string, plan: string | null | undefined) => plan != null && forecast > plan
