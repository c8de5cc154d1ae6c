import { queryOptions } from '@tanstack/react-query'
import { api, read } from '@/api/client'
import { idempotencyKey, listQuery, useChange, type Page } from '@/api/query'
import type { PublicationRow, PublicationSummary, QueryOf } from '@/api/types'

/** The filter of the list, with the names the API has. */
export interface PublicationFilter {
  state?: string[]
  service?: string[]
  below?: string
  /** "true": done by hand, and the index says otherwise. */
  contradicted?: string
  sort?: string
}

export const asked = ({ contradicted, ...filter }: PublicationFilter) => ({ ...filter, ...(contradicted === 'true' ? { contradicted: true } : {}) })

export const publicationList = (filter: PublicationFilter) =>
  listQuery<PublicationRow>('rollout', { publications: filter }, (cursor, signal) =>
    read(api.GET('/api/v1/publications', { params: { query: { ...asked(filter), count: true, limit: 100, ...(cursor ? { cursor } : {}) } as QueryOf<'/api/v1/publications'> }, signal })))

/** What the index says of one rollout; nothing where it is not asked about it. */
export const publicationOf = (rollout: string) =>
  queryOptions({
    queryKey: ['rollout', 'list', { publication_of: rollout }] as const,
    queryFn: async ({ signal }) => {
      const page = await read<Page<PublicationRow>>(api.GET('/api/v1/publications', { params: { query: { rollout, limit: 1 } as QueryOf<'/api/v1/publications'> }, signal }))
      return page.items[0] ?? null
    },
  })

/** Which index is asked, and how many rollouts are in each state. */
export const publicationSummary = queryOptions({
  queryKey: ['rollout', 'list', { publication_summary: true }] as const,
  queryFn: ({ signal }) => read<PublicationSummary>(api.GET('/api/v1/publication-summary', { signal })),
})

/** The index is asked about a rollout within the next minute. */
export const useCheck = (onDone: () => void) =>
  useChange({ kind: 'rollout', run: (id: string, key) => read<void>(api.POST('/api/v1/publications/{id}/check', { params: { path: { id }, header: idempotencyKey(key) } })), onDone })
