import { queryOptions } from '@tanstack/react-query'
import { api, read } from './client'
import type { ExplainView } from './types'

export interface ExplainQuestion {
  permission: string
  /** Who; oneself where absent. */
  actor?: string
  subject_kind?: string
  subject_id?: string
}

/** Why somebody may do something, or why not. Goes stale with every grant. */
export const explainQuery = (question: ExplainQuestion) =>
  queryOptions({
    queryKey: ['grant', 'list', { explain: question }],
    queryFn: ({ signal }): Promise<ExplainView> => read(api.GET('/api/v1/explain', { params: { query: question }, signal })),
  })
