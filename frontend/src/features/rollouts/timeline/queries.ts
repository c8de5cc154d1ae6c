import { queryOptions } from '@tanstack/react-query'
import { api, read } from '@/api/client'
import type { QueryOf, TimelineView } from '@/api/types'
import type { RolloutFilter } from '../queries'

type Asked = Pick<RolloutFilter, 'below' | 'service' | 'programme' | 'phase' | 'light' | 'state' | 'ball_role' | 'ball_party'>

/** Kept as a list of rollouts is: any change of one lets it be fetched anew. */
export const timelineQuery = (by: string, { below, service, programme, phase, light, state, ball_role, ball_party }: Asked) => {
  const query = { by, below, service, programme, phase, light, state, ball_role, ball_party }
  return queryOptions({
    queryKey: ['rollout', 'list', { timeline: query }] as const,
    queryFn: ({ signal }) => read<TimelineView>(api.GET('/api/v1/portfolio/timeline', { params: { query: query as QueryOf<'/api/v1/portfolio/timeline'> }, signal })),
  })
}
