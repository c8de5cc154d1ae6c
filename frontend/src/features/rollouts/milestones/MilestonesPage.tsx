import { useNavigate, useSearch } from '@tanstack/react-router'
import type { TFunction } from 'i18next'
import { useMemo, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { useMay } from '@/api/me'
import { useList } from '@/api/query'
import type { OwedMilestone } from '@/api/types'
import { dayOf } from '@/lib/dates'
import { many, one, type SearchValues } from '@/lib/search'
import { ExportMenu } from '@/pickers/ExportMenu'
import { useOwedAct } from '@/pickers/owed'
import { ProblemNote } from '@/pickers/ProblemNote'
import { Button } from '@/ui/Button'
import { EmptyState } from '@/ui/EmptyState'
import { CheckIcon, SuccessIcon } from '@/ui/icons'
import { Light } from '@/ui/Light'
import { PageHeader } from '@/ui/PageHeader'
import { DataTable } from '@/ui/table/DataTable'
import { readSort, sortParam, type Column } from '@/ui/table/types'
import { toasts } from '@/ui/toasts'
import { When } from '@/ui/When'
import { hrefOf, titleOf } from '../words'
import { CompleteMany } from './CompleteMany'
import { MilestoneFilters } from './MilestoneFilters'
import { exported, milestoneList, type MilestoneFilter } from './queries'
import '../rollouts.css'

/** The filter lives in the address, so that it can be sent and bookmarked. */
function useFilter() {
  const search = useSearch({ strict: false }) as SearchValues
  const navigate = useNavigate()
  const filter = useMemo(() => {
    const found: MilestoneFilter = {}
    for (const key of ['service', 'milestone'] as const) if (search[key] !== undefined) found[key] = many(search[key])
    for (const key of ['below', 'waiting', 'all', 'sort'] as const) { const value = one(search[key]); if (value) found[key] = value }
    return found
  }, [search])
  const change = (patch: Partial<Record<keyof MilestoneFilter, string | string[] | undefined>>) =>
    void navigate({ to: '.', search: ((before: SearchValues) => ({ ...before, ...patch })) as never, replace: true })
  return { filter, change }
}

/** One list over all towns: what one owes, by due date, completed in place or many at once. */
export function MilestonesPage() {
  const { t } = useTranslation('milestones')
  const may = useMay()
  const navigate = useNavigate()
  const { filter, change } = useFilter()
  const list = useList(milestoneList(filter))
  const [selected, setSelected] = useState<ReadonlySet<string>>(new Set())
  const act = useComplete()
  const pending = act.isPending ? act.variables?.milestone.id : undefined
  const { mutate } = act
  const columns = useMemo(() => milestoneColumns(t, pending, (milestone) => mutate({ milestone })), [t, pending, mutate])
  const set = Object.keys(filter).filter((key) => key !== 'sort')
  return (
    <div className="dw-page dw-page--fill">
      <PageHeader title={t('title')} meta={list.total === undefined ? undefined : t('total', { count: list.total })} actions={<>{may('milestone:complete') ? <CompleteMany selected={selected} filter={filter} total={list.total} /> : null}<ExportMenu list="/api/v1/milestones" filter={exported(filter)} columns={['key', 'name', 'rollout.body.name', 'rollout.body.key', 'rollout.service.name', 'due', 'since', 'rollout.light.color', 'party.name', 'role_name', 'rollout.number']} /></>} />
      <MilestoneFilters filter={filter} change={change} />
      <ProblemNote problem={act.problem ?? list.problem} />
      <DataTable
        label={t('title')} columns={columns} rows={list.problem ? [] : list.rows} rowId={(row) => row.id} rowLabel={(row) => `${row.key} ${titleOf(row.rollout)}`}
        rowHref={(row) => hrefOf(row.rollout)} onOpen={(row) => void navigate({ to: hrefOf(row.rollout) as never })}
        {...(may('milestone:complete') ? { selected, onSelect: setSelected } : {})}
        sort={readSort(filter.sort ?? 'due')} onSort={(sort) => change({ sort: sortParam(sort) })}
        total={list.total} hasMore={list.hasMore} isLoadingMore={list.isLoadingMore} onLoadMore={list.onLoadMore}
        empty={set.length === 0 ? <EmptyState icon={SuccessIcon} title={t('none')}>{t('none_text')}</EmptyState> : (
          <EmptyState icon={SuccessIcon} title={t('no_match')} actions={<Button onPress={() => change(Object.fromEntries(set.map((key) => [key, undefined])))}>{t('reset')}</Button>}>{t('no_match_text')}</EmptyState>
        )}
      />
    </div>
  )
}

const nameOf = ({ key, name }: OwedMilestone) => `${key} ${name}`
const isLate = ({ due }: OwedMilestone) => (due ? due < dayOf(new Date()) : false)

/** Completes a milestone where it is listed, and offers the way back. */
function useComplete() {
  const { t } = useTranslation('milestones')
  const undo = useOwedAct(({ milestone }) => toasts.show({ text: t('undone', { name: nameOf(milestone) }) }))
  return useOwedAct(({ milestone }, after) => {
    const now = after.milestones.find(({ key }) => key === milestone.key)
    const back = { label: t('undo'), run: () => undo.mutate({ milestone, reopen: t('undo_reason'), ...(now ? { version: now.version } : {}) }) }
    toasts.show({ text: t('done', { name: nameOf(milestone) }), ...(now?.can.includes('reopen') ? { action: back } : {}) })
  })
}

function milestoneColumns(t: TFunction<'milestones'>, pending: string | undefined, onComplete: (milestone: OwedMilestone) => void): Column<OwedMilestone>[] {
  const step = (row: OwedMilestone) => (row.can.includes('complete') ? (
    <Button small icon={<CheckIcon aria-hidden="true" />} isPending={pending === row.id} aria-label={t('complete_name', { name: `${row.key} ${row.name}, ${titleOf(row.rollout)}` })} onPress={() => onComplete(row)}>{t('complete')}</Button>
  ) : row.ready ? null : <span className="dw-muted">{t('waits')}</span>)
  return [
    { id: 'milestone', label: t('column.milestone'), width: 'minmax(12rem, 2fr)', card: 'title', cell: (row) => <><span className="dw-muted">{row.key}</span> {row.name}</> },
    { id: 'body', label: t('column.body'), width: 'minmax(9rem, 1fr)', cell: (row) => row.rollout.body.name ?? '–' },
    { id: 'service', label: t('column.service'), width: 'minmax(10rem, 1.25fr)', cell: (row) => row.rollout.service?.name ?? '–' },
    { id: 'due', label: t('column.due'), width: '7.5rem', sortKey: 'due', cell: (row) => (row.due ? <span className={isLate(row) ? 'ro-late' : undefined}><When value={row.due} />{isLate(row) ? <span className="dw-sr">{` ${t('late')}`}</span> : null}</span> : '–') },
    { id: 'since', label: t('column.since'), width: '8rem', cell: (row) => (row.since ? <When value={row.since} /> : '–') },
    { id: 'light', label: t('column.light'), width: '5.5rem', cell: (row) => <span title={row.rollout.light.reason}><Light state={row.rollout.light.color} /></span> },
    { id: 'step', label: t('column.step'), width: '9.5rem', cell: step },
  ]
}
