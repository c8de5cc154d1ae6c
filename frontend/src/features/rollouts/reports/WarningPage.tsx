import { useNavigate } from '@tanstack/react-router'
import { useMemo } from 'react'
import { useTranslation } from 'react-i18next'
import { useList } from '@/api/query'
import type { EarlyWarning } from '@/api/types'
import { hrefOf, titleOf } from '../words'
import { sayNumber } from '@/lib/numbers'
import { ExportMenu } from '@/pickers/ExportMenu'
import { ProblemNote } from '@/pickers/ProblemNote'
import { LinkButton } from '@/ui/Button'
import { EmptyState } from '@/ui/EmptyState'
import { ReportsIcon } from '@/ui/icons'
import { PageHeader } from '@/ui/PageHeader'
import { DataTable } from '@/ui/table/DataTable'
import { readSort, sortParam, type Column } from '@/ui/table/types'
import { useLanguage, When } from '@/ui/When'
import { rolloutFilter, warnings } from './queries'
import { ReportFilters } from './ReportFilters'
import { useReportFilter } from './useReportFilter'
import './reports.css'

/** What is going to be late, most pressing first: delay times the people concerned. */
export function WarningPage() {
  const { t } = useTranslation('reports')
  const navigate = useNavigate()
  const { filter, own, change } = useReportFilter(['sort'])
  const asked = useMemo(() => ({ ...filter, sort: own.sort ?? '-weight' }), [filter, own.sort])
  const list = useList(warnings(asked))
  const columns = useColumns()
  return (
    <div className="dw-page dw-page--fill">
      <PageHeader title={t('warning.title')} meta={list.total === undefined ? undefined : t('warning.total', { count: list.total })} actions={<ExportMenu list="/api/v1/rollouts/early-warning" filter={rolloutFilter(asked)} columns={['rollout.body.name', 'rollout.service.name', 'planned', 'p50', 'p85', 'delay_working_days', 'population', 'milestone.name', 'role_name', 'party.name', 'rollout.number']} />} />
      <ReportFilters filter={filter} change={change} />
      <p className="dw-muted dw-small">{t('warning.how')}</p>
      <ProblemNote problem={list.problem} />
      <DataTable
        label={t('warning.title')} columns={columns} rows={list.problem ? [] : list.rows} rowId={(row) => row.id} rowLabel={(row) => titleOf(row.rollout)} rowHref={(row) => hrefOf(row.rollout)} onOpen={(row) => void navigate({ to: hrefOf(row.rollout) })}
        sort={readSort(asked.sort)} onSort={(sort) => change({ sort: sortParam(sort) })}
        total={list.total} hasMore={list.hasMore} isLoadingMore={list.isLoadingMore} onLoadMore={list.onLoadMore}
        empty={<EmptyState icon={ReportsIcon} title={t('warning.none')} actions={<LinkButton href="/rollouts">{t('to_rollouts')}</LinkButton>}>{t('warning.none_text')}</EmptyState>}
      />
    </div>
  )
}

function useColumns(): Column<EarlyWarning>[] {
  const { t } = useTranslation('reports')
  const language = useLanguage()
  return useMemo(
    () => [
      { id: 'rollout', label: t('column.rollout'), width: 'minmax(14rem, 2fr)', card: 'title', cell: (row) => titleOf(row.rollout) },
      { id: 'delay', label: t('column.delay'), width: '7rem', align: 'end', sortKey: 'delay', cell: (row) => <span className="rp-late">{t('days', { count: row.delay_working_days })}</span> },
      { id: 'people', label: t('column.people'), width: '7.5rem', align: 'end', sortKey: 'population', cell: (row) => sayNumber(row.population, language) },
      { id: 'planned', label: t('column.planned'), width: '6.5rem', cell: (row) => <When value={row.planned} /> },
      { id: 'p50', label: t('column.p50'), width: '6.5rem', cell: (row) => <When value={row.p50} /> },
      { id: 'p85', label: t('column.p85'), width: '6.5rem', cell: (row) => <When value={row.p85} /> },
      { id: 'milestone', label: t('column.reason'), width: 'minmax(10rem, 1.4fr)', cell: (row) => (row.milestone ? <><span className="dw-muted">{row.milestone.key}</span> {row.milestone.name}</> : '–') },
      { id: 'party', label: t('column.with'), width: 'minmax(9rem, 1.2fr)', cell: (row) => row.party?.name ?? row.role_name ?? '–' },
    ],
    [t, language],
  )
}
