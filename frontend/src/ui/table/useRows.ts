import { defaultRangeExtractor, measureElement, useVirtualizer, type Range, type Virtualizer } from '@tanstack/react-virtual'
import { useEffect, useMemo, useRef, type RefObject } from 'react'

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
  // Asked once for all rows: each question to the browser may make it lay out the page.
  const expected = useMemo(() => rowRem * Number.parseFloat(getComputedStyle(document.documentElement).fontSize || '16'), [rowRem])
  // Most rows are as high as the first: one that is as high as expected moves none of the others.
  const usual = useRef<number>(undefined)
  const rows = useVirtualizer<HTMLDivElement, HTMLElement>({
    count,
    getScrollElement: () => frame.current,
    estimateSize: () => usual.current ?? expected,
    measureElement: (...measured) => {
      const height = measureElement(...measured)
      usual.current ??= height
      return height
    },
    overscan: 8,
    // A turn of the wheel need not be drawn before the next one is heard.
    useFlushSync: false,
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
