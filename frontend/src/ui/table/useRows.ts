import { defaultRangeExtractor, useVirtualizer, type Range, type Virtualizer } from '@tanstack/react-virtual'
import { useEffect, type RefObject } from 'react'

export type RowsVirtualizer = Virtualizer<HTMLDivElement, HTMLElement>

interface RowsOptions {
  count: number
  frame: RefObject<HTMLDivElement | null>
  /** Expected height of a row in rem; the real one is measured. */
  rem: number
  /** Stays drawn although scrolled away, so that focus is not lost. */
  keep: number
  hasMore: boolean
  isLoadingMore: boolean
  onLoadMore: (() => void) | undefined
}

/** Rows drawn only where they are seen; asks for more ten rows before the end. */
export function useRows(options: RowsOptions): RowsVirtualizer {
  const { count, frame, rem, keep, hasMore, isLoadingMore, onLoadMore } = options
  const rowRem = document.documentElement.dataset.density === 'kompakt' ? rem : rem * 1.375
  const rows = useVirtualizer<HTMLDivElement, HTMLElement>({
    count,
    getScrollElement: () => frame.current,
    estimateSize: () => rowRem * Number.parseFloat(getComputedStyle(document.documentElement).fontSize || '16'),
    overscan: 8,
    rangeExtractor: (range: Range) => {
      const drawn = defaultRangeExtractor(range)
      return keep < count && !drawn.includes(keep) ? [...drawn, keep].toSorted((a, b) => a - b) : drawn
    },
  })
  const last = rows.range?.endIndex ?? 0
  useEffect(() => {
    if (hasMore && !isLoadingMore && count > 0 && last >= count - 10) onLoadMore?.()
  }, [hasMore, isLoadingMore, count, last, onLoadMore])
  return rows
}
