import { useNavigate, useSearch } from '@tanstack/react-router'
import type { TFunction } from 'i18next'
import { useMemo, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { useList } from '@/api/query'
import type { ServiceView } from '@/api/types'
import { many, one, type SearchValues } from '@/lib/search'
import { ExportMenu } from '@/pickers/ExportMenu'
import { ProblemNote } from '@/pickers/ProblemNote'
import { Badge } from '@/ui/Badge'
import { LinkButton } from '@/ui/Button'
import { ChoiceDialog } from '@/ui/ChoiceDialog'
import { EmptyState } from '@/ui/EmptyState'
import { FilterBar } from '@/ui/FilterBar'
import { PlusIcon, ServicesIcon, UploadIcon } from '@/ui/icons'
import { PageHeader } from '@/ui/PageHeader'
import { DataTable } from '@/ui/table/DataTable'
import { readSort, sortParam, type Column } from '@/ui/table/types'
import { useAllowed } from './useAllowed'
import { serviceList, type ServiceFilter } from './queries'
import { LEVELS, PACKAGES } from './words'

type Kind = 'level' | 'package' | 'active'

/** The EfA services that can be ordered and rolled out. */
export function ServicesPage() {
  const { t } = useTranslation('catalogue')
  const navigate = useNavigate()
  const search = useSearch({ strict: false }) as SearchValues
  const filter = useMemo<ServiceFilter>(() => {
    const [q, sort, active] = [one(search.q), one(search.sort), one(search.active)]
    return { ...(q ? { q } : {}), ...(sort ? { sort } : {}), ...(search.level ? { level: many(search.level) } : {}), ...(search.package ? { package: many(search.package) } : {}), ...(active ? { active: active === 'true' } : {}) }
  }, [search])
  const list = useList(serviceList(filter))
  const columns = useMemo(() => serviceColumns(t), [t])
  const change = (patch: Record<string, string | string[] | undefined>) => void navigate({ to: '.', search: ((before: SearchValues) => ({ ...before, ...patch })) as never, replace: true })
  const may = useAllowed('service:write')
  return (
    <div className="dw-page dw-page--fill">
      <PageHeader
        title={t('services.title')} meta={list.total === undefined ? undefined : t('services.total', { count: list.total })}
        actions={<><ExportMenu list="/api/v1/services" filter={filter} columns={['name', 'key', 'ozg_id', 'leika_keys', 'level', 'package', 'operator.name', 'maturity.level', 'active']} />{may ? <><LinkButton href="/services/import" icon={<UploadIcon aria-hidden="true" />}>{t('services.import')}</LinkButton><LinkButton href="/services/new" variant="primary" icon={<PlusIcon aria-hidden="true" />}>{t('services.new')}</LinkButton></> : null}</>}
      />
      <Filters filter={filter} change={change} />
      <ProblemNote problem={list.problem} />
      <DataTable
        label={t('services.title')} columns={columns} rows={list.problem ? [] : list.rows} rowId={(row) => row.id} rowLabel={(row) => row.name} rowHref={(row) => `/services/${row.id}`}
        onOpen={(row) => void navigate({ to: `/services/${row.id}` as never })} sort={readSort(filter.sort)} onSort={(sort) => change({ sort: sortParam(sort) })}
        total={list.total} hasMore={list.hasMore} isLoadingMore={list.isLoadingMore} onLoadMore={list.onLoadMore}
        empty={Object.keys(filter).length > 0 ? <EmptyState icon={ServicesIcon} title={t('services.no_match')}>{t('services.no_match_text')}</EmptyState> : <EmptyState icon={ServicesIcon} title={t('services.none')} actions={may ? <LinkButton href="/services/import" variant="primary">{t('services.import')}</LinkButton> : undefined}>{t('services.none_text')}</EmptyState>}
      />
    </div>
  )
}

function serviceColumns(t: TFunction<'catalogue'>): Column<ServiceView>[] {
  return [
    { id: 'name', label: t('service.name'), width: 'minmax(12rem, 2fr)', sortKey: 'name', card: 'title', cell: (row) => row.name },
    { id: 'key', label: t('service.key'), width: 'minmax(8rem, 0.8fr)', sortKey: 'key', cell: (row) => row.key },
    { id: 'ozg', label: t('service.ozg_id'), width: '5rem', cell: (row) => row.ozg_id ?? '–' },
    { id: 'level', label: t('service.level'), width: 'minmax(12.5rem, 1fr)', cell: (row) => t(`level.${row.level}`) },
    { id: 'package', label: t('service.package'), width: '8rem', cell: (row) => t(`package.${row.package}`) },
    { id: 'operator', label: t('service.operator'), width: 'minmax(9rem, 1fr)', card: 'hidden', cell: (row) => row.operator?.name ?? '–' },
    { id: 'maturity', label: t('service.maturity'), width: '6.5rem', card: 'hidden', cell: (row) => (row.maturity ? t('service.maturity_value', { level: row.maturity.level, model: row.maturity.model }) : '–') },
    { id: 'active', label: t('service.active'), width: '7.5rem', cell: (row) => <Badge tone={row.active ? 'success' : 'neutral'}>{row.active ? t('service.is_active') : t('service.is_inactive')}</Badge> },
  ]
}

function Filters({ filter, change }: { filter: ServiceFilter; change: (patch: Record<string, string | string[] | undefined>) => void }) {
  const { t } = useTranslation('catalogue')
  const [editing, setEditing] = useState<'level' | 'package' | undefined>()
  const options = { level: LEVELS.map((id) => ({ id, label: t(`level.${id}`) })), package: PACKAGES.map((id) => ({ id, label: t(`package.${id}`) })) }
  const wordsOf = (kind: 'level' | 'package') => (filter[kind] ?? []).map((id) => options[kind].find((option) => option.id === id)?.label ?? id).join(', ')
  const set: Kind[] = (['level', 'package', 'active'] as const).filter((kind) => filter[kind] !== undefined)
  return (
    <>
      <FilterBar
        query={{ value: filter.q ?? '', onChange: (q) => change({ q: q || undefined }), placeholder: t('services.search') }}
        chips={set.map((kind) => ({ id: kind, name: t(`service.${kind}`), value: kind === 'active' ? (filter.active ? t('yes') : t('no')) : wordsOf(kind), onRemove: () => change({ [kind]: undefined }), ...(kind === 'active' ? {} : { onEdit: () => setEditing(kind) }) }))}
        available={(['level', 'package', 'active'] as const).filter((kind) => !set.includes(kind)).map((kind) => ({ id: kind, label: t(`service.${kind}`), onAdd: () => (kind === 'active' ? change({ active: 'true' }) : setEditing(kind)) }))}
        onClear={() => change({ level: undefined, package: undefined, active: undefined })}
      />
      {editing ? <ChoiceDialog title={t(`service.${editing}`)} options={options[editing]} selected={filter[editing] ?? []} onChange={(ids) => change({ [editing]: ids.length > 0 ? ids : undefined })} onClose={() => setEditing(undefined)} /> : null}
    </>
  )
}
