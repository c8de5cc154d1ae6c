import { useEffect, useMemo, useRef, useState } from 'react'
import type { Geometry } from '@/api/types'
import { useLanguage } from '@/ui/When'
import { sayPercent } from '@/lib/numbers'
import { signOf } from '../matrix/Sign'
import { shareOf, stepOf, type Figures, type Metric } from './figures'
import './map.css'

/** So wide must a shape be on the screen that a number fits in. */
const ROOM = 30
const LETTERS = { r: 'red', y: 'yellow', g: 'green' } as const

interface PictureProps {
  label: string
  geometry: Geometry
  figures: Map<string, Figures>
  metric: Metric
  /** The one the list stands on. */
  active: string | undefined
  onActive: (id: string | undefined) => void
  onOpen: (id: string) => void
  /** A shape in words. */
  say: (figures: Figures) => string
}

/** West, north, width and height of all shapes, with a little air. */
function frameOf(geometry: Geometry): [number, number, number, number] {
  const all = geometry.items.map(({ bounds }) => bounds)
  const [west, north] = [0, 1].map((end) => all.reduce((least, bounds) => Math.min(least, bounds[end] ?? least), Infinity)) as [number, number]
  const [east, south] = [2, 3].map((end) => all.reduce((most, bounds) => Math.max(most, bounds[end] ?? most), -Infinity)) as [number, number]
  const air = Math.max(east - west, south - north) / 60
  return [west - air, north - air, east - west + 2 * air, south - north + 2 * air]
}

/** How many steps of the grid one pixel is; 0 until it is known. */
function usePixel(width: number, height: number) {
  const box = useRef<HTMLDivElement>(null)
  const [pixel, setPixel] = useState(0)
  useEffect(() => {
    const element = box.current
    if (!element) return
    const watch = new ResizeObserver(() => setPixel(Math.max(width / Math.max(1, element.clientWidth), height / Math.max(1, element.clientHeight))))
    watch.observe(element)
    return () => watch.disconnect()
  }, [width, height])
  return { box, pixel }
}

/** What stands in a shape: its share as a number or its light as a sign, so that nothing hangs on colour alone. */
function markOf(figures: Figures | undefined, metric: Metric, percent: (share: number) => string): { name: string; text: string } {
  if (!figures || figures.of === 0) return { name: 'none', text: '' }
  if (metric === 'light') return figures.worst ? { name: LETTERS[figures.worst], text: signOf(figures.worst) } : { name: 'none', text: '' }
  const share = shareOf(figures, metric)
  return share === undefined ? { name: 'none', text: '' } : { name: `step-${stepOf(share)}`, text: percent(share) }
}

/** The shapes, coloured and labelled. A picture for the eye and the mouse; the list beside says and opens the same. */
export function MapPicture({ label, geometry, figures, metric, active, onActive, onOpen, say }: PictureProps) {
  const language = useLanguage()
  const [west, north, width, height] = useMemo(() => frameOf(geometry), [geometry])
  const { box, pixel } = usePixel(width, height)
  const marks = useMemo(() => new Map(geometry.items.map(({ id }) => [id, markOf(figures.get(id), metric, (share) => sayPercent(share, language).replace(/\s/g, ''))])), [geometry, figures, metric, language])
  const size = 11 * pixel
  return (
    <div ref={box} className="mp-box">
      <svg className="mp-map" viewBox={`${west} ${north} ${width} ${height}`} role="img" aria-label={label}>
        <defs>
          <pattern id="mp-none" width={6 * pixel || 1} height={6 * pixel || 1} patternUnits="userSpaceOnUse" patternTransform="rotate(45)"><rect width="100%" height="100%" className="mp-ground" /><rect width={pixel} height="100%" className="mp-hatch" /></pattern>
        </defs>
        {/* oxlint-disable-next-line jsx-a11y/click-events-have-key-events, jsx-a11y/no-static-element-interactions -- the list beside does the same by keyboard */}
        <g onClick={(event) => { const id = (event.target as SVGElement).dataset.id; if (id) onOpen(id) }} onMouseOver={(event) => onActive((event.target as SVGElement).dataset.id)} onMouseLeave={() => onActive(undefined)}>
          {geometry.items.map(({ id, path, name }) => {
            const of = figures.get(id)
            return <path key={id} d={path} data-id={id} fillRule="evenodd" className={`mp-shape is-${marks.get(id)?.name ?? 'none'}`}><title>{of ? say(of) : name}</title></path>
          })}
        </g>
        {geometry.items.map(({ id, path }) => (id === active ? <path key={id} d={path} className="mp-active" /> : null))}
        <g aria-hidden="true" className="mp-labels" fontSize={size} strokeWidth={3 * pixel}>
          {pixel > 0 ? geometry.items.map(({ id, label: [x, y], bounds: [w = 0, n = 0, e = 0, s = 0] }) => {
            const text = marks.get(id)?.text
            return text && (e - w) / pixel > ROOM && (s - n) / pixel > ROOM / 2 ? <text key={id} x={x} y={(y ?? 0) + size / 3}>{text}</text> : null
          }) : null}
        </g>
      </svg>
    </div>
  )
}
