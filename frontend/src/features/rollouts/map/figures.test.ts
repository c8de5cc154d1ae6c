import { expect, it } from 'vitest'
import type { Line } from '../matrix/cells'
import { figuresBy, shareOf, stepOf } from './figures'

const row = (id: string, population: number, cells: string[], kind = 'municipality') => ({ row: { id, name: id, population, kind, cells }, at: 0 }) as unknown as Line
const lines = [
  { region: 0, name: 'Ahausen', rows: 2 }, row('1', 3000, ['L', '-']), row('2', 1000, ['^y', '.']),
  { region: 1, name: 'Bezirk', rows: 1 }, row('city', 500, ['r', ''], 'independent_city'),
] as Line[]

it('districts sum up their municipalities, weighted by those who live there; a city stands for itself', () => {
  const [district, city] = figuresBy('district', lines, ['a', 'b'])
  expect(district).toMatchObject({ id: 'a', name: 'Ahausen', places: 2, live: 1, of: 3, people: 4000, reached: 3000, worst: 'y' })
  expect(city).toMatchObject({ id: 'city', live: 0, of: 1, worst: 'r' })
  expect(district && [shareOf(district, 'live'), shareOf(district, 'people'), shareOf(district, 'light')]).toEqual([1 / 3, 0.75, undefined])
  expect(figuresBy('municipality', lines, ['a', 'b']).map(({ id }) => id)).toEqual(['1', '2', 'city'])
})

it('only nothing is nothing, and only everything is everything', () => {
  expect([0, 0.001, 0.24, 0.25, 0.5, 0.75, 0.999, 1].map(stepOf)).toEqual([0, 1, 1, 2, 3, 4, 4, 5])
})
