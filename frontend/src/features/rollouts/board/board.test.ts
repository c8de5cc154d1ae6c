import { expect, it } from 'vitest'
import type { MilestoneView } from '@/api/types'
import { columnsOf } from './columns'
import { nextOf, stepsTo } from './steps'

const phases = [{ key: 'A', name: 'Anfang' }, { key: 'B', name: 'Bau' }]
const names = { ordered: 'Bestellt', live: 'Live' }

it('columns follow the way, and a filter leaves only those that can show something', () => {
  expect(columnsOf(phases, {}, names).map(({ name }) => name)).toEqual(['Bestellt', 'Anfang', 'Bau', 'Live'])
  expect(columnsOf(phases, { phase: ['B'] }, names).map(({ name, filter }) => [name, filter.state])).toEqual([['Bau', ['running', 'deferred']]])
  expect(columnsOf(phases, { state: ['running'] }, names).map(({ name, filter }) => [name, filter.state])).toEqual([['Anfang', ['running']], ['Bau', ['running']]])
})

const milestone = (key: string, phase: string, more: Partial<MilestoneView> = {}) => ({ key, phase, name: key, required: true, state: 'open', can: ['complete'], ready: true, ...more }) as MilestoneView
const way = ['A', 'B', 'C'].map((key) => ({ key }))

it('the way to a phase is what is required and open before it, in the order of the way', () => {
  const milestones = [milestone('B1', 'B'), milestone('A1', 'A', { state: 'done' }), milestone('A2', 'A'), milestone('A3', 'A', { required: false }), milestone('C1', 'C')]
  expect(stepsTo({ phases: way, milestones }, 'C').map(({ key }) => key)).toEqual(['A2', 'B1'])
  expect(stepsTo({ phases: way, milestones }, undefined).map(({ key }) => key)).toEqual(['A2', 'B1', 'C1'])
  expect(stepsTo({ phases: way, milestones }, 'A')).toEqual([])
})

it('only what the server allows is taken next', () => {
  const blocked = [milestone('A1', 'A', { ready: false, can: [] }), milestone('A2', 'A')]
  expect(nextOf(blocked)?.key).toBe('A2')
  expect(nextOf([milestone('A1', 'A', { can: [] })])).toBeUndefined()
})
