import { queryOptions } from '@tanstack/react-query'
import { api, read } from '@/api/client'

/** Who is signed in and what they may do. */
export const meQuery = queryOptions({
  queryKey: ['user', 'one', 'me'],
  queryFn: ({ signal }) => read(api.GET('/api/v1/me', { signal })),
  staleTime: 5 * 60_000,
})
