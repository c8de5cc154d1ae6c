import { useQuery } from '@tanstack/react-query'
import { useTranslation } from 'react-i18next'
import type { LevySums } from '@/api/types'
import { sayNumber } from '@/lib/numbers'
import { PageProblem } from '@/pickers/PageProblem'
import { PageHeader } from '@/ui/PageHeader'
import { PageSkeleton } from '@/ui/Skeleton'
import { useLanguage } from '@/ui/When'
import { levySums } from './queries'
import { Sums } from './Sums'
import { useMoney } from './words'
import { useYear } from './YearSelect'
import './levy.css'

const STEPS = ['half', 'levels', 'people', 'round', 'cities'] as const

/** How it is computed, from what, and whether the sums come out. */
export function MethodPage() {
  const { t } = useTranslation('levy')
  const year = useYear()
  const query = useQuery(levySums(year))
  if (query.error && !query.data) return <PageProblem error={query.error} back={{ label: t('title'), href: '/digital-levy' }} />
  if (!query.data) return <PageSkeleton />
  return (
    <div className="dw-page">
      <PageHeader title={t('method.title')} crumbs={[{ label: t('title'), href: `/digital-levy?year=${year}` }]} />
      <Sums />
      <div className="ly-columns">
        <section className="dw-card dw-stack" aria-labelledby="ly-rule">
          <h2 id="ly-rule">{t('method.rule')}</h2>
          <ol className="ly-steps">{STEPS.map((step) => <li key={step}>{t(`method.${step}`)}</li>)}</ol>
          <p className="dw-muted">{t('method.people_source')}</p>
          <p><strong>{t('binding')}</strong></p>
          <p className="dw-muted dw-small">{t('method.source')}</p>
        </section>
        <div className="dw-stack">
          <Levels sums={query.data} />
          <Regions sums={query.data} />
        </div>
      </div>
    </div>
  )
}

function Levels({ sums }: { sums: LevySums }) {
  const { t } = useTranslation('levy')
  const language = useLanguage()
  const money = useMoney()
  return (
    <section className="dw-card dw-stack">
      <table className="ly-table">
        <caption><h2>{t('method.by_level')}</h2></caption>
        <thead><tr><th scope="col">{t('filter.level')}</th><th scope="col" className="ly-wide">{t('method.bodies')}</th><th scope="col" className="ly-wide">{t('method.cost')}</th><th scope="col">{t('sums.amount')}</th><th scope="col" className="ly-wide">{t('sums.rounding')}</th></tr></thead>
        <tbody>
          {sums.levels.map((level) => (
            <tr key={level.level}><th scope="row">{t(`levels.${level.level}`)}</th><td className="ly-wide">{sayNumber(level.bodies, language)}</td><td className="ly-wide">{money(level.cost_cents)}</td><td>{money(level.amount_cents)}</td><td className="ly-wide">{money(level.rounding_cents)}</td></tr>
          ))}
        </tbody>
        <tfoot><tr><th scope="row">{t('method.all')}</th><td className="ly-wide">{sayNumber(sums.bodies, language)}</td><td className="ly-wide">{money(sums.municipal_cents)}</td><td>{money(sums.amount_cents)}</td><td className="ly-wide">{money(sums.rounding_cents)}</td></tr></tfoot>
      </table>
      <p className="dw-muted dw-small">{t('method.check')}</p>
    </section>
  )
}

function Regions({ sums }: { sums: LevySums }) {
  const { t } = useTranslation('levy')
  const language = useLanguage()
  const money = useMoney()
  return (
    <section className="dw-card dw-stack">
      <table className="ly-table">
        <caption><h2>{t('method.by_region')}</h2></caption>
        <thead><tr><th scope="col">{t('region')}</th><th scope="col" className="ly-wide">{t('method.bodies')}</th><th scope="col" className="ly-wide">{t('population')}</th><th scope="col">{t('sums.amount')}</th></tr></thead>
        <tbody>
          {sums.regions.map(({ region, bodies, population, amount_cents }) => (
            <tr key={region.id}><th scope="row">{region.name ?? t('hidden')}</th><td className="ly-wide">{sayNumber(bodies, language)}</td><td className="ly-wide">{sayNumber(population, language)}</td><td>{money(amount_cents)}</td></tr>
          ))}
        </tbody>
      </table>
    </section>
  )
}
