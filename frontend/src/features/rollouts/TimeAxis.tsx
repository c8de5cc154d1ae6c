import { Link } from '@tanstack/react-router'
import { useMemo, useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { RolloutRow } from '@/api/types'
import { dayOf } from '@/lib/dates'
import { Badge } from '@/ui/Badge'
import { Button } from '@/ui/Button'
import { Light } from '@/ui/Light'
import { useLanguage, When } from '@/ui/When'
import { axisOf, barsOf, type Axis } from './axis'

/** Every service of a body as a line on one time axis: plan grey, what happened solid, forecast hatched. As a table on demand. */
export function TimeAxis({ rollouts }: { rollouts: RolloutRow[] }) {
  const { t } = useTranslation('rollouts')
  const [table, setTable] = useState(false)
  const today = dayOf(new Date())
  const axis = useMemo(() => axisOf(rollouts.map((row) => row.plan), today), [rollouts, today])
  return (
    <section className="dw-card" aria-labelledby="ro-axis">
      <header className="ro-card-head">
        <h2 id="ro-axis">{t('axis.title')}</h2>
        <span className="ro-legend" aria-hidden="true">
          <span><svg viewBox="0 0 24 8"><rect width="24" height="8" rx="2" className="ro-bar-plan" /></svg>{t('axis.plan')}</span>
          <span><svg viewBox="0 0 24 8"><rect width="24" height="8" rx="2" className="ro-bar-actual" /></svg>{t('axis.actual')}</span>
          <span><svg viewBox="0 0 24 8"><Hatch id="ro-hatch-legend" /><rect width="24" height="8" rx="2" fill="url(#ro-hatch-legend)" className="ro-bar-forecast" /></svg>{t('axis.forecast')}</span>
        </span>
        <Button small variant="quiet" aria-pressed={table} onPress={() => setTable(!table)}>{table ? t('axis.as_chart') : t('axis.as_table')}</Button>
      </header>
      {rollouts.length === 0 ? <p className="ro-quiet">{t('axis.none')}</p> : table ? <AxisTable rollouts={rollouts} /> : <AxisChart rollouts={rollouts} axis={axis} today={today} />}
    </section>
  )
}

function AxisChart({ rollouts, axis, today }: { rollouts: RolloutRow[]; axis: Axis; today: string }) {
  const { t } = useTranslation('rollouts')
  const language = useLanguage()
  const month = (day: string) => new Intl.DateTimeFormat(language === 'de' ? 'de-DE' : 'en-GB', { month: 'short', timeZone: 'UTC', ...(day.slice(5, 7) === '01' ? { year: '2-digit' } : {}) }).format(new Date(`${day}T12:00:00Z`))
  return (
    <div className="ro-axis">
      <div className="ro-axis-row ro-axis-head" aria-hidden="true">
        <span />
        <span className="ro-axis-months">
          {axis.months.filter(({ at }) => at < 955).map(({ day, at }) => <span key={day} style={{ left: `${at / 10}%` }}>{month(day)}</span>)}
        </span>
      </div>
      <ul>
        {rollouts.map((row) => (
          <li key={row.id} className="ro-axis-row">
            <span className="ro-axis-name">
              <Light state={row.light.color} symbolOnly sentence={row.light.reason} />
              <Link to={`/rollouts/${row.number}` as never}>{row.service?.name ?? row.number}</Link>
              <span className="dw-small dw-muted">{row.outcome ? t(`outcome.${row.outcome}`) : (row.phase?.name ?? t(`state.${row.state}`))}</span>
            </span>
            <span className="ro-axis-bars">
              <Bars row={row} axis={axis} today={today} />
              <span className="dw-sr">{t('axis.words', { start: row.plan.start ?? '–', plan: row.plan.moved ?? '–', end: row.plan.actual ?? row.plan.forecast ?? '–' })}</span>
            </span>
          </li>
        ))}
      </ul>
      <p className="dw-small dw-muted ro-axis-note">{t('axis.today')}</p>
    </div>
  )
}

function Hatch({ id }: { id: string }) {
  return <defs><pattern id={id} width="5" height="5" patternUnits="userSpaceOnUse" patternTransform="rotate(45)"><rect width="5" height="5" className="ro-hatch-ground" /><rect width="2.2" height="5" className="ro-hatch" /></pattern></defs>
}

const percent = (thousandths: number) => `${thousandths / 10}%`
const day = (value: string | null | undefined) => (value ? <When value={value} /> : '–')

/** Percent positions instead of a viewBox, so that the hatching keeps its shape at every width. */
function Bars({ row, axis, today }: { row: RolloutRow; axis: Axis; today: string }) {
  const { plan, actual, forecast } = barsOf(row.plan, axis, today)
  const box = (bar: { from: number; to: number }) => ({ x: percent(bar.from), width: percent(bar.to - bar.from) })
  const hatch = `ro-hatch-${row.id}`
  return (
    <svg className="ro-bars" aria-hidden="true">
      <Hatch id={hatch} />
      {axis.months.map(({ day, at }) => <line key={day} x1={percent(at)} x2={percent(at)} y1="0" y2="100%" className="ro-axis-line" />)}
      {plan ? <rect {...box(plan)} y="5" height="6" rx="3" className="ro-bar-plan" /> : null}
      {forecast ? <rect {...box(forecast)} y="14" height="8" rx="2" fill={`url(#${hatch})`} className="ro-bar-forecast" /> : null}
      {actual ? <rect {...box(actual)} y="14" height="8" rx="2" className={row.outcome === 'live' ? 'ro-bar-live' : 'ro-bar-actual'} /> : null}
      <line x1={percent(axis.at(today))} x2={percent(axis.at(today))} y1="0" y2="100%" className="ro-axis-today" />
    </svg>
  )
}

function AxisTable({ rollouts }: { rollouts: RolloutRow[] }) {
  const { t } = useTranslation('rollouts')
  return (
    <div className="ro-table-frame">
      <table className="ro-table">
        <thead><tr>{(['service', 'light', 'phase'] as const).map((key) => <th key={key} scope="col">{t(`column.${key}`)}</th>)}<th scope="col">{t('plan.start')}</th><th scope="col">{t('plan.original')}</th><th scope="col">{t('plan.moved')}</th><th scope="col">{t('plan.forecast')}</th><th scope="col">{t('plan.actual')}</th></tr></thead>
        <tbody>
          {rollouts.map((row) => (
            <tr key={row.id}>
              <th scope="row"><Link to={`/rollouts/${row.number}` as never}>{row.service?.name ?? row.number}</Link></th>
              <td><Light state={row.light.color} /></td>
              <td>{row.outcome ? <Badge tone={row.outcome === 'live' ? 'success' : 'neutral'}>{t(`outcome.${row.outcome}`)}</Badge> : (row.phase?.name ?? t(`state.${row.state}`))}</td>
              <td>{day(row.plan.start)}</td><td>{day(row.plan.original)}</td><td>{day(row.plan.moved)}</td><td>{day(row.plan.forecast)}</td><td>{day(row.plan.actual)}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  )
}
