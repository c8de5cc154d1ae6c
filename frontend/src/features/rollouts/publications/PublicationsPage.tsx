import { useQuery, useQueries } from '@tanstack/react-query'
import { useNavigate, useSearch } from '@tanstack/react-router'
import type { TFunction } from 'i18next'
import { useMemo, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { useList } from '@/api/query'
import type { Named, PublicationRow, PublicationSummary } from '@/api/types'
import { many, one, type SearchValues } from '@/lib/search'
import { serviceName } from '@/pickers/choices'
import { ExportMenu } from '@/pickers/ExportMenu'
import { OrganisationPicker } from '@/pickers/OrganisationPicker'
import { ProblemNote } from '@/pickers/ProblemNote'
import { ServicePicker } from '@/pickers/ServicePicker'
import { Button } from '@/ui/Button'
import { Dialog } from '@/ui/Dialog'
import { EmptyState } from '@/ui/EmptyState'
import { FilterBar, type FilterChip } from '@/ui/FilterBar'
import { SuccessIcon } from '@/ui/icons'
import { PageHeader } from '@/ui/PageHeader'
import { Segmented } from '@/ui/Segmented'
import { DataTable } from '@/ui/table/DataTable'
import { readSort, sortParam, type Column } from '@/ui/table/types'
import { toasts } from '@/ui/toasts'
import { When } from '@/ui/When'
import { organisation } from '../queries'
import { hrefOf, titleOf } from '../words'
import { PublicationFacts, PublicationState } from './PublicationState'
import { asked, publicationList, publicationSummary, useCheck, type PublicationFilter } from './queries'
import '../rollouts.css'

const STATES = ['contradicted', 'missing', 'unmatched', 'found', 'pending'] as const
type Change = (patch: Partial<Record<keyof PublicationFilter, string | string[] | undefined>>) => void

/** The filter lives in the address, so that it can be sent and bookmarked. */
function useFilter() {
  const search = useSearch({ strict: false }) as SearchValues
  const navigate = useNavigate()
  const filter = useMemo(() => {
    const found: PublicationFilter = {}
    for (const key of ['state', 'service'] as const) if (search[key] !== undefined) found[key] = many(search[key])
    for (const key of ['below', 'contradicted', 'sort'] as const) { const value = one(search[key]); if (value) found[key] = value }
    return found
  }, [search])
  const change: Change = (patch) => void navigate({ to: '.', search: ((before: SearchValues) => ({ ...before, ...patch })) as never, replace: true })
  return { filter, change }
}

/** What citizens find, as an index of published services says, beside what people said: where both differ is work. */
export function PublicationsPage() {
  const { t } = useTranslation('publications')
  const navigate = useNavigate()
  const { filter, change } = useFilter()
  const summary = useQuery(publicationSummary).data
  const list = useList(publicationList(filter))
  const check = useCheck(() => toasts.show({ text: t('checking') }))
  const { mutate } = check
  const columns = useMemo(() => publicationColumns(t, (row) => mutate(row.rollout.id)), [t, mutate])
  const asking = summary?.index ? 'on' : 'off'
  const narrowed = Object.keys(filter).some((key) => key !== 'sort')
  const reset = () => change({ state: undefined, service: undefined, below: undefined, contradicted: undefined })
  return (
    <div className="dw-page dw-page--fill">
      <PageHeader title={t('title')} meta={summary?.index ? t('by', { index: t(`index.${summary.index}`) }) : undefined} actions={<ExportMenu list="/api/v1/publications" filter={asked(filter)} columns={['rollout.body.name', 'rollout.body.key', 'rollout.service.name', 'milestone.key', 'milestone_state', 'state', 'contradicted', 'since', 'url', 'problem', 'asked_at', 'rollout.number']} />} />
      {summary ? <States summary={summary} filter={filter} change={change} /> : null}
      <Filters filter={filter} change={change} />
      <ProblemNote problem={check.problem ?? list.problem} />
      <DataTable
        label={t('title')} columns={columns} rows={list.problem ? [] : list.rows} rowId={(row) => row.rollout.id} rowLabel={(row) => titleOf(row.rollout)}
        rowHref={(row) => hrefOf(row.rollout)} onOpen={(row) => void navigate({ to: hrefOf(row.rollout) as never })}
        sort={readSort(filter.sort ?? '-since')} onSort={(sort) => change({ sort: sortParam(sort) })}
        total={list.total} hasMore={list.hasMore} isLoadingMore={list.isLoadingMore} onLoadMore={list.onLoadMore}
        empty={narrowed ? <EmptyState icon={SuccessIcon} title={t('no_match')} actions={<Button onPress={reset}>{t('reset')}</Button>} /> : <EmptyState icon={SuccessIcon} title={t(`empty.${asking}`)}>{t(`empty_text.${asking}`)}</EmptyState>}
      />
    </div>
  )
}

/** How many there are of each kind; a press shows them alone. */
function States({ summary, filter, change }: { summary: PublicationSummary; filter: PublicationFilter; change: Change }) {
  const { t } = useTranslation('publications')
  const now = filter.contradicted === 'true' ? 'contradicted' : (filter.state?.[0] ?? 'all')
  const pick = (id: string) => change({ contradicted: id === 'contradicted' ? 'true' : undefined, state: id === 'all' || id === 'contradicted' ? undefined : [id] })
  const options = [{ id: 'all', label: t('all') }, ...STATES.map((id) => ({ id, label: `${t(id === 'contradicted' ? 'contradicted' : `state.${id}`)} (${summary[id]})` }))]
  return <Segmented label={t('which')} value={now} onChange={pick} options={options} />
}

const chosen = (id: string | undefined, name: string): Named | null => (id ? { id, name, key: null } : null)

function Filters({ filter, change }: { filter: PublicationFilter; change: Change }) {
  const { t } = useTranslation('publications')
  const [editing, setEditing] = useState<'service' | 'below' | undefined>()
  const services = useQueries({ queries: (filter.service ?? []).map((id) => serviceName(id)) })
  const below = useQuery({ ...organisation(filter.below ?? ''), enabled: filter.below !== undefined }).data?.name ?? '…'
  const close = () => setEditing(undefined)
  const chips: FilterChip[] = [
    ...(filter.service ? [{ id: 'service', name: t('filter.service'), value: services.map(({ data }) => data ?? '…').join(', '), onEdit: () => setEditing('service'), onRemove: () => change({ service: undefined }) }] : []),
    ...(filter.below ? [{ id: 'below', name: t('filter.below'), value: below, onEdit: () => setEditing('below'), onRemove: () => change({ below: undefined }) }] : []),
  ]
  const available = (['service', 'below'] as const).filter((id) => !filter[id]).map((id) => ({ id, label: t(`filter.${id}`), onAdd: () => setEditing(id) }))
  return (
    <>
      <FilterBar chips={chips} available={available} onClear={() => change({ service: undefined, below: undefined })} />
      {editing === 'service' ? <Dialog isOpen onClose={close} title={t('filter.service')}><ServicePicker value={chosen(filter.service?.[0], services[0]?.data ?? '')} onChange={(named) => { change({ service: named ? [named.id] : undefined }); close() }} /></Dialog> : null}
      {editing === 'below' ? <Dialog isOpen onClose={close} title={t('filter.below')}><OrganisationPicker label={t('filter.below')} value={chosen(filter.below, below)} onChange={(named) => { change({ below: named?.id }); close() }} /></Dialog> : null}
    </>
  )
}

function publicationColumns(t: TFunction<'publications'>, onCheck: (row: PublicationRow) => void): Column<PublicationRow>[] {
  return [
    { id: 'body', label: t('column.body'), width: 'minmax(10rem, 1fr)', card: 'title', cell: (row) => row.rollout.body.name ?? '–' },
    { id: 'service', label: t('column.service'), width: 'minmax(10rem, 1.2fr)', cell: (row) => row.rollout.service?.name ?? '–' },
    { id: 'milestone', label: t('column.milestone'), width: '9rem', cell: (row) => <><span className="dw-muted">{row.milestone.key}</span> {t(`milestone.${row.milestone_state}`)}</> },
    { id: 'state', label: t('column.state'), width: '13rem', cell: (row) => <PublicationState row={row} /> },
    { id: 'since', label: t('column.since'), width: '8rem', sortKey: 'since', cell: (row) => <When value={row.since} /> },
    { id: 'facts', label: t('column.facts'), width: 'minmax(14rem, 1.5fr)', cell: (row) => <PublicationFacts row={row} /> },
    { id: 'check', label: t('column.check'), width: '9rem', cell: (row) => (row.can.includes('check') ? <Button small aria-label={t('check_name', { name: titleOf(row.rollout) })} onPress={() => onCheck(row)}>{t('check')}</Button> : null) },
  ]
}
