import { useNavigate } from '@tanstack/react-router'
import type { TFunction } from 'i18next'
import { useMemo } from 'react'
import { useTranslation } from 'react-i18next'
import type { TimelineBar, TimelineView } from '@/api/types'
import { stringifySearch } from '@/lib/search'
import { DataTable } from '@/ui/table/DataTable'
import type { Column } from '@/ui/table/types'
import { When } from '@/ui/When'

interface Entry extends TimelineBar {
  place: { id: string; name: string }
}

const day = (value: string | null) => (value ? <When value={value} /> : <span className="dw-muted">–</span>)

function columnsOf(t: TFunction<'pictures'>, by: TimelineView['by']): Column<Entry>[] {
  return [
    { id: 'place', label: t(`timeline.column.${by}`), width: 'minmax(10rem, 1.4fr)', card: 'title', cell: ({ place }) => place.name },
    { id: 'service', label: t('timeline.column.service'), width: 'minmax(11rem, 1.6fr)', cell: ({ service }) => service.name ?? service.key },
    { id: 'start', label: t('timeline.column.start'), width: '7rem', cell: ({ start }) => day(start) },
    { id: 'plan', label: t('timeline.plan'), width: '7rem', cell: ({ plan }) => day(plan) },
    { id: 'forecast', label: t('timeline.forecast'), width: '7rem', cell: ({ forecast }) => day(forecast) },
    { id: 'actual', label: t('timeline.column.actual'), width: '8rem', cell: ({ actual }) => day(actual) },
    { id: 'live', label: t('timeline.column.live'), width: '6rem', align: 'end', cell: ({ live, total }) => `${live}/${total}` },
  ]
}

const hrefOf = ({ place, service }: Entry) => `/rollouts${stringifySearch({ below: place.id, service: service.id })}`

/** The same as a table. */
export function TimelineTable({ view }: { view: TimelineView }) {
  const { t } = useTranslation('pictures')
  const navigate = useNavigate()
  const rows = useMemo(() => view.rows.flatMap(({ id, name, bars }) => bars.map((bar): Entry => ({ ...bar, place: { id, name } }))), [view])
  const columns = useMemo(() => columnsOf(t, view.by), [t, view.by])
  return <DataTable label={t('timeline.title')} columns={columns} rows={rows} rowId={({ place, service }) => `${place.id} ${service.id}`} rowLabel={({ place, service }) => `${place.name} ${service.name ?? ''}`} rowHref={hrefOf} onOpen={(entry) => void navigate({ to: hrefOf(entry) as never })} total={rows.length} empty={null} />
}
