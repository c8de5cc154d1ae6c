import type { ForecastMonth, TrendRow } from '@/api/types'

/** One line of a chart over the same days as all others of it. */
export interface Series {
  key: string
  name: string
  values: (number | null)[]
}

export interface Figures {
  days: string[]
  series: Series[]
}

/** Rows of a trend side by side: one series per key, nothing where a day does not know it. */
export function ofTrend(rows: TrendRow[], nameOf: (row: TrendRow) => string): Figures {
  const days = [...new Set(rows.map((row) => row.day))]
  const places = new Map(days.map((day, place) => [day, place]))
  const series = new Map<string, Series>()
  for (const row of rows) {
    const known = series.get(row.key) ?? { key: row.key, name: nameOf(row), values: days.map(() => 0) }
    known.values[places.get(row.day) ?? 0] = row.rollouts
    series.set(row.key, known)
  }
  return { days, series: [...series.values()].filter(({ values }) => values.some((value) => value !== 0)) }
}

/** Plan, actual and forecast by months. */
export function ofMonths(rows: ForecastMonth[], nameOf: (key: 'planned' | 'live' | 'p50' | 'p85') => string): Figures {
  const line = (key: 'planned' | 'live' | 'p50' | 'p85'): Series => ({ key, name: nameOf(key), values: rows.map((row) => row[key] ?? null) })
  return { days: rows.map((row) => row.month), series: [line('planned'), line('live'), line('p50'), line('p85')] }
}

/** Everything on a day together. */
export const totalOf = ({ series }: Figures, place: number): number => series.reduce((sum, { values }) => sum + (values.at(place) ?? 0), 0)
