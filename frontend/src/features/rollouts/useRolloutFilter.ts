import { useNavigate, useSearch } from '@tanstack/react-router'
import { useCallback, useMemo } from 'react'
import { many, one, type SearchValues } from '@/lib/search'
import type { RolloutFilter } from './queries'

const MANY = ['kind', 'phase', 'light', 'state', 'service', 'programme', 'wave', 'outcome', 'maturity', 'ball_role', 'ball_party', 'body', 'party_gap'] as const
const ONE = ['q', 'below', 'covers', 'mine', 'light_after', 'live', 'live_from', 'due_from', 'due_until', 'sort'] as const

/** The filter of the list lives in the address, under the API's names, so that it can be sent and bookmarked. */
export function useRolloutFilter() {
  const search = useSearch({ strict: false }) as SearchValues
  const navigate = useNavigate()
  const filter = useMemo(() => {
    const read: Record<string, string | string[]> = {}
    for (const key of MANY) if (search[key] !== undefined) read[key] = many(search[key])
    for (const key of ONE) { const value = one(search[key]); if (value) read[key] = value }
    return read as RolloutFilter
  }, [search])
  const change = useCallback(
    (patch: Partial<Record<keyof RolloutFilter, string | string[] | undefined>>) =>
      void navigate({ to: '.', search: ((before: SearchValues) => ({ ...before, ...patch })) as never, replace: true }),
    [navigate],
  )
  return { filter, change }
}
