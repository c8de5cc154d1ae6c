import { expect, it } from 'vitest'
import { axisOf, barsOf } from './axis'

const TODAY = '2026-03-05'
const RUNNING = { start: '2026-01-12', original: '2026-03-12', moved: '2026-03-20', forecast: '2026-04-02' }

it('one axis holds every day named and today, with the months between', () => {
  const axis = axisOf([RUNNING, { start: '2026-02-01', original: '2026-06-01' }], TODAY)
  expect([axis.first, axis.last]).toEqual(['2026-01-05', '2026-06-08'])
  expect(axis.months.map(({ day }) => day)).toEqual(['2026-02-01', '2026-03-01', '2026-04-01', '2026-05-01', '2026-06-01'])
  expect(axis.at('2026-01-05')).toBe(0)
  expect(axis.at('2027-01-01')).toBe(1000)
  expect(axisOf([], TODAY).at(TODAY)).toBe(500)
})

it('what runs goes to today and is forecast from there; what is live has no forecast', () => {
  const axis = axisOf([RUNNING], TODAY)
  const running = barsOf(RUNNING, axis, TODAY)
  expect(running.plan?.to).toBe(axis.at('2026-03-20'))
  expect(running.actual).toEqual({ from: axis.at('2026-01-12'), to: axis.at(TODAY) })
  expect(running.forecast).toEqual({ from: axis.at(TODAY), to: axis.at('2026-04-02') })
  const live = barsOf({ ...RUNNING, actual: '2026-03-02' }, axis, TODAY)
  expect(live.actual?.to).toBe(axis.at('2026-03-02'))
  expect(live.forecast).toBeUndefined()
  expect(barsOf({}, axis, TODAY)).toEqual({})
})

it('what has not begun has a plan and a forecast from its start', () => {
  const plan = { start: '2026-04-01', original: '2026-06-01', forecast: '2026-06-01' }
  const axis = axisOf([plan], TODAY)
  expect(barsOf(plan, axis, TODAY).actual).toBeUndefined()
  expect(barsOf(plan, axis, TODAY).forecast?.from).toBe(axis.at('2026-04-01'))
})
