import { useCallback } from 'react'
import type { LevyShares } from '@/api/types'
import { sayMoney } from '@/lib/numbers'
import { useLanguage } from '@/ui/When'

export const LEVELS = ['bezirk', 'district', 'municipality'] as const satisfies (keyof LevyShares)[]

/** A field for an amount in euros. */
export const EUROS = { minValue: 0, maxValue: 10_000_000_000, unit: '€', formatOptions: { minimumFractionDigits: 2, maximumFractionDigits: 2 } }

/** Cents as euros in the language of the reader. */
export function useMoney(): (cents: number | null | undefined) => string {
  const language = useLanguage()
  return useCallback((cents) => (cents == null ? '–' : sayMoney(cents, 'EUR', language)), [language])
}

/** What is planned, and what was, the latest first. */
export function yearsAround(now: Date): number[] {
  const year = now.getFullYear()
  return [year + 2, year + 1, year, year - 1, year - 2]
}
