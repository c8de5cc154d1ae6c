import { useQuery } from '@tanstack/react-query'
import { useNavigate, useSearch } from '@tanstack/react-router'
import { useEffect, useMemo, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { useMay } from '@/api/me'
import { useList } from '@/api/query'
import type { PartyEntryView } from '@/api/types'
import { dayOf } from '@/lib/dates'
import { many, one, stringifySearch, type SearchValues } from '@/lib/search'
import { ExportMenu } from '@/pickers/ExportMenu'
import { ProblemNote } from '@/pickers/ProblemNote'
import { Button, LinkButton } from '@/ui/Button'
import { EmptyState } from '@/ui/EmptyState'
import { EditIcon, PlusIcon, TeamIcon, UploadIcon } from '@/ui/icons'
import { PageHeader } from '@/ui/PageHeader'
import { DataTable } from '@/ui/table/DataTable'
import { readSort, sortParam } from '@/ui/table/types'
import { BulkDialog } from './BulkDialog'
import { useColumns } from './columns'
import { CreateDialog } from './CreateDialog'
import { EntryDialog } from './EntryDialog'
import { EntryFilters } from './EntryFilters'
import { entryList, roles, type EntryFilter } from './queries'
import { usePlace } from './words'
import './parties.css'

const MANY = ['role', 'scope', 'organisation', 'service', 'programme'] as const
const ONE = ['q', 'below', 'valid_on', 'sort'] as const

/** The filter lives in the address, under the API's names, and so does the entry that is open. */
function useFilter() {
  const search = useSearch({ strict: false }) as SearchValues
  const navigate = useNavigate()
  const filter = useMemo(() => {
    const read: Record<string, string | string[]> = {}
    for (const key of MANY) if (search[key] !== undefined) read[key] = many(search[key])
    for (const key of ONE) { const value = one(search[key]); if (value) read[key] = value }
    return read as EntryFilter
  }, [search])
  const change = (patch: Record<string, string | string[] | undefined>) => void navigate({ to: '.', search: ((before: SearchValues) => ({ ...before, ...patch })) as never, replace: true })
  return { filter, entry: one(search.entry), change }
}

/** The party directory: who is it for this town and this service. */
export function PartiesPage() {
  const { t } = useTranslation('parties')
  const { filter, entry, change } = useFilter()
  const list = useList(entryList(filter))
  const known = useQuery(roles).data ?? []
  const columns = useColumns()
  const place = usePlace()
  const may = useMay()('party:maintain')
  const [selected, setSelected] = useState<ReadonlySet<string>>(new Set())
  const [open, setOpen] = useState<'new' | 'bulk' | undefined>()
  const close = () => setOpen(undefined)
  const create = may ? <Button variant="primary" icon={<PlusIcon aria-hidden="true" />} onPress={() => setOpen('new')}>{t('new')}</Button> : undefined
  useProgress(list.rows, list.retry)
  const narrowed = Object.keys(filter).some((key) => key !== 'sort' && key !== 'valid_on')
  return (
    <div className="dw-page dw-page--fill">
      <PageHeader
        title={t('title')} meta={list.total === undefined ? undefined : t('total', { count: list.total })}
        actions={
          <>
            <LinkButton href="/parties/gaps">{t('to_gaps')}</LinkButton>
            <ExportMenu list="/api/v1/party-entries" filter={filter} columns={['role_name', 'body.name', 'body.key', 'service.name', 'programme.name', 'organisation.name', 'person.name', 'valid_from', 'valid_to', 'rollouts', 'note']} />
            {may && (selected.size > 0 || narrowed) ? <Button icon={<EditIcon aria-hidden="true" />} onPress={() => setOpen('bulk')}>{selected.size > 0 ? t('bulk.open_selected', { count: selected.size }) : t('bulk.open_all')}</Button> : null}
            {may ? <LinkButton href="/parties/import" icon={<UploadIcon aria-hidden="true" />}>{t('import.open')}</LinkButton> : null}
            {create}
          </>
        }
      />
      <EntryFilters filter={filter} change={change} roles={known} today={dayOf(new Date())} />
      <ProblemNote problem={list.problem} />
      <DataTable
        label={t('title')} columns={columns} rows={list.problem ? [] : list.rows} rowId={(row) => row.id} rowLabel={(row) => `${row.role_name}: ${place(row)}`}
        rowHref={(row) => `/parties${stringifySearch({ ...filter, entry: row.id })}`} onOpen={(row) => change({ entry: row.id })} {...(may ? { selected, onSelect: setSelected } : {})}
        sort={readSort(filter.sort ?? 'role')} onSort={(sort) => change({ sort: sortParam(sort) })}
        total={list.total} hasMore={list.hasMore} isLoadingMore={list.isLoadingMore} onLoadMore={list.onLoadMore}
        empty={<EmptyState icon={TeamIcon} title={narrowed ? t('no_match') : t('none')} actions={create}>{narrowed ? t('no_match_text') : t('none_text')}</EmptyState>}
      />
      {open === 'new' ? <CreateDialog roles={known} onClose={close} /> : null}
      {open === 'bulk' ? <BulkDialog entries={selected.size > 0 ? { ids: [...selected] } : { ...filter, sort: undefined }} onClose={close} onDone={() => { setSelected(new Set()); close() }} /> : null}
      {entry ? <EntryDialog key={entry} id={entry} onClose={() => change({ entry: undefined })} /> : null}
    </div>
  )
}

/** While rollouts follow, the numbers are asked for again: how far they are is no event. */
function useProgress(rows: PartyEntryView[] | undefined, retry: () => unknown) {
  const today = dayOf(new Date())
  const moving = rows?.some(({ following }) => following && following.due_on <= today) ?? false
  useEffect(() => {
    if (!moving) return
    const timer = setInterval(() => void retry(), 3_000)
    return () => clearInterval(timer)
  }, [moving, retry])
}
