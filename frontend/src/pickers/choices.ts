import { queryOptions } from '@tanstack/react-query'
import { api, read } from '@/api/client'
import type { ProgrammeView } from '@/api/types'

/** What filters and forms choose from. */
export const programmes = queryOptions({
  queryKey: ['programme', 'list', { choice: true }] as const,
  queryFn: ({ signal }) => read<{ items: ProgrammeView[] }>(api.GET('/api/v1/programmes', { params: { query: { limit: 200 } }, signal })),
})

/** The name of a service that a filter names by its id. */
export const serviceName = (id: string) =>
  queryOptions({
    queryKey: ['service', 'one', id, 'name'] as const,
    queryFn: async ({ signal }) => (await read(api.GET('/api/v1/services/{id}', { params: { path: { id } }, signal }))).name,
  })

/** The same of an organisation. */
export const organisationName = (id: string) =>
  queryOptions({ queryKey: ['organisation', 'one', id, 'name'] as const, queryFn: async ({ signal }) => (await read(api.GET('/api/v1/organisations/{id}', { params: { path: { id } }, signal }))).name })
