import { useQuery } from '@tanstack/react-query'
import { api, read } from '@/api/client'

/** Whether the person signed in has a permission anywhere; for things that are not there yet and so have no `can`. */
export function useAllowed(permission: string): boolean {
  const me = useQuery({ queryKey: ['user', 'one', 'me'], queryFn: ({ signal }) => read(api.GET('/api/v1/me', { signal })), staleTime: 5 * 60_000 }).data
  return me?.permissions.includes(permission) ?? false
}
