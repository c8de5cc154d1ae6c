import { useNavigate, useSearch } from '@tanstack/react-router'
import { useMemo } from 'react'
import { many, one, type SearchValues } from '@/lib/search'
import { METRICS, type Metric } from './figures'

const MANY = ['service', 'programme', 'level', 'package'] as const

export interface MapFilter {
  below?: string
  service?: string[]
  programme?: string[]
  level?: string[]
  package?: string[]
  metric?: string
  shapes?: string
  sort?: string
}

/** What the map shows lives in the address, under the API's names. */
export function useMapFilter() {
  const search = useSearch({ strict: false }) as SearchValues
  const navigate = useNavigate()
  const filter = useMemo(() => {
    const read: Record<string, string | string[]> = {}
    for (const key of MANY) if (search[key] !== undefined) read[key] = many(search[key])
    for (const key of ['below', 'metric', 'shapes', 'sort']) { const value = one(search[key]); if (value) read[key] = value }
    return read as MapFilter
  }, [search])
  const change = (patch: Partial<Record<keyof MapFilter, string | string[] | undefined>>, replace = true) =>
    void navigate({ to: '.', search: ((before: SearchValues) => ({ ...before, ...patch })) as never, replace })
  const metric: Metric = METRICS.find((known) => known === filter.metric) ?? 'live'
  return { filter, change, metric }
}
