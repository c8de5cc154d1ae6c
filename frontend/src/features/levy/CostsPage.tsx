import { useQuery } from '@tanstack/react-query'
import { useNavigate, useSearch } from '@tanstack/react-router'
import type { TFunction } from 'i18next'
import { useMemo } from 'react'
import { useTranslation } from 'react-i18next'
import { useMay } from '@/api/me'
import { asProblem } from '@/api/problem'
import type { Named, ServiceCostView, ServiceLevel } from '@/api/types'
import { one, stringifySearch, type SearchValues } from '@/lib/search'
import { ExportMenu } from '@/pickers/ExportMenu'
import { ProblemNote } from '@/pickers/ProblemNote'
import { EmptyState } from '@/ui/EmptyState'
import { ServicesIcon } from '@/ui/icons'
import { PageHeader } from '@/ui/PageHeader'
import { DataTable } from '@/ui/table/DataTable'
import type { Column } from '@/ui/table/types'
import { When } from '@/ui/When'
import { bearer } from './costForm'
import { ChangeCostDialog, EnterCostDialog } from './CostDialog'
import { CopyCosts } from './CopyCosts'
import { activeServices, costsOf } from './queries'
import { Sums } from './Sums'
import { LEVELS, useMoney } from './words'
import { useYear } from './YearSelect'
import './levy.css'

/** A service with what it costs in the year, or without. */
interface CostRow {
  service: Named
  level: ServiceLevel | null
  cost: ServiceCostView | undefined
}

/** What services cost in a year: entered once, changed as figures become known. */
export function CostsPage() {
  const { t } = useTranslation('levy')
  const year = useYear()
  const costs = useQuery(costsOf(year))
  const services = useQuery(activeServices)
  const may = useMay()('service:write')
  const navigate = useNavigate()
  const search = useSearch({ strict: false }) as SearchValues
  const open = (id: string | undefined) => void navigate({ to: '.', search: ((before: SearchValues) => ({ ...before, service: id })) as never, replace: true })
  const rows = useMemo(() => (costs.data && services.data ? rowsOf(costs.data, services.data) : undefined), [costs.data, services.data])
  const active = useMemo(() => new Set(services.data?.map(({ id }) => id)), [services.data])
  const columns = useColumns(t)
  const opened = may ? rows?.find(({ service }) => service.id === one(search.service)) : undefined
  const close = () => open(undefined)
  const problem = costs.error ?? services.error
  const entered = costs.data?.length
  return (
    <div className="dw-page dw-page--fill">
      <PageHeader
        title={t('costs.title')} crumbs={[{ label: t('title'), href: `/digital-levy?year=${year}` }]} meta={entered === undefined ? undefined : t('costs.entered', { count: entered, of: rows?.length ?? entered })}
        actions={<>{may && rows && costs.data ? <CopyCosts key={year} year={year} present={costs.data} active={active} /> : null}<ExportMenu list="/api/v1/service-costs" filter={{ year }} columns={['service.name', 'service.key', 'year', 'operation_cents', 'first_cents', 'state_cents', 'municipal_cents', 'shares.bezirk', 'shares.district', 'shares.municipality', 'as_of', 'source']} /></>}
      />
      <Sums />
      <ProblemNote problem={problem ? asProblem(problem) : undefined} />
      <DataTable
        label={t('costs.title')} columns={columns} rows={problem ? [] : rows} rowId={(row) => row.service.id} rowLabel={(row) => row.service.name ?? t('hidden')}
        {...(may ? { rowHref: (row: CostRow) => `/digital-levy/costs${stringifySearch({ year: String(year), service: row.service.id })}`, onOpen: (row: CostRow) => open(row.service.id) } : { rowHref: (row: CostRow) => `/services/${row.service.id}`, onOpen: (row: CostRow) => void navigate({ to: `/services/${row.service.id}` as never }) })}
        total={rows?.length} empty={<EmptyState icon={ServicesIcon} title={t('costs.none')}>{t('costs.none_text')}</EmptyState>}
      />
      {opened?.cost ? <ChangeCostDialog key={opened.cost.id} cost={opened.cost} onClose={close} /> : opened ? <EnterCostDialog key={opened.service.id} service={opened.service} level={opened.level} year={year} onClose={close} /> : null}
    </div>
  )
}

/** Every active service, and those with costs that are no longer active, by name. */
function rowsOf(costs: ServiceCostView[], services: { id: string; name: string; key: string; level: ServiceLevel }[]): CostRow[] {
  const known = new Map<string, CostRow>(services.map(({ id, name, key, level }) => [id, { service: { id, name, key }, level, cost: undefined }]))
  for (const cost of costs) known.set(cost.service.id, { service: cost.service, level: cost.level, cost })
  return [...known.values()].toSorted((a, b) => (a.service.name ?? '').localeCompare(b.service.name ?? '', 'de'))
}

function useColumns(t: TFunction<'levy'>): Column<CostRow>[] {
  const money = useMoney()
  return useMemo(() => {
    const euro = (cents: number | undefined) => (cents === undefined ? <span className="dw-muted">–</span> : money(cents))
    return [
      { id: 'service', label: t('service'), width: 'minmax(12rem, 2fr)', card: 'title', cell: ({ service }) => service.name ?? t('hidden') },
      { id: 'operation', label: t('costs.operation'), width: 'minmax(9rem, 1fr)', align: 'end', cell: ({ cost }) => euro(cost?.operation_cents) },
      { id: 'first', label: t('costs.first'), width: 'minmax(9rem, 1fr)', align: 'end', cell: ({ cost }) => euro(cost?.first_cents) },
      { id: 'municipal', label: t('sums.municipal'), width: 'minmax(9rem, 1fr)', align: 'end', cell: ({ cost }) => euro(cost?.municipal_cents) },
      { id: 'shares', label: t('costs.shares'), width: 'minmax(12rem, 1.4fr)', cell: ({ cost, level }) => (cost && !cost.by_level ? LEVELS.filter((one) => cost.shares[one] > 0).map((one) => `${t(`levels.${one}`)} ${cost.shares[one]}`).join(' : ') : t(`levels.${bearer(level)}`)) },
      { id: 'as_of', label: t('costs.as_of'), width: '7rem', card: 'hidden', cell: ({ cost }) => (cost ? <When value={cost.as_of} /> : <span className="dw-muted">{t('costs.open')}</span>) },
    ]
  }, [t, money])
}
