import { useNavigate, useSearch } from '@tanstack/react-router'
import { useMemo } from 'react'
import { one, type SearchValues } from '@/lib/search'
import type { ReportFilter } from './queries'

const KEYS = ['below', 'programme', 'service'] as const

/** The filter lives in the address, so that a report can be sent and bookmarked; `more` are words of one report alone. */
export function useReportFilter<More extends string = never>(more: readonly More[] = []) {
  const search = useSearch({ strict: false }) as SearchValues
  const navigate = useNavigate()
  const filter = useMemo(() => pick(search, KEYS) as ReportFilter, [search])
  const change = (patch: Record<string, string | undefined>) => void navigate({ to: '.', search: ((before: SearchValues) => ({ ...before, ...patch })) as never, replace: true })
  return { filter, own: pick(search, more) as Partial<Record<More, string>>, change }
}

function pick(search: SearchValues, keys: readonly string[]): Record<string, string> {
  return Object.fromEntries(keys.flatMap((key) => { const value = one(search[key]); return value ? [[key, value]] : [] }))
}
