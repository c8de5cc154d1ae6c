import { useQuery } from '@tanstack/react-query'
import { useMemo } from 'react'
import { useTranslation } from 'react-i18next'
import { asProblem } from '@/api/problem'
import type { PartyReportRow } from '@/api/types'
import { sayNumber } from '@/lib/numbers'
import { ExportMenu } from '@/pickers/ExportMenu'
import { ProblemNote } from '@/pickers/ProblemNote'
import { EmptyState } from '@/ui/EmptyState'
import { ReportsIcon } from '@/ui/icons'
import { PageHeader } from '@/ui/PageHeader'
import { Segmented } from '@/ui/Segmented'
import { DataTable } from '@/ui/table/DataTable'
import type { Column } from '@/ui/table/types'
import { useLanguage, When } from '@/ui/When'
import { parties } from './queries'
import { ReportFilters } from './ReportFilters'
import { useReportFilter } from './useReportFilter'
import './reports.css'

const WEEKS = ['4', '12', '52'] as const

/** Throughput and waiting time of roles and organisations. */
export function PartiesPage() {
  const { t } = useTranslation('reports')
  const { filter, own, change } = useReportFilter(['weeks'])
  const weeks = WEEKS.find((one) => one === own.weeks) ?? '12'
  const asked = useMemo(() => ({ ...filter, weeks: Number(weeks) }), [filter, weeks])
  const { data, error } = useQuery(parties(asked))
  const columns = useColumns()
  return (
    <div className="dw-page dw-page--fill">
      <PageHeader title={t('parties.title')} actions={<ExportMenu list="/api/v1/reports/parties" filter={asked} columns={['role_name', 'party.name', 'completed', 'completed_per_week', 'median_working_days', 'p85_working_days', 'open', 'oldest_since']} />} />
      <ReportFilters filter={filter} change={change} />
      <div className="rp-choices">
        <Segmented label={t('parties.weeks')} value={weeks} onChange={(id) => change({ weeks: id })} options={WEEKS.map((id) => ({ id, label: t('parties.last', { count: Number(id) }) }))} />
      </div>
      <p className="dw-muted dw-small">{t('parties.how')}</p>
      <ProblemNote problem={error ? asProblem(error) : undefined} />
      {error ? null : (
        <DataTable
          label={t('parties.title')} columns={columns} rows={data} rowId={(row) => `${row.role} ${row.party?.id ?? ''}`} rowLabel={(row) => `${row.role_name} ${row.party?.name ?? ''}`}
          empty={<EmptyState icon={ReportsIcon} title={t('parties.none')}>{t('parties.none_text')}</EmptyState>}
        />
      )}
    </div>
  )
}

function useColumns(): Column<PartyReportRow>[] {
  const { t } = useTranslation('reports')
  const language = useLanguage()
  return useMemo(() => {
    const days = (value: number | null) => (value === null ? '–' : t('days', { count: value }))
    return [
      { id: 'role', label: t('column.role'), width: 'minmax(10rem, 1.4fr)', card: 'title', cell: (row) => <>{row.role_name}<span className="ro-card-only">{row.party?.name ? ` · ${row.party.name}` : ''}</span></> },
      { id: 'party', label: t('column.party'), width: 'minmax(12rem, 2fr)', card: 'hidden', cell: (row) => row.party?.name ?? <span className="dw-muted">–</span> },
      { id: 'week', label: t('column.per_week'), width: '7rem', align: 'end', cell: (row) => sayNumber(row.completed_per_week, language, 1) },
      { id: 'median', label: t('column.median'), width: '7rem', align: 'end', cell: (row) => days(row.median_working_days) },
      { id: 'p85', label: t('column.p85_days'), width: '7rem', align: 'end', cell: (row) => days(row.p85_working_days) },
      { id: 'open', label: t('column.open'), width: '6rem', align: 'end', cell: (row) => sayNumber(row.open, language) },
      { id: 'oldest', label: t('column.oldest'), width: '8rem', cell: (row) => (row.oldest_since ? <When value={row.oldest_since} /> : <span className="dw-muted">–</span>) },
    ]
  }, [t, language])
}
