import { expect, it } from 'vitest'
import type { TimelineBar } from '@/api/types'
import { scaleOf, stretches } from './scale'

const bar = (more: Partial<TimelineBar>): TimelineBar => ({ service: { id: 's', name: 'S', key: 'S' }, start: '2026-01-05', plan: '2026-09-01', forecast: '2026-10-01', actual: null, total: 2, live: 0, ...more })

it('ticks are the first days of months or of quarters', () => {
  const bars = [bar({})]
  const month = scaleOf(bars, '2026-03-02', 'month').ticks.map(({ day }) => day)
  expect([month[0], month.at(-1), month.length]).toEqual(['2026-01-01', '2026-10-01', 10])
  expect(scaleOf(bars, '2026-03-02', 'quarter').ticks.map(({ day }) => day)).toEqual(['2026-01-01', '2026-04-01', '2026-07-01', '2026-10-01'])
})

it('a service has come to its end in a region when all of its rollouts are live', () => {
  const some = bar({ actual: '2026-02-01', live: 1 })
  const all = bar({ actual: '2026-02-01', live: 2, forecast: null })
  const scale = scaleOf([some, all], '2026-03-02', 'month')
  expect(stretches(some, scale, '2026-03-02').actual?.to).toBe(scale.at('2026-03-02'))
  expect(stretches(some, scale, '2026-03-02').forecast?.to).toBe(scale.at('2026-10-01'))
  expect(stretches(all, scale, '2026-03-02').actual?.to).toBe(scale.at('2026-02-01'))
  expect(stretches(all, scale, '2026-03-02').forecast).toBeUndefined()
})
