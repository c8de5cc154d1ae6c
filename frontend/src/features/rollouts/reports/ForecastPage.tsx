import { useQuery } from '@tanstack/react-query'
import { useCallback, useMemo } from 'react'
import { useTranslation } from 'react-i18next'
import { asProblem } from '@/api/problem'
import type { ForecastReportRow } from '@/api/types'
import { sayMonth } from '@/lib/dates'
import { sayNumber } from '@/lib/numbers'
import { ExportMenu } from '@/pickers/ExportMenu'
import { ProblemNote } from '@/pickers/ProblemNote'
import { LinkButton } from '@/ui/Button'
import { EmptyState } from '@/ui/EmptyState'
import { ReportsIcon } from '@/ui/icons'
import { PageHeader } from '@/ui/PageHeader'
import { Segmented } from '@/ui/Segmented'
import { Skeleton } from '@/ui/Skeleton'
import { useLanguage, When } from '@/ui/When'
import { Chart } from './Chart'
import { forecasts, months } from './queries'
import { ReportFilters } from './ReportFilters'
import { Scroll } from './Scroll'
import { ofMonths } from './series'
import { useReportFilter } from './useReportFilter'
import './reports.css'

const BY = ['programme', 'region', 'service', 'wave'] as const
const COLOURS = { planned: '--dw-muted', live: '--dw-success', p50: '--dw-accent', p85: '--kern-color-orange-400' }

/** How many are live when: by plan, really, and by experience. */
export function ForecastPage() {
  const { t } = useTranslation('reports')
  const language = useLanguage()
  const { filter, own, change } = useReportFilter(['by'])
  const by = BY.find((one) => one === own.by) ?? 'programme'
  const asked = useMemo(() => ({ ...filter, by }), [filter, by])
  const whole = useQuery(months(filter))
  const groups = useQuery(forecasts(asked))
  const all = useQuery(forecasts(filter)).data?.[0]
  const figures = useMemo(() => ofMonths(whole.data ?? [], (key) => t(`line.${key}`)), [whole.data, t])
  const say = useCallback((day: string) => sayMonth(day, language), [language])
  const error = whole.error ?? groups.error
  return (
    <div className="dw-page">
      <PageHeader title={t('forecast.title')} actions={<ExportMenu list="/api/v1/reports/forecast" filter={asked} columns={['name', 'total', 'live', 'unplanned', 'share_percent', 'planned_on', 'p50_on', 'p85_on']} />} />
      <ReportFilters filter={filter} change={change} />
      <ProblemNote problem={error ? asProblem(error) : undefined} />
      {whole.data === undefined ? (whole.error ? null : <Skeleton lines={8} />) : figures.days.length > 0 ? (
        <Chart title={t('forecast.heading')} summary={all ? t('forecast.summary', { count: all.total, live: sayNumber(all.live, language), total: sayNumber(all.total, language) }) : ''} figures={figures} kind="lines" colours={COLOURS} say={say} />
      ) : (
        <EmptyState icon={ReportsIcon} title={t('forecast.none')} actions={<LinkButton href="/rollouts">{t('to_rollouts')}</LinkButton>}>{t('forecast.none_text')}</EmptyState>
      )}
      {groups.data && groups.data.length > 0 ? (
        <section className="dw-card dw-stack" aria-labelledby="rp-groups">
          <h2 id="rp-groups">{t('forecast.groups', { share: groups.data[0]?.share_percent ?? 90 })}</h2>
          <Segmented label={t('trend.by')} hideLabel value={by} onChange={(id) => change({ by: id })} options={BY.map((id) => ({ id, label: t(`by.${id}`) }))} />
          <Groups rows={groups.data} label={t('forecast.groups', { share: groups.data[0]?.share_percent ?? 90 })} />
          <p className="dw-muted dw-small">{t('forecast.how')}</p>
        </section>
      ) : null}
    </div>
  )
}

const day = (value: string | null) => (value ? <When value={value} /> : '–')
const late = (row: ForecastReportRow) => row.p50_on !== null && row.planned_on !== null && row.p50_on > row.planned_on

function Groups({ rows, label }: { rows: ForecastReportRow[]; label: string }) {
  const { t } = useTranslation('reports')
  const language = useLanguage()
  return (
    <Scroll label={label}>
      <table className="rp-table">
        <thead>
          <tr><th scope="col">{t('column.name')}</th><th scope="col">{t('column.live')}</th><th scope="col">{t('column.planned')}</th><th scope="col">{t('column.p50')}</th><th scope="col">{t('column.p85')}</th></tr>
        </thead>
        <tbody>
          {rows.map((row) => (
            <tr key={row.key ?? ''}>
              <th scope="row">{row.name ?? t('without')}</th>
              <td>{t('column.live_of', { live: sayNumber(row.live, language), total: sayNumber(row.total, language) })}</td>
              <td>{day(row.planned_on)}</td>
              <td className={late(row) ? 'rp-late' : undefined}>{day(row.p50_on)}</td>
              <td>{day(row.p85_on)}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </Scroll>
  )
}
