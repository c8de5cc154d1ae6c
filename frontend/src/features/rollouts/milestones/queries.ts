import { api, read } from '@/api/client'
import { idempotencyKey, listQuery, useChange } from '@/api/query'
import type { JobView, MilestonesInput, OwedMilestone, QueryOf } from '@/api/types'

/** The filter of the list, with the names the API has. */
export interface MilestoneFilter {
  service?: string[]
  milestone?: string[]
  below?: string
  /** What waits for others too. */
  waiting?: string
  /** Those of others too. */
  all?: string
  sort?: string
}

const asked = ({ waiting, all, ...filter }: MilestoneFilter) => ({ ...filter, ...(waiting === 'true' ? {} : { ready: true }), mine: all !== 'true' })

export const milestoneList = (filter: MilestoneFilter) =>
  listQuery<OwedMilestone>('rollout', { milestones: filter }, (cursor, signal) =>
    read(api.GET('/api/v1/milestones', { params: { query: { ...asked(filter), count: true, limit: 100, ...(cursor ? { cursor } : {}) } as QueryOf<'/api/v1/milestones'> }, signal })))

/** What narrows and sorts the list, for a file of it. */
export const exported = asked

interface Completing {
  /** Counts where no ids are named. */
  filter: MilestoneFilter
  body: MilestonesInput
}

/** Prepares a job: every milestone is tried and nothing changed. */
export const useMilestonesBulk = (onDone: (job: JobView) => void) =>
  useChange({
    kind: 'job',
    run: ({ filter, body }: Completing, key) => {
      const query = (body.ids && body.ids.length > 0 ? {} : { ...asked(filter), sort: undefined }) as QueryOf<'/api/v1/milestones'>
      return read<JobView>(api.POST('/api/v1/milestones/bulk', { params: { query, header: idempotencyKey(key) }, body }))
    },
    onDone,
  })
