import { keepPreviousData, useQuery } from '@tanstack/react-query'
import { useNavigate, useSearch } from '@tanstack/react-router'
import { useMemo } from 'react'
import { useTranslation } from 'react-i18next'
import { asProblem } from '@/api/problem'
import type { TimelineView } from '@/api/types'
import { dayOf } from '@/lib/dates'
import { one, type SearchValues } from '@/lib/search'
import { ProblemNote } from '@/pickers/ProblemNote'
import { Button } from '@/ui/Button'
import { EmptyState } from '@/ui/EmptyState'
import { ClockIcon } from '@/ui/icons'
import { PageHeader } from '@/ui/PageHeader'
import { Segmented } from '@/ui/Segmented'
import { LoadingNote, Skeleton } from '@/ui/Skeleton'
import { RolloutFilters } from '../RolloutFilters'
import { useRolloutFilter } from '../useRolloutFilter'
import { Chart } from './Chart'
import { timelineQuery } from './queries'
import { scaleOf, ZOOMS, type Zoom } from './scale'
import { TimelineTable } from './TimelineTable'
import './timeline.css'

/** What is chosen beside the filter, in the address as well. */
function useChoices() {
  const search = useSearch({ strict: false }) as SearchValues
  const navigate = useNavigate()
  const choose = (patch: Record<string, string | undefined>) => void navigate({ to: '.', search: ((before: SearchValues) => ({ ...before, ...patch })) as never, replace: true })
  const zoom: Zoom = ZOOMS.find((known) => known === one(search.zoom)) ?? 'month'
  return { by: one(search.by) === 'body' ? 'body' : 'region', zoom, table: one(search.as) === 'table', choose }
}

/** From when to when services go, per region or body: what was planned, what has happened, what is expected. */
export function TimelinePage() {
  const { t } = useTranslation('pictures')
  const { filter, change } = useRolloutFilter()
  const { by, zoom, table, choose } = useChoices()
  const query = useQuery({ ...timelineQuery(by, filter), placeholderData: keepPreviousData })
  const options = (key: string, ids: readonly string[]) => ids.map((id) => ({ id, label: t(`timeline.${key}.${id}`) }))
  return (
    <div className="dw-page dw-page--fill">
      <PageHeader
        title={t('timeline.title')} meta={query.data ? t('timeline.size', { count: query.data.rows.length }) : undefined}
        actions={
          <>
            <Segmented hideLabel label={t('timeline.rows')} value={by} onChange={(next) => choose({ by: next === 'region' ? undefined : next })} options={options('by', ['region', 'body'])} />
            {table ? null : <Segmented hideLabel label={t('timeline.zooms')} value={zoom} onChange={(next) => choose({ zoom: next === 'month' ? undefined : next })} options={options('zoom', ZOOMS)} />}
            <Button aria-pressed={table} onPress={() => choose({ as: table ? undefined : 'table' })}>{table ? t('timeline.as_chart') : t('timeline.as_table')}</Button>
          </>
        }
      />
      <RolloutFilters view="timeline" filter={filter} change={change} />
      <ProblemNote problem={query.error ? asProblem(query.error) : undefined} />
      {query.data?.more ? <p className="dw-muted">{t('timeline.more')}</p> : null}
      {query.data ? <Shown view={query.data} zoom={zoom} table={table} /> : query.error ? null : <div><LoadingNote /><Skeleton lines={12} /></div>}
    </div>
  )
}

function Shown({ view, zoom, table }: { view: TimelineView; zoom: Zoom; table: boolean }) {
  const { t } = useTranslation('pictures')
  const today = dayOf(new Date())
  const scale = useMemo(() => scaleOf(view.rows.flatMap(({ bars }) => bars), today, zoom), [view, today, zoom])
  if (view.rows.length === 0) return <EmptyState icon={ClockIcon} title={t('timeline.empty')}>{t('timeline.empty_text')}</EmptyState>
  return table ? <TimelineTable view={view} /> : <Chart view={view} scale={scale} zoom={zoom} today={today} />
}
