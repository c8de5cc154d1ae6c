import { useQuery, useSuspenseQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { useTranslation } from 'react-i18next'
import { addDays, dayOf, exactly, startOf } from '@/lib/dates'
import { sayNumber, sayPercent } from '@/lib/numbers'
import { PageHeader } from '@/ui/PageHeader'
import { useLanguage } from '@/ui/When'
import { CallAgain } from './calls/CallAgain'
import { CallsCard } from './calls/CallsCard'
import { FollowUps } from './FollowUps'
import { Jobs } from './Jobs'
import { Owed } from './Owed'
import { byPhase, counts, coverage, me } from './queries'
import { Rollouts } from './Rollouts'
import { TermsDue } from './TermsDue'
import './day.css'

/** What needs this person today. Sections follow the rights: who steers sees orders and lights, everybody their own milestones. */
export function DayPage() {
  const { t } = useTranslation('day')
  const language = useLanguage()
  const { data } = useSuspenseQuery(me)
  const may = (permission: string) => data.permissions.includes(permission)
  const now = new Date()
  const steers = may('rollout:steer')
  return (
    <div className="dw-page day">
      <PageHeader title={t('title')} meta={<span>{t(`greeting.${partOfDay(now)}`, { name: data.user.name })} · {exactly(dayOf(now), language)}</span>} />
      {may('order:release') ? <Orders /> : null}
      <div className="day-columns">
        {steers ? (
          <div className="dw-stack">
            <FollowUps />
            <Turned />
            <CallAgain />
            <CallsCard />
            <TermsDue />
            <Rollouts title={t('mine.title')} empty={t('mine.none')} filter={{ mine: true, sort: 'next_due' }} href="/rollouts?mine=true&sort=next_due" limit={6} />
          </div>
        ) : null}
        <div className="dw-stack">
          {may('rollout:read') && !steers ? <><FollowUps /><Turned /><TermsDue /></> : null}
          {may('rollout:read') ? <Owed /> : null}
          <Jobs />
          {steers ? <Reach /> : null}
        </div>
        {may('rollout:read') && !steers ? <div className="dw-stack"><Rollouts title={t('own.title')} empty={t('own.none')} filter={{ sort: 'next_due' }} href="/rollouts?sort=next_due" limit={12} /></div> : null}
      </div>
    </div>
  )
}

/** What became yellow or red since yesterday morning, with the reason; not there while nothing did. */
function Turned() {
  const { t } = useTranslation('day')
  const after = startOf(addDays(dayOf(new Date()), -1))
  return <Rollouts title={t('turned.title')} filter={{ light_after: after, sort: 'next_due' }} href={`/rollouts?light_after=${after}&sort=next_due`} limit={8} reasons />
}

function partOfDay(now: Date): 'morning' | 'day' | 'evening' {
  const hour = now.getHours()
  return hour < 11 ? 'morning' : hour < 18 ? 'day' : 'evening'
}

/** The orders that wait for somebody, each number a way to them. */
function Orders() {
  const { t } = useTranslation('day')
  const language = useLanguage()
  const waiting = useQuery(counts).data
  const tiles = [
    { id: 'clarification', view: 'clarification' },
    { id: 'ready', view: 'ready' },
    { id: 'checked', view: 'checked' },
    { id: 'cancel_requested', view: 'cancel' },
  ] as const
  return (
    <nav className="day-tiles" aria-label={t('orders.title')}>
      {tiles.map(({ id, view }) => {
        const count = waiting?.[id]
        return (
          <Link key={id} to={'/orders' as never} search={{ view } as never} className={count ? 'dw-card day-tile' : 'dw-card day-tile is-none'}>
            <strong>{count === undefined ? '·' : sayNumber(count, language)}</strong>
            <span>{t(`orders.${id}`)}</span>
          </Link>
        )
      })}
    </nav>
  )
}

/** How far it is: lights of all rollouts and the municipalities and people that already have a service. */
function Reach() {
  const { t } = useTranslation('day')
  const language = useLanguage()
  const rows = useQuery(byPhase).data
  const covered = useQuery(coverage).data
  if (!rows) return null
  const sum = (key: 'total' | 'green' | 'yellow' | 'red' | 'grey' | 'live') => rows.reduce((all, row) => all + row[key], 0)
  const total = Math.max(1, sum('total'))
  const lights = (['green', 'yellow', 'red', 'grey'] as const).map((light) => ({ light, count: sum(light) }))
  const words = lights.map(({ light, count }) => `${sayNumber(count, language)} ${t(`light.${light}`)}`).join(' · ')
  let x = 0
  return (
    <section className="dw-card dw-stack" aria-labelledby="day-reach">
      <h2 id="day-reach">{t('reach.title', { count: sum('total') })}</h2>
      <svg className="day-bar" viewBox="0 0 100 6" preserveAspectRatio="none" aria-hidden="true">
        {lights.map(({ light, count }) => { const width = (100 * count) / total; const from = x; x += width; return <rect key={light} x={from} width={width} height="6" className={`is-${light}`} /> })}
      </svg>
      <p>{words}</p>
      {covered && covered.municipalities > 0 ? <p className="dw-muted"><Link to="/organisations/list" search={{ live: true } as never}>{t('reach.covered', { live: sayNumber(covered.live_municipalities, language), all: sayNumber(covered.municipalities, language), people: sayNumber(covered.live_population, language), share: sayPercent(covered.population > 0 ? covered.live_population / covered.population : 0, language) })}</Link></p> : null}
    </section>
  )
}
