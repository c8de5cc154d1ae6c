import { expect, it } from 'vitest'
import { ofMonths, ofTrend, totalOf } from './series'

const row = (day: string, key: string, rollouts: number) => ({ day, key, name: null, rollouts, people: 0 })

it('lays the rows of a trend side by side and leaves out what never was', () => {
  const rows = [row('2026-03-01', 'running', 4), row('2026-03-08', 'live', 1), row('2026-03-08', 'running', 3), row('2026-03-08', 'deferred', 0)]
  const figures = ofTrend(rows, ({ key }) => key.toUpperCase())
  expect(figures.days).toEqual(['2026-03-01', '2026-03-08'])
  expect(figures.series).toEqual([{ key: 'running', name: 'RUNNING', values: [4, 3] }, { key: 'live', name: 'LIVE', values: [0, 1] }])
  expect([totalOf(figures, 0), totalOf(figures, -1)]).toEqual([4, 4])
})

it('keeps what a month does not know apart from nothing', () => {
  const months = [{ month: '2026-02-01', planned: 2, live: 0, p50: null, p85: null }, { month: '2026-03-01', planned: 5, live: 1, p50: 4, p85: 3 }]
  expect(ofMonths(months, (key) => key).series.map(({ values }) => values)).toEqual([[2, 5], [0, 1], [null, 4], [null, 3]])
})
