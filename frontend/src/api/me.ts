import { queryOptions, useQuery } from '@tanstack/react-query'
import { api, read } from './client'

/** Who is signed in and what they may do. */
export const meQuery = queryOptions({
  queryKey: ['user', 'one', 'me'],
  queryFn: ({ signal }) => read(api.GET('/api/v1/me', { signal })),
  staleTime: 5 * 60_000,
})

/**
 * Whether the person signed in has a permission ("organisation:write") anywhere. For what is on screen a view's `can` decides; this is for
 * creating, where there is no view yet.
 */
export function useMay(): (permission: string) => boolean {
  const { data } = useQuery(meQuery)
  return (permission) => data?.permissions.includes(permission) ?? false
}
