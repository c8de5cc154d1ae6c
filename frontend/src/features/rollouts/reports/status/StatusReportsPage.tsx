import { useNavigate } from '@tanstack/react-router'
import { useMemo, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { useMay } from '@/api/me'
import { useList } from '@/api/query'
import type { StatusReport } from '@/api/types'
import { ProblemNote } from '@/pickers/ProblemNote'
import { Button } from '@/ui/Button'
import { EmptyState } from '@/ui/EmptyState'
import { PlusIcon, ReportsIcon } from '@/ui/icons'
import { PageHeader } from '@/ui/PageHeader'
import { DataTable } from '@/ui/table/DataTable'
import type { Column } from '@/ui/table/types'
import { When } from '@/ui/When'
import { ReportDialog } from './ReportDialog'
import { statusReports } from './queries'
import { useReportWords } from './words'
import '../reports.css'

const hrefOf = (report: StatusReport) => `/reports/status/${report.id}`

/** Reports of one's own, and those one gets. */
export function StatusReportsPage() {
  const { t } = useTranslation('status')
  const navigate = useNavigate()
  const may = useMay()
  const list = useList(statusReports)
  const columns = useColumns()
  const [creating, setCreating] = useState(false)
  const open = (report: StatusReport) => void navigate({ to: hrefOf(report) as never })
  const create = may('report:read') ? <Button variant="primary" icon={<PlusIcon aria-hidden="true" />} onPress={() => setCreating(true)}>{t('create')}</Button> : undefined
  return (
    <div className="dw-page dw-page--fill">
      <PageHeader title={t('title')} actions={create} />
      <p className="dw-muted dw-small">{t('how')}</p>
      <ProblemNote problem={list.problem} />
      <DataTable
        label={t('title')} columns={columns} rows={list.problem ? [] : list.rows} rowId={(report) => report.id} rowLabel={(report) => report.name} rowHref={hrefOf} onOpen={open}
        hasMore={list.hasMore} isLoadingMore={list.isLoadingMore} onLoadMore={list.onLoadMore}
        empty={<EmptyState icon={ReportsIcon} title={t('none')} actions={create}>{t('none_text')}</EmptyState>}
      />
      {creating ? <ReportDialog onClose={() => setCreating(false)} onDone={open} /> : null}
    </div>
  )
}

function useColumns(): Column<StatusReport>[] {
  const { t } = useTranslation('status')
  const words = useReportWords()
  return useMemo(
    () => [
      { id: 'name', label: t('name'), width: 'minmax(12rem, 1.5fr)', card: 'title', cell: (report) => report.name },
      { id: 'scope', label: t('scope.label'), width: 'minmax(12rem, 1.5fr)', cell: (report) => <><span className="dw-muted">{t(`scope.${report.scope.kind}`)}</span> {report.scope.name ?? t('hidden')}</> },
      { id: 'rhythm', label: t('rhythm.label'), width: 'minmax(9rem, 1fr)', cell: (report) => words.rhythm(report) },
      { id: 'recipients', label: t('recipients'), width: 'minmax(10rem, 1.5fr)', cell: (report) => words.recipients(report) },
      { id: 'last', label: t('last'), width: '8rem', cell: (report) => (report.last ? <When value={report.last.at} /> : <span className="dw-muted">–</span>) },
      { id: 'next', label: t('next'), width: '8rem', cell: (report) => (report.next_at ? <When value={report.next_at} /> : <span className="dw-muted">–</span>) },
    ],
    [t, words],
  )
}
