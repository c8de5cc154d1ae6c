import { api, read } from '@/api/client'
import { ifMatch, useChange } from '@/api/query'
import type { OwedMilestone, RolloutDetail } from '@/api/types'

interface OwedAct {
  milestone: OwedMilestone
  /** Why it is open again; without it the milestone is completed. */
  reopen?: string
  /** The milestone's version, where it is no longer the listed one. */
  version?: number
}

/** Completes a milestone where it is listed, or takes that back. `onDone` also gets the rollout as it is then. */
export function useOwedAct(onDone: (act: OwedAct, after: RolloutDetail) => void) {
  return useChange({
    kind: 'rollout',
    run: async (act: OwedAct) => {
      const { milestone: { key: milestone, rollout, version }, reopen } = act
      const command = reopen === undefined ? { command: 'complete' as const, milestone } : { command: 'reopen' as const, milestone, reason: reopen }
      const after = await read<RolloutDetail>(api.POST('/api/v1/rollouts/{id}/commands', { params: { path: { id: rollout.id }, header: ifMatch(`"${act.version ?? version}"`) }, body: { command } }))
      return { act, after }
    },
    onDone: ({ act, after }) => onDone(act, after),
  })
}
