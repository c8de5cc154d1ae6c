import { keepPreviousData, useQuery } from '@tanstack/react-query'
import { useNavigate } from '@tanstack/react-router'
import { useMemo, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { asProblem } from '@/api/problem'
import type { Geometry } from '@/api/types'
import { sayNumber, sayPercent } from '@/lib/numbers'
import { stringifySearch } from '@/lib/search'
import { ProblemNote } from '@/pickers/ProblemNote'
import { Button } from '@/ui/Button'
import { EmptyState } from '@/ui/EmptyState'
import { RegionIcon } from '@/ui/icons'
import { PageHeader } from '@/ui/PageHeader'
import { Segmented } from '@/ui/Segmented'
import { LoadingNote, Skeleton } from '@/ui/Skeleton'
import { useLanguage } from '@/ui/When'
import { linesOf } from '../matrix/cells'
import { matrixQuery } from '../matrix/queries'
import { organisation } from '../queries'
import { figuresBy, METRICS, shareOf, together, type Figures, type Metric } from './figures'
import { Legend } from './Legend'
import { MapFilters } from './MapFilters'
import { MapList } from './MapList'
import { MapPicture } from './MapPicture'
import { geometryQuery } from './queries'
import { useMapFilter, type MapFilter } from './useMapFilter'
import './map.css'

/** A picture of a whole Land need not follow every change; whoever opens it sees how things stand. */
const RENEWED_MS = 60_000

/** Figures of what is shown, and the shapes they belong to. */
function useFigures(filter: MapFilter, level: 'district' | 'municipality') {
  const { below, service, programme, level: levels, package: packages } = filter
  const matrix = useQuery({ ...matrixQuery({ by: 'municipality', below, service, programme, level: levels, package: packages }), placeholderData: keepPreviousData, refetchInterval: RENEWED_MS, staleTime: 0 })
  const geometry = useQuery(geometryQuery(level, below))
  const figures = useMemo(() => (matrix.data ? figuresBy(level, linesOf(matrix.data, ''), matrix.data.regions.map(({ id }) => id)) : undefined), [matrix.data, level])
  return { figures, geometry: geometry.data, services: matrix.data?.columns.length ?? 0, error: matrix.error ?? geometry.error }
}

/** What a place is in words, by what the map is about. */
function useWords(metric: Metric) {
  const { t } = useTranslation('pictures')
  const language = useLanguage()
  return (of: Figures) => {
    if (of.of === 0) return t('map.say_none', { name: of.name })
    if (metric === 'light') return t('map.say_light', { name: of.name, light: t(`map.light.${of.worst ?? 'none'}`) })
    return t(`map.say_${metric}`, { name: of.name, share: sayPercent(shareOf(of, metric) ?? 0, language), live: sayNumber(of.live, language), of: sayNumber(of.of, language), people: sayNumber(of.people, language) })
  }
}

/** Where the chosen services stand in the land: districts, in them municipalities, from there the rollouts. */
export function MapPage() {
  const { t } = useTranslation('pictures')
  const { filter, change, metric } = useMapFilter()
  const level = filter.below !== undefined || filter.shapes === 'municipality' ? 'municipality' : 'district'
  const { figures, geometry, services, error } = useFigures(filter, level)
  const above = useQuery({ ...organisation(filter.below ?? ''), enabled: filter.below !== undefined }).data
  const say = useWords(metric)
  const total = figures && figures.length > 0 ? together('', above?.name ?? t('map.all'), figures) : undefined
  return (
    <div className="dw-page dw-page--fill">
      <PageHeader
        title={above ? t('map.of', { name: above.name }) : t('map.title')} {...(filter.below === undefined ? {} : { crumbs: [{ label: t('map.all'), href: `/rollouts/map${stringifySearch({ ...filter, below: undefined })}` }] })} meta={total ? t('map.services', { count: services }) : undefined}
        actions={filter.below === undefined ? <Segmented hideLabel label={t('map.shapes')} value={level} onChange={(shapes) => change({ shapes: shapes === 'district' ? undefined : shapes })} options={['district', 'municipality'].map((id) => ({ id, label: t(`map.shape.${id}`) }))} /> : <Button onPress={() => change({ below: undefined }, false)}>{t('map.back')}</Button>}
      />
      <MapFilters filter={filter} change={change} />
      <div className="mp-line">
        <Segmented hideLabel label={t('map.metric')} value={metric} onChange={(next) => change({ metric: next === 'live' ? undefined : next })} options={METRICS.map((id) => ({ id, label: t(`map.by.${id}`) }))} />
        {total ? <strong>{say(total)}</strong> : null}
      </div>
      <ProblemNote problem={error ? asProblem(error) : undefined} />
      {figures && geometry ? <Parts {...{ figures, geometry, level, filter, metric, change, say }} /> : error ? null : <div><LoadingNote /><Skeleton lines={12} /></div>}
    </div>
  )
}

interface PartsProps {
  figures: Figures[]
  geometry: Geometry
  level: 'district' | 'municipality'
  filter: MapFilter
  metric: Metric
  change: ReturnType<typeof useMapFilter>['change']
  say: (figures: Figures) => string
}

function Parts({ figures, geometry, level, filter, metric, change, say }: PartsProps) {
  const { t } = useTranslation('pictures')
  const navigate = useNavigate()
  const [active, setActive] = useState<string | undefined>()
  const byId = useMemo(() => new Map(figures.map((one) => [one.id, one])), [figures])
  const shapes = useMemo(() => new Set(geometry.items.map(({ id }) => id)), [geometry])
  const rollouts = (id: string) => `/rollouts${stringifySearch({ covers: id, service: filter.service, programme: filter.programme })}`
  // A district without shapes of its municipalities is a list like any other.
  const deeper = (of: Figures) => level === 'district' && of.places > 1
  const hrefOf = (of: Figures) => (deeper(of) ? `/rollouts/map${stringifySearch({ ...filter, below: of.id, shapes: undefined, sort: undefined })}` : rollouts(of.id))
  const open = (id: string) => { const of = byId.get(id); if (of && deeper(of)) change({ below: id, shapes: undefined, sort: undefined }, false); else if (of) void navigate({ to: rollouts(id) as never }) }
  const hasShapes = figures.some(({ id }) => shapes.has(id))
  return (
    <div className="mp-parts">
      {hasShapes ? (
        <figure className="mp-figure">
          <MapPicture label={t('map.picture', { metric: t(`map.by.${metric}`), count: figures.length })} {...{ geometry, metric, active, say }} figures={byId} onActive={setActive} onOpen={open} />
          <figcaption className="mp-caption">
            <Legend metric={metric} />
            <span className="dw-small dw-muted">{geometry.sources.join(' · ')}</span>
          </figcaption>
        </figure>
      ) : (
        <div className="mp-figure"><EmptyState icon={RegionIcon} title={t('map.no_shapes')}>{t('map.no_shapes_text')}</EmptyState></div>
      )}
      <MapList figures={figures} level={level} sort={filter.sort} onSort={(sort) => change({ sort })} hrefOf={hrefOf} onOpen={open} onActive={setActive} />
    </div>
  )
}
