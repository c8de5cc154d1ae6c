import type { MilestoneView } from '@/api/types'

interface Way {
  phases: { key: string }[]
  milestones: MilestoneView[]
}

/** What is required and still open before a phase begins; without a phase, on the whole way. */
export function stepsTo({ phases, milestones }: Way, phase: string | undefined): MilestoneView[] {
  const place = (key: string) => phases.findIndex((one) => one.key === key)
  const end = phase === undefined ? phases.length : place(phase)
  const open = milestones.filter((one) => one.required && one.state === 'open' && place(one.phase) < end)
  return open.toSorted((one, other) => place(one.phase) - place(other.phase))
}

/** The one to complete first: what stands before it is done, and the person may. */
export const nextOf = (steps: MilestoneView[]): MilestoneView | undefined => steps.find((one) => one.ready && one.can.includes('complete'))
