import { useNavigate } from '@tanstack/react-router'
import { useMemo } from 'react'
import { useTranslation } from 'react-i18next'
import { useList } from '@/api/query'
import type { JobView } from '@/api/types'
import { sayInstant } from '@/lib/dates'
import { useJobTitle } from '@/pickers/jobTitle'
import { ProblemNote } from '@/pickers/ProblemNote'
import { LinkButton } from '@/ui/Button'
import { EmptyState } from '@/ui/EmptyState'
import { RolloutsIcon } from '@/ui/icons'
import { PageHeader } from '@/ui/PageHeader'
import { DataTable } from '@/ui/table/DataTable'
import type { Column } from '@/ui/table/types'
import { useLanguage } from '@/ui/When'
import { jobList } from './queries'

const hrefOf = (job: JobView) => `/jobs/${job.id}`

/** The long work one has begun, newest first. */
export function JobsPage() {
  const { t } = useTranslation('jobs')
  const language = useLanguage()
  const navigate = useNavigate()
  const title = useJobTitle()
  const list = useList(jobList)
  const columns = useMemo<Column<JobView>[]>(() => [
    { id: 'title', label: t('column.job'), card: 'title', cell: (job) => title(job) },
    { id: 'state', label: t('column.standing'), width: '10rem', cell: (job) => t(`state.${job.state}`) },
    { id: 'count', label: t('column.count'), width: '14rem', cell: (job) => t('count', { done: job.done, refused: job.refused }) },
    { id: 'created_at', label: t('column.created_at'), width: '12rem', cell: (job) => sayInstant(job.created_at, new Date(), language) },
  ], [t, title, language])
  return (
    <div className="dw-page dw-page--fill">
      <PageHeader title={t('title')} />
      <ProblemNote problem={list.problem} />
      <DataTable
        label={t('title')} columns={columns} rows={list.problem ? [] : list.rows} rowId={(job) => job.id} rowLabel={(job) => title(job)} rowHref={hrefOf} onOpen={(job) => void navigate({ to: hrefOf(job) as never })}
        hasMore={list.hasMore} isLoadingMore={list.isLoadingMore} onLoadMore={list.onLoadMore}
        empty={<EmptyState icon={RolloutsIcon} title={t('no_jobs')} actions={<LinkButton href="/rollouts">{t('to_rollouts')}</LinkButton>}>{t('no_jobs_text')}</EmptyState>}
      />
    </div>
  )
}
