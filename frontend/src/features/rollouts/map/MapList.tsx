import type { TFunction } from 'i18next'
import { useMemo } from 'react'
import { useTranslation } from 'react-i18next'
import type { Language } from '@/lib/dates'
import { sayNumber, sayPercent } from '@/lib/numbers'
import { EmptyState } from '@/ui/EmptyState'
import { RegionIcon } from '@/ui/icons'
import { Light } from '@/ui/Light'
import { DataTable } from '@/ui/table/DataTable'
import { readSort, sortParam, type Column } from '@/ui/table/types'
import { useLanguage } from '@/ui/When'
import { shareOf, type Figures } from './figures'

const LIGHTS = { r: 'red', y: 'yellow', g: 'green' } as const
const RANK = { r: 0, y: 1, g: 2 } as const

function columnsOf(t: TFunction<'pictures'>, language: Language): Column<Figures>[] {
  const percent = (of: Figures, metric: 'live' | 'people') => { const share = shareOf(of, metric); return share === undefined ? '–' : sayPercent(share, language) }
  return [
    { id: 'name', label: t('map.column.name'), width: 'minmax(9rem, 2fr)', sortKey: 'name', card: 'title', cell: (of) => of.name },
    { id: 'live', label: t('map.column.live'), width: 'minmax(9rem, 1fr)', sortKey: 'live', align: 'end', cell: (of) => <>{percent(of, 'live')} <span className="dw-muted">{t('map.live_of', { live: sayNumber(of.live, language), of: sayNumber(of.of, language) })}</span></> },
    { id: 'people', label: t('map.column.people'), width: '7rem', sortKey: 'people', align: 'end', cell: (of) => percent(of, 'people') },
    { id: 'light', label: t('map.column.light'), width: '6rem', sortKey: 'light', cell: (of) => of.worst ? <Light state={LIGHTS[of.worst]} symbolOnly /> : <span className="dw-muted">–</span> },
  ]
}

/** What each column is ordered by. */
const ORDERS: Record<string, (one: Figures, other: Figures) => number> = {
  name: (one, other) => one.name.localeCompare(other.name, 'de'),
  live: (one, other) => (shareOf(one, 'live') ?? -1) - (shareOf(other, 'live') ?? -1),
  people: (one, other) => (shareOf(one, 'people') ?? -1) - (shareOf(other, 'people') ?? -1),
  light: (one, other) => (one.worst ? RANK[one.worst] : 3) - (other.worst ? RANK[other.worst] : 3),
}

interface ListProps {
  figures: Figures[]
  level: 'district' | 'municipality'
  sort: string | undefined
  onSort: (sort: string) => void
  hrefOf: (figures: Figures) => string
  onOpen: (id: string) => void
  onActive: (id: string) => void
}

/** The table behind the map: every place with its numbers, by keyboard too. */
export function MapList({ figures, level, sort, onSort, hrefOf, onOpen, onActive }: ListProps) {
  const { t } = useTranslation('pictures')
  const language = useLanguage()
  const columns = useMemo(() => columnsOf(t, language), [t, language])
  const sorted = readSort(sort ?? 'name')
  const rows = useMemo(() => {
    const rows = figures.toSorted(ORDERS[sorted?.key ?? 'name'] ?? ORDERS.name)
    return sorted?.descending ? rows.toReversed() : rows
  }, [figures, sorted?.key, sorted?.descending])
  return (
    <DataTable
      label={t(`map.shape.${level}`)} columns={columns} rows={rows} rowId={({ id }) => id} rowLabel={({ name }) => name} rowHref={hrefOf} total={rows.length}
      onOpen={({ id }) => onOpen(id)} onActive={({ id }) => onActive(id)} sort={sorted} onSort={(next) => onSort(sortParam(next))}
      empty={<EmptyState icon={RegionIcon} title={t('map.empty')}>{t('map.empty_text')}</EmptyState>}
    />
  )
}
