import { useQuery } from '@tanstack/react-query'
import { useMemo } from 'react'
import { useTranslation } from 'react-i18next'
import { asProblem } from '@/api/problem'
import { sayNumber } from '@/lib/numbers'
import { ExportMenu } from '@/pickers/ExportMenu'
import { ProblemNote } from '@/pickers/ProblemNote'
import { EmptyState } from '@/ui/EmptyState'
import { ReportsIcon } from '@/ui/icons'
import { PageHeader } from '@/ui/PageHeader'
import { Segmented } from '@/ui/Segmented'
import { Skeleton } from '@/ui/Skeleton'
import { useLanguage } from '@/ui/When'
import { Chart } from './Chart'
import { trend } from './queries'
import { ReportFilters } from './ReportFilters'
import { ofTrend, totalOf } from './series'
import { useReportFilter } from './useReportFilter'
import './reports.css'

const BY = ['standing', 'phase', 'light', 'ball_role'] as const
const STEPS = ['day', 'week', 'month'] as const
const COLOURS = { live: '--dw-success', green: '--dw-success', yellow: '--kern-color-orange-400', red: '--dw-danger', grey: '--dw-muted', running: '--dw-accent', cancelled: '--dw-danger' }

/** How the rollouts stood at the end of past days. */
export function TrendPage() {
  const { t } = useTranslation('reports')
  const language = useLanguage()
  const { filter, own, change } = useReportFilter(['by', 'step'])
  const by = BY.find((one) => one === own.by) ?? 'standing'
  const step = STEPS.find((one) => one === own.step) ?? 'week'
  const asked = useMemo(() => ({ ...filter, by, step }), [filter, by, step])
  const { data, error } = useQuery(trend(asked))
  const figures = useMemo(() => ofTrend(data ?? [], ({ key, name }) => (by === 'standing' ? t(`standing.${key}`) : by === 'light' ? t(`light.${key}`) : (name ?? (key || t('nobody'))))), [data, by, t])
  const summary = t('trend.summary', { count: totalOf(figures, -1), from: sayNumber(totalOf(figures, 0), language), to: sayNumber(totalOf(figures, -1), language) })
  return (
    <div className="dw-page">
      <PageHeader title={t('trend.title')} actions={<ExportMenu list="/api/v1/reports/trend" filter={asked} columns={['day', 'key', 'name', 'rollouts', 'people']} />} />
      <ReportFilters filter={filter} change={change} />
      <div className="rp-choices">
        <Segmented label={t('trend.by')} value={by} onChange={(id) => change({ by: id })} options={BY.map((id) => ({ id, label: t(`by.${id}`) }))} />
        <Segmented label={t('trend.step')} value={step} onChange={(id) => change({ step: id })} options={STEPS.map((id) => ({ id, label: t(`step.${id}`) }))} />
      </div>
      <ProblemNote problem={error ? asProblem(error) : undefined} />
      {data === undefined ? (error ? null : <Skeleton lines={8} />) : figures.days.length > 0 ? (
        <Chart title={t(`trend.heading_${by}`)} summary={summary} figures={figures} kind="stacked" colours={COLOURS} />
      ) : (
        <EmptyState icon={ReportsIcon} title={t('trend.none')}>{t('trend.none_text')}</EmptyState>
      )}
    </div>
  )
}
