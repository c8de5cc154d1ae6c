import { useNavigate, useSearch } from '@tanstack/react-router'
import { useMemo } from 'react'
import { useTranslation } from 'react-i18next'
import { useList } from '@/api/query'
import type { OrganisationRow } from '@/api/types'
import { sayNumber } from '@/lib/numbers'
import { many, one, type SearchValues } from '@/lib/search'
import { ExportMenu } from '@/pickers/ExportMenu'
import { useKindName } from '@/pickers/labels'
import { ProblemNote } from '@/pickers/ProblemNote'
import { EmptyState } from '@/ui/EmptyState'
import { OrganisationsIcon } from '@/ui/icons'
import { PageHeader } from '@/ui/PageHeader'
import { DataTable } from '@/ui/table/DataTable'
import { readSort, sortParam, type Column } from '@/ui/table/types'
import { useLanguage } from '@/ui/When'
import { ListFilters } from './ListFilters'
import { organisationList, type OrganisationFilter } from './queries'
import './organisations.css'

/** Organisations one below the other, to be narrowed, sorted and taken along: such as all towns that no service reaches yet. */
export function ListPage() {
  const { t } = useTranslation('organisations')
  const navigate = useNavigate()
  const language = useLanguage()
  const filter = filterOf(useSearch({ strict: false }) as SearchValues)
  const list = useList(organisationList(filter))
  const columns = useColumns()
  const change = (patch: Partial<Record<keyof OrganisationFilter, string | string[] | undefined>>) =>
    void navigate({ to: '.', search: ((before: SearchValues) => ({ ...before, ...patch })) as never, replace: true })
  return (
    <div className="dw-page dw-page--fill">
      <PageHeader
        title={t('list.title')} meta={list.total === undefined ? undefined : t('list.total', { count: list.total, shown: list.total > 1_000 ? `${sayNumber(1_000, language)}+` : sayNumber(list.total, language) })}
        actions={<ExportMenu list="/api/v1/organisations" filter={filter} columns={['kind', 'designation', 'name', 'official_name', 'ags', 'ars', 'own_key', 'parent.name', 'population']} />}
      />
      <ListFilters filter={filter} change={change} />
      {list.problem ? <ProblemNote problem={list.problem} /> : (
        <DataTable
          label={t('list.title')} columns={columns} {...list} rowId={(row) => row.id} rowLabel={(row) => row.name}
          rowHref={(row) => `/organisations/${row.id}`} onOpen={(row) => void navigate({ to: `/organisations/${row.id}` as never })}
          sort={readSort(filter.sort ?? 'name')} onSort={(next) => change({ sort: sortParam(next) })}
          empty={<EmptyState icon={OrganisationsIcon} title={t('list.nothing')}>{t('list.nothing_text')}</EmptyState>}
        />
      )}
    </div>
  )
}

function filterOf(search: SearchValues): OrganisationFilter {
  const kind = many(search.kind) as OrganisationRow['kind'][]
  const live = one(search.live)
  const text = (name: 'q' | 'sort' | 'below' | 'live_service' | 'live_programme') => { const value = one(search[name]); return value ? { [name]: value } : {} }
  return { ...text('q'), ...(kind.length > 0 ? { kind } : {}), ...text('below'), ...(live === 'true' || live === 'false' ? { live: live === 'true' } : {}), ...text('live_service'), ...text('live_programme'), ...text('sort') }
}

function useColumns(): Column<OrganisationRow>[] {
  const { t } = useTranslation('organisations')
  const language = useLanguage()
  const kindName = useKindName()
  return useMemo(
    () => [
      { id: 'name', label: t('list.name'), width: 'minmax(14rem, 2fr)', sortKey: 'name', card: 'title', cell: (row) => row.name },
      { id: 'kind', label: t('list.kind'), width: 'minmax(10rem, 1fr)', cell: (row) => row.designation ?? kindName(row.kind) },
      { id: 'key', label: t('list.key'), width: '8rem', cell: (row) => row.ags ?? row.own_key ?? row.ars ?? '' },
      { id: 'parent', label: t('list.parent'), width: 'minmax(12rem, 1.5fr)', cell: (row) => row.parent?.name ?? '' },
      { id: 'population', label: t('list.population'), width: '8rem', align: 'end', sortKey: 'population', cell: (row) => (row.population > 0 ? sayNumber(row.population, language) : '') },
    ],
    [t, language, kindName],
  )
}
