import { Link } from '@tanstack/react-router'
import { useVirtualizer } from '@tanstack/react-virtual'
import { useEffect, useMemo, useRef, useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { TimelineBar, TimelineRow, TimelineView } from '@/api/types'
import { useMediaQuery } from '@/ui/table/useMediaQuery'
import { useLanguage } from '@/ui/When'
import { stretches, type Scale, type Zoom } from './scale'
import '../rollouts.css'
import './timeline.css'

const LINE = 28
const HEAD = 28

type Line = { row: TimelineRow } | { row: TimelineRow; bar: TimelineBar }

interface ChartProps {
  view: TimelineView
  scale: Scale
  zoom: Zoom
  today: string
}

const percent = (thousandths: number) => `${thousandths / 10}%`

/** Rows with a bar for each service on one axis; only what is in sight is in the document. Names and months stay. */
export function Chart({ view, scale: natural, zoom, today }: ChartProps) {
  const { t } = useTranslation('pictures')
  const box = useRef<HTMLDivElement>(null)
  const names = useMediaQuery('(max-width: 40rem)') ? 132 : 280
  const [room, setRoom] = useState(0)
  // A short time takes all the room there is.
  const scale = useMemo(() => ({ ...natural, width: Math.max(natural.width, room - names) }), [natural, room, names])
  const lines = useMemo(() => view.rows.flatMap((row): Line[] => [{ row }, ...row.bars.map((bar) => ({ row, bar }))]), [view])
  const virtual = useVirtualizer({ count: lines.length, getScrollElement: () => box.current, estimateSize: () => LINE, overscan: 8, paddingStart: HEAD })
  useEffect(() => {
    const element = box.current
    if (!element) return
    const watch = new ResizeObserver(() => setRoom(element.clientWidth))
    watch.observe(element)
    return () => watch.disconnect()
  }, [])
  // One looks at the present first.
  useEffect(() => {
    const element = box.current
    if (element) element.scrollLeft = (scale.at(today) / 1000) * scale.width - (element.clientWidth - names) / 2
  }, [scale, today, names])
  return (
    <>
      {/* oxlint-disable-next-line jsx-a11y/no-noninteractive-tabindex -- what scrolls is scrolled by keyboard too */}
      <div ref={box} className="tl-box" role="group" aria-label={t('timeline.title')} tabIndex={0}>
        <div className="tl-size" style={{ width: names + scale.width, height: virtual.getTotalSize() }}>
          <svg width="0" height="0" className="tl-defs" aria-hidden="true"><defs><pattern id="tl-hatch" width="5" height="5" patternUnits="userSpaceOnUse" patternTransform="rotate(45)"><rect width="5" height="5" className="ro-hatch-ground" /><rect width="2.2" height="5" className="ro-hatch" /></pattern></defs></svg>
          <Months scale={scale} zoom={zoom} names={names} today={today} />
          <ul>
            {virtual.getVirtualItems().map(({ index, start }) => {
              const line = lines[index]
              return line ? <li key={index} className={'bar' in line ? 'tl-line' : 'tl-line tl-row'} style={{ transform: `translateY(${start}px)`, height: LINE, width: names + scale.width }}><Shown line={line} by={view.by} names={names} scale={scale} today={today} /></li> : null
            })}
          </ul>
        </div>
      </div>
      <p className="dw-small dw-muted tl-legend" aria-hidden="true">
        <span><svg viewBox="0 0 24 8" width="24" height="8"><rect width="24" height="8" rx="2" className="ro-bar-plan" /></svg>{t('timeline.plan')}</span>
        <span><svg viewBox="0 0 24 8" width="24" height="8"><rect width="24" height="8" rx="2" className="ro-bar-actual" /></svg>{t('timeline.actual')}</span>
        <span><svg viewBox="0 0 24 8" width="24" height="8"><rect width="24" height="8" rx="2" className="ro-bar-live" /></svg>{t('timeline.all_live')}</span>
        <span><svg viewBox="0 0 24 8" width="24" height="8"><rect width="24" height="8" rx="2" fill="url(#tl-hatch)" className="ro-bar-forecast" /></svg>{t('timeline.forecast')}</span>
        <span>{t('timeline.today')}</span>
      </p>
    </>
  )
}

function Months({ scale, zoom, names, today }: { scale: Scale; zoom: Zoom; names: number; today: string }) {
  const language = useLanguage()
  function say(day: string): string {
    const [year = '', month = ''] = day.split('-')
    if (zoom === 'quarter') return `Q${(Number(month) + 2) / 3} ${year}`
    return new Intl.DateTimeFormat(language === 'de' ? 'de-DE' : 'en-GB', { month: 'short', timeZone: 'UTC', ...(month === '01' ? { year: 'numeric' } : {}) }).format(new Date(`${day}T12:00:00Z`))
  }
  return (
    <div className="tl-head" aria-hidden="true" style={{ height: HEAD }}>
      <span className="tl-name" style={{ width: names }} />
      <span className="tl-months" style={{ width: scale.width }}>
        {scale.ticks.map(({ day, at }) => <span key={day} style={{ left: percent(at) }}>{say(day)}</span>)}
        <span className="tl-now" style={{ left: percent(scale.at(today)) }} />
      </span>
    </div>
  )
}

interface LineProps {
  line: Line
  by: TimelineView['by']
  names: number
  scale: Scale
  today: string
}

function Shown({ line, by, names, scale, today }: LineProps) {
  const { t } = useTranslation('pictures')
  const { row } = line
  if (!('bar' in line)) {
    const to = by === 'region' ? { to: '.', search: (before: object) => ({ ...before, by: 'body', below: row.id }) } : { to: `/organisations/${row.id}` }
    return <span className="tl-name" style={{ width: names }}><Link {...(to as { to: never })}>{row.name}</Link></span>
  }
  const { bar } = line
  const { plan, actual, forecast } = stretches(bar, scale, today)
  const box = ({ from, to }: { from: number; to: number }) => ({ x: percent(from), width: percent(to - from) })
  const words = t('timeline.words', { start: bar.start ?? '–', plan: bar.plan ?? '–', forecast: bar.forecast ?? '–', actual: bar.actual ?? '–', live: bar.live, total: bar.total })
  return (
    <>
      <span className="tl-name tl-service" style={{ width: names }}>
        <Link to="/rollouts" search={{ service: bar.service.id, below: row.id } as never} title={bar.service.name ?? ''}>{bar.service.name ?? bar.service.key}</Link>
        <span className="dw-small dw-muted" aria-hidden="true">{`${bar.live}/${bar.total}`}</span>
        <span className="dw-sr">{words}</span>
      </span>
      <svg className="tl-bars" style={{ width: scale.width }} height={LINE} aria-hidden="true">
        <title>{words}</title>
        {scale.ticks.map(({ day, at }) => <line key={day} x1={percent(at)} x2={percent(at)} y1="0" y2="100%" className="ro-axis-line" />)}
        {plan ? <rect {...box(plan)} y="5" height="5" rx="2.5" className="ro-bar-plan" /> : null}
        {forecast ? <rect {...box(forecast)} y="13" height="8" rx="2" fill="url(#tl-hatch)" className="ro-bar-forecast" /> : null}
        {actual ? <rect {...box(actual)} y="13" height="8" rx="2" className={bar.live === bar.total ? 'ro-bar-live' : 'ro-bar-actual'} /> : null}
        <line x1={percent(scale.at(today))} x2={percent(scale.at(today))} y1="0" y2="100%" className="ro-axis-today" />
      </svg>
    </>
  )
}
