import { addDays } from '@/lib/dates'
import type { RolloutPlan } from '@/api/types'

/** A stretch on the axis, in thousandths of its length. */
export interface Bar {
  from: number
  to: number
}

export interface Axis {
  first: string
  last: string
  /** Where a day lies, in thousandths, cut to the axis. */
  at: (day: string) => number
  months: { day: string; at: number }[]
}

const DAY_MS = 86_400_000
const days = (from: string, to: string) => Math.round((Date.parse(to) - Date.parse(from)) / DAY_MS)

/** One axis for all plans: from a week before the first day named to a week after the last, and today within it. */
export function axisOf(plans: RolloutPlan[], today: string): Axis {
  const named = plans.flatMap((plan) => [plan.start, plan.original, plan.moved, plan.forecast, plan.actual, plan.ended]).filter((day): day is string => typeof day === 'string')
  const all = [...named, today].toSorted()
  const first = addDays(all[0] ?? today, -7)
  const last = addDays(all[all.length - 1] ?? today, 7)
  const length = Math.max(1, days(first, last))
  const at = (day: string) => Math.min(1000, Math.max(0, (1000 * days(first, day)) / length))
  return { first, last, at, months: monthsOf(first, last).map((day) => ({ day, at: at(day) })) }
}

/** The first days of months within, thinned to at most twelve. */
function monthsOf(first: string, last: string): string[] {
  const months: string[] = []
  let [year, month] = [Number(first.slice(0, 4)), Number(first.slice(5, 7))]
  for (;;) {
    month += 1
    if (month > 12) [year, month] = [year + 1, 1]
    const day = `${year}-${String(month).padStart(2, '0')}-01`
    if (day > last) break
    months.push(day)
  }
  const step = Math.ceil(months.length / 12)
  return months.filter((_, index) => index % step === 0)
}

/** The bars of one rollout: plan, what has happened, and what the forecast adds. */
export function barsOf(plan: RolloutPlan, axis: Axis, today: string): { plan?: Bar; actual?: Bar; forecast?: Bar } {
  const { start } = plan
  if (!start) return {}
  const target = plan.moved ?? plan.original
  const done = plan.actual ?? plan.ended
  const bar = (from: string, to: string): Bar => ({ from: axis.at(from), to: Math.max(axis.at(to), axis.at(from) + 2) })
  return {
    ...(target ? { plan: bar(start, target) } : {}),
    ...(start <= today ? { actual: bar(start, done ?? today) } : {}),
    ...(!done && plan.forecast ? { forecast: bar(start > today ? start : today, plan.forecast) } : {}),
  }
}
