import { useQuery } from '@tanstack/react-query'
import { useNavigate, useParams } from '@tanstack/react-router'
import type { TFunction } from 'i18next'
import { useMemo, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { useList } from '@/api/query'
import type { JobItemView, JobView, StockEffect } from '@/api/types'
import { sayInstant } from '@/lib/dates'
import { sayNumber } from '@/lib/numbers'
import { ExportMenu } from '@/pickers/ExportMenu'
import { useJobTitle } from '@/pickers/jobTitle'
import { PageProblem } from '@/pickers/PageProblem'
import { ProblemNote } from '@/pickers/ProblemNote'
import { Badge } from '@/ui/Badge'
import { Button } from '@/ui/Button'
import { EmptyState } from '@/ui/EmptyState'
import { SuccessIcon } from '@/ui/icons'
import { PageHeader } from '@/ui/PageHeader'
import { ProgressBar } from '@/ui/ProgressBar'
import { Segmented } from '@/ui/Segmented'
import { PageSkeleton } from '@/ui/Skeleton'
import { DataTable } from '@/ui/table/DataTable'
import type { Column } from '@/ui/table/types'
import { toasts } from '@/ui/toasts'
import { useLanguage } from '@/ui/When'
import { isBusy, jobItems, jobQuery, useJobAct, type ItemState } from './queries'
import { useEffectWords } from './words'

/** One job: how far it is, what becomes of each thing, and the three things its owner can do with it. */
export function JobPage() {
  const { id } = useParams({ strict: false }) as { id: string }
  const { t } = useTranslation('jobs')
  const query = useQuery(jobQuery(id))
  if (query.error && !query.data) return <PageProblem error={query.error} back={{ label: t('title'), href: '/jobs' }} />
  return query.data ? <Job job={query.data.view} /> : <PageSkeleton />
}

function Job({ job }: { job: JobView }) {
  const { t } = useTranslation('jobs')
  const language = useLanguage()
  const act = useJobAct(job, (done) => toasts.show({ text: t(`acted.${done}`) }))
  const title = useJobTitle()
  const number = (count: number) => sayNumber(count, language)
  const verb = VERBS[job.kind] ?? 'change'
  const counts = { count: job.total, done: number(job.done), refused: number(job.refused), all: number(job.total) }
  const can = (what: string) => job.can.includes(what)
  const actions = (
    <>
      {can('cancel') ? <Button onPress={() => act.mutate('cancel')} isPending={act.isPending}>{job.state === 'checked' ? t('act.discard') : t('act.cancel')}</Button> : null}
      {can('undo') ? <Button onPress={() => act.mutate('undo')} isPending={act.isPending}>{t('act.undo', { count: job.done })}</Button> : null}
      {can('start') ? <Button variant="primary" onPress={() => act.mutate('start')} isPending={act.isPending}>{t(`act.start.${verb}`, { count: job.done })}</Button> : null}
    </>
  )
  return (
    <div className="dw-page dw-page--fill">
      <PageHeader title={title(job)} crumbs={[{ label: t('title'), href: '/jobs' }]} meta={<Badge tone={TONES[job.state] ?? 'neutral'}>{t(`state.${job.state}`)}</Badge>} actions={actions} />
      <ProblemNote problem={act.problem} />
      {isBusy(job) ? <ProgressBar label={t(`state.${job.state}`)} value={job.passed} max={Math.max(1, job.total)} note={t('progress', { done: number(job.passed), all: number(job.total) })} /> : null}
      <p role="status">{job.state === 'done' ? t(`finished.${verb}`, counts) : t(`told.${job.state}`, counts)}{!job.reversible && ['checking', 'checked'].includes(job.state) ? ` ${t('irreversible')}` : ''}{job.undo_until ? ` ${t('undo_until', { at: sayInstant(job.undo_until, new Date(), language) })}` : ''}</p>
      <Items job={job} />
    </div>
  )
}

/** What a job does to its things, where it does not change them. */
const VERBS: Partial<Record<JobView['kind'], 'create' | 'take_in' | 'send'>> = { wave_start: 'create', stock_import: 'take_in', reminder: 'send' }
const TONES: Partial<Record<JobView['state'], 'success' | 'info' | 'warning'>> = { done: 'success', checked: 'info', cancelled: 'warning', undone: 'warning' }
const ITEM_TONES: Partial<Record<ItemState, 'success' | 'info' | 'warning' | 'danger'>> = { ready: 'info', done: 'success', refused: 'danger', kept: 'danger', undone: 'warning' }
const SHOWN: Record<'all' | 'fine' | 'not', ItemState[]> = { all: [], fine: ['ready', 'done', 'undone'], not: ['refused', 'kept'] }

/** Rows of a sheet are named with their line in it ("12: 09184148 EWA"): that line is the row people look for. */
const LINE = /^(\d+): /
const lineOf = ({ key, row }: JobItemView) => LINE.exec(key ?? '')?.[1] ?? row

/** The rollout of an item, once it is there; what was refused in a sheet has none. */
function rolloutOf({ subject, state, effect }: JobItemView): string | undefined {
  if (subject) return subject.id
  return state === 'done' && effect && 'rollout_id' in effect ? (effect as unknown as StockEffect).rollout_id : undefined
}
const hrefOf = (item: JobItemView) => { const id = rolloutOf(item); return id === undefined ? undefined : `/rollouts/${id}` }

const itemColumns = (t: TFunction<'jobs'>, effect: (item: JobItemView) => string): Column<JobItemView>[] => [
  { id: 'row', label: t('column.row'), width: '4rem', cell: lineOf },
  { id: 'key', label: t('column.key'), width: 'minmax(12rem, 1fr)', card: 'title', cell: (item) => item.key?.replace(LINE, '') ?? item.subject?.key ?? '' },
  { id: 'state', label: t('column.state'), width: '9rem', cell: (item) => <Badge tone={ITEM_TONES[item.state] ?? 'neutral'}>{t(`item.${item.state}`)}</Badge> },
  { id: 'message', label: t('column.message'), width: 'minmax(16rem, 2fr)', cell: (item) => { const said = item.message ?? effect(item); return <span title={said}>{said}</span> } },
]

function Items({ job }: { job: JobView }) {
  const { t } = useTranslation('jobs')
  const effect = useEffectWords()
  const navigate = useNavigate()
  const open = (item: JobItemView) => { const href = hrefOf(item); if (href) void navigate({ to: href as never }) }
  const [shown, setShown] = useState<keyof typeof SHOWN>('all')
  // While it works only numbers move; the rows are read when it stands.
  const list = useList(jobItems(job.id, isBusy(job) ? 'busy' : job.state, SHOWN[shown]))
  const columns = useMemo(() => itemColumns(t, effect), [t, effect])
  return (
    <>
      <div className="dw-row">
        <Segmented hideLabel label={t('shown')} value={shown} onChange={(id) => setShown(id as keyof typeof SHOWN)} options={(['all', 'fine', 'not'] as const).map((id) => ({ id, label: t(`show.${id}`) }))} />
        <ExportMenu list="/api/v1/jobs/{id}/items" id={job.id} filter={{ state: SHOWN[shown] }} columns={['row', 'key', 'state', 'code', 'message']} />
      </div>
      <ProblemNote problem={list.problem} />
      <DataTable
        label={t('items')} columns={columns} rows={list.problem ? [] : list.rows} rowId={(item) => item.id} rowLabel={(item) => item.key ?? String(item.row)}
        rowHref={hrefOf} onOpen={open}
        total={list.total} hasMore={list.hasMore} isLoadingMore={list.isLoadingMore} onLoadMore={list.onLoadMore}
        empty={<EmptyState icon={SuccessIcon} title={t('none')}>{t('none_text')}</EmptyState>}
      />
    </>
  )
}
