import type { TimelineBar } from '@/api/types'
import { axisOf, barsOf, type Axis } from '../axis'

export const ZOOMS = ['month', 'quarter'] as const
export type Zoom = (typeof ZOOMS)[number]

/** Months between two ticks, and pixels per day. */
const STEPS: Record<Zoom, { months: number; pixels: number }> = { month: { months: 1, pixels: 2.6 }, quarter: { months: 3, pixels: 0.9 } }

export interface Scale extends Axis {
  /** Pixels. */
  width: number
  ticks: { day: string; at: number }[]
}

const DAY_MS = 86_400_000

/** A bar as the axis of single rollouts knows it: gone on until today, unless all are live. */
export function planOf({ start, plan, forecast, actual, live, total }: TimelineBar) {
  return { start, moved: plan, forecast, actual: live === total ? actual : null }
}

/** One axis for all bars, and its first days of months or quarters. */
export function scaleOf(bars: TimelineBar[], today: string, zoom: Zoom): Scale {
  const axis = axisOf(bars.map(planOf), today)
  const { months, pixels } = STEPS[zoom]
  const days = (Date.parse(axis.last) - Date.parse(axis.first)) / DAY_MS
  const ticks: Scale['ticks'] = []
  for (let [year, month] = [Number(axis.first.slice(0, 4)), Number(axis.first.slice(5, 7))]; ; ) {
    month += 1
    if (month > 12) [year, month] = [year + 1, 1]
    const day = `${year}-${String(month).padStart(2, '0')}-01`
    if (day > axis.last) break
    if ((month - 1) % months === 0) ticks.push({ day, at: axis.at(day) })
  }
  return { ...axis, width: Math.max(480, Math.round(days * pixels)), ticks }
}

export const stretches = (bar: TimelineBar, scale: Scale, today: string) => barsOf(planOf(bar), scale, today)
