import { useQuery } from '@tanstack/react-query'
import { useNavigate, useSearch } from '@tanstack/react-router'
import type { TFunction } from 'i18next'
import { useMemo, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { useList } from '@/api/query'
import type { LevyRow } from '@/api/types'
import { sayNumber } from '@/lib/numbers'
import { many, one, stringifySearch, type SearchValues } from '@/lib/search'
import { ExportMenu } from '@/pickers/ExportMenu'
import { ProblemNote } from '@/pickers/ProblemNote'
import { LinkButton } from '@/ui/Button'
import { ChoiceDialog } from '@/ui/ChoiceDialog'
import { EmptyState } from '@/ui/EmptyState'
import { FilterBar } from '@/ui/FilterBar'
import { OrganisationsIcon } from '@/ui/icons'
import { PageHeader } from '@/ui/PageHeader'
import { DataTable } from '@/ui/table/DataTable'
import { readSort, sortParam, type Column } from '@/ui/table/types'
import { useLanguage } from '@/ui/When'
import { BodyDialog } from './BodyDialog'
import { levyList, levySums, type LevyFilter } from './queries'
import { Sums } from './Sums'
import { LEVELS, useMoney } from './words'
import { useYear } from './YearSelect'
import './levy.css'

/** What each body one sees pays in a year; a town hall finds its own amount. */
export function LevyPage() {
  const { t } = useTranslation('levy')
  const navigate = useNavigate()
  const search = useSearch({ strict: false }) as SearchValues
  const year = useYear()
  const filter = useMemo<LevyFilter>(() => {
    const [q, below, sort] = [one(search.q), one(search.below), one(search.sort)]
    return { year, ...(q ? { q } : {}), ...(below ? { below } : {}), ...(sort ? { sort } : {}), ...(search.level ? { level: many(search.level) } : {}) }
  }, [search, year])
  const list = useList(levyList(filter))
  const columns = useColumns(t)
  const change = (patch: Record<string, string | string[] | undefined>) => void navigate({ to: '.', search: ((before: SearchValues) => ({ ...before, ...patch })) as never, replace: true })
  const opened = one(search.body)
  const narrowed = Object.keys(filter).some((key) => !['year', 'sort'].includes(key))
  return (
    <div className="dw-page dw-page--fill">
      <PageHeader
        title={t('title')} meta={list.total === undefined ? undefined : t('total', { count: list.total })}
        actions={<><LinkButton href={`/digital-levy/method${stringifySearch({ year: String(year) })}`}>{t('method.title')}</LinkButton><LinkButton href={`/digital-levy/costs${stringifySearch({ year: String(year) })}`}>{t('costs.title')}</LinkButton><ExportMenu list="/api/v1/digital-levies" filter={filter} columns={['body.name', 'body.key', 'region.name', 'population', 'bezirk_cents', 'district_cents', 'municipality_cents', 'amount_cents']} /></>}
      />
      <Sums />
      <p className="dw-muted dw-small ly-note">{t('binding')}</p>
      <Filters filter={filter} change={change} />
      <ProblemNote problem={list.problem} />
      <DataTable
        label={t('title')} columns={columns} rows={list.problem ? [] : list.rows} rowId={(row) => row.id} rowLabel={(row) => row.body.name ?? t('hidden')}
        rowHref={(row) => `/digital-levy${stringifySearch({ ...search, body: row.id })}`} onOpen={(row) => change({ body: row.id })}
        sort={readSort(filter.sort ?? 'name')} onSort={(sort) => change({ sort: sortParam(sort) })}
        total={list.total} hasMore={list.hasMore} isLoadingMore={list.isLoadingMore} onLoadMore={list.onLoadMore}
        empty={<EmptyState icon={OrganisationsIcon} title={narrowed ? t('no_match') : t('none')}>{narrowed ? t('no_match_text') : t('none_text')}</EmptyState>}
      />
      {opened ? <BodyDialog id={opened} year={year} onClose={() => change({ body: undefined })} /> : null}
    </div>
  )
}

function useColumns(t: TFunction<'levy'>): Column<LevyRow>[] {
  const money = useMoney()
  const language = useLanguage()
  return useMemo(() => {
    const euro = (cents: number | null) => (cents === null ? <span className="dw-muted">–</span> : money(cents))
    return [
      { id: 'body', label: t('body'), width: 'minmax(12rem, 2fr)', sortKey: 'name', card: 'title', cell: (row) => row.body.name ?? t('hidden') },
      { id: 'kind', label: t('kind'), width: 'minmax(8rem, 1fr)', cell: (row) => t(`kinds.${row.kind as 'municipality'}`) },
      { id: 'region', label: t('region'), width: 'minmax(9rem, 1fr)', card: 'hidden', cell: (row) => row.region.name ?? t('hidden') },
      { id: 'population', label: t('population'), width: '7.5rem', align: 'end', sortKey: 'population', cell: (row) => sayNumber(row.population, language) },
      { id: 'bezirk', label: t('levels.bezirk'), width: '8.5rem', align: 'end', card: 'hidden', cell: (row) => euro(row.bezirk_cents) },
      { id: 'district', label: t('levels.district'), width: '8.5rem', align: 'end', card: 'hidden', cell: (row) => euro(row.district_cents) },
      { id: 'municipality', label: t('levels.municipality'), width: '8.5rem', align: 'end', card: 'hidden', cell: (row) => euro(row.municipality_cents) },
      { id: 'amount', label: t('amount'), width: '9rem', align: 'end', sortKey: 'amount', cell: (row) => <strong>{money(row.amount_cents)}</strong> },
    ]
  }, [t, money, language])
}

interface FiltersProps {
  filter: LevyFilter
  change: (patch: Record<string, string | string[] | undefined>) => void
}

function Filters({ filter, change }: FiltersProps) {
  const { t } = useTranslation('levy')
  const [editing, setEditing] = useState<'level' | 'below' | undefined>()
  const regions = (useQuery(levySums(filter.year)).data?.regions ?? []).map(({ region }) => ({ id: region.id, label: region.name ?? t('hidden') }))
  const levels = LEVELS.map((id) => ({ id, label: t(`levels.${id}`) }))
  const { level = [], below } = filter
  const set = [...(level.length > 0 ? (['level'] as const) : []), ...(below ? (['below'] as const) : [])]
  const word = { level: level.map((id) => levels.find((one) => one.id === id)?.label ?? id).join(', '), below: regions.find((one) => one.id === below)?.label ?? '…' }
  return (
    <>
      <FilterBar
        query={{ value: filter.q ?? '', onChange: (q) => change({ q: q || undefined }), placeholder: t('search') }}
        chips={set.map((kind) => ({ id: kind, name: t(`filter.${kind}`), value: word[kind], onRemove: () => change({ [kind]: undefined }), onEdit: () => setEditing(kind) }))}
        available={(['level', 'below'] as const).filter((kind) => !set.some((one) => one === kind)).map((kind) => ({ id: kind, label: t(`filter.${kind}`), onAdd: () => setEditing(kind) }))}
        onClear={() => change({ level: undefined, below: undefined })}
      />
      {editing === 'level' ? <ChoiceDialog title={t('filter.level')} options={levels} selected={level} onChange={(ids) => change({ level: ids.length > 0 ? ids : undefined })} onClose={() => setEditing(undefined)} /> : null}
      {editing === 'below' ? <ChoiceDialog title={t('filter.below')} options={regions} selected={below ? [below] : []} onChange={(ids) => change({ below: ids.at(-1) })} onClose={() => setEditing(undefined)} /> : null}
    </>
  )
}
