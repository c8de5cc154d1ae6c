import { queryOptions } from '@tanstack/react-query'
import { api, read, readItems } from '@/api/client'
import type { Page } from '@/api/query'
import type { Coverage, FollowUp, JobView, OrderCounts, OwedMilestone, QueryOf, RolloutRow, RollupRow, TermView } from '@/api/types'

/** Who is signed in; the same entry of the cache the frame uses. */
export const me = queryOptions({ queryKey: ['user', 'one', 'me'], queryFn: ({ signal }) => read(api.GET('/api/v1/me', { signal })), staleTime: 5 * 60_000 })

export const owed = queryOptions({
  queryKey: ['rollout', 'list', { owed: true }] as const,
  queryFn: ({ signal }) => read<Page<OwedMilestone>>(api.GET('/api/v1/milestones', { params: { query: { mine: true, limit: 50, count: true } }, signal })),
})

/** The rows are few on purpose: what is longest due comes first, and leaves when it is done. */
export const followUps = queryOptions({
  queryKey: ['rollout', 'list', { follow_ups: true }] as const,
  queryFn: ({ signal }) => read<Page<FollowUp>>(api.GET('/api/v1/follow-ups', { params: { query: { limit: 10, count: true } }, signal })),
})

/** A short list of rollouts, with how many there are. */
export const some = (filter: { light?: string[]; light_after?: string; mine?: boolean; sort?: string; state?: string[] }, limit: number) =>
  queryOptions({
    queryKey: ['rollout', 'list', { some: filter, limit }] as const,
    queryFn: ({ signal }) => read<Page<RolloutRow>>(api.GET('/api/v1/rollouts', { params: { query: { ...filter, limit, count: true } as QueryOf<'/api/v1/rollouts'> }, signal })),
  })

export const counts = queryOptions({
  queryKey: ['order', 'list', { counts: true }] as const,
  queryFn: ({ signal }) => read<OrderCounts>(api.GET('/api/v1/orders/counts', { signal })),
})

/** Their own long work that is new or not yet ended. */
export const jobs = queryOptions({
  queryKey: ['job', 'list', { day: true }] as const,
  queryFn: ({ signal }) => read<Page<JobView>>(api.GET('/api/v1/jobs', { params: { query: { limit: 3 } }, signal })),
  refetchInterval: (query) => (query.state.data?.items.some((job) => ['checking', 'running', 'undoing'].includes(job.state)) ? 2000 : false),
})

export const byPhase = queryOptions({
  queryKey: ['rollout', 'list', { rollup: 'phase' }] as const,
  queryFn: ({ signal }) => readItems<RollupRow>(api.GET('/api/v1/rollup', { params: { query: { by: 'phase' } }, signal })),
})

export const coverage = queryOptions({
  queryKey: ['rollout', 'list', { coverage: true }] as const,
  queryFn: ({ signal }) => read<Coverage>(api.GET('/api/v1/coverage', { signal })),
})

/** What has to be renewed, the most urgent first. */
export const termsDue = queryOptions({
  queryKey: ['term', 'list', { due: true }] as const,
  queryFn: ({ signal }) => read<Page<TermView>>(api.GET('/api/v1/terms', { params: { query: { state: ['due', 'expired'], limit: 5, count: true } as QueryOf<'/api/v1/terms'> }, signal })),
})
