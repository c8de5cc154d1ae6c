import { useCallback, useLayoutEffect, useRef, useState, type KeyboardEvent, type RefObject } from 'react'

export interface Cursor {
  row: number
  col: number
}

export interface GridCursorOptions {
  rowCount: number
  colCount: number
  /** Rows that fit on screen, for Page Up and Page Down. */
  page: () => number
  scrollTo: (row: number) => void
  onOpen: (row: number) => void
  /** Enter; what it does where there is nothing to look at beside is the caller's. */
  onPeek: (row: number) => void
  onToggle: (row: number) => void
  /** The cursor has come to another row by key. */
  onMove: (row: number) => void
  onToggleAll: () => void
  frame: RefObject<HTMLElement | null>
}

type Move = (cursor: Cursor, options: GridCursorOptions) => Partial<Cursor>

const MOVES: Record<string, Move> = {
  ArrowDown: ({ row }) => ({ row: row + 1 }),
  j: ({ row }) => ({ row: row + 1 }),
  ArrowUp: ({ row }) => ({ row: row - 1 }),
  k: ({ row }) => ({ row: row - 1 }),
  ArrowRight: ({ col }) => ({ col: col + 1 }),
  ArrowLeft: ({ col }) => ({ col: col - 1 }),
  Home: () => ({ col: 0 }),
  End: (_, { colCount }) => ({ col: colCount - 1 }),
  PageDown: ({ row }, { page }) => ({ row: row + page() }),
  PageUp: ({ row }, { page }) => ({ row: row - page() }),
  'ctrl+Home': () => ({ row: 0, col: 0 }),
  'ctrl+End': (_, { rowCount, colCount }) => ({ row: rowCount - 1, col: colCount - 1 }),
}

const clamp = (value: number, count: number) => Math.max(0, Math.min(count - 1, value))

function moved(cursor: Cursor, key: string, options: GridCursorOptions): Cursor | undefined {
  const change = MOVES[key]?.(cursor, options)
  if (!change) return undefined
  return { row: clamp(change.row ?? cursor.row, options.rowCount), col: clamp(change.col ?? cursor.col, options.colCount) }
}

/**
 * The cursor of a grid (ARIA grid pattern): one cell is in the tab order, keys move it, and focus follows once the row is drawn.
 * Cells carry `data-cell="row:col"`.
 */
export function useGridCursor(options: GridCursorOptions) {
  const [cursor, setCursor] = useState<Cursor>({ row: 0, col: 0 })
  const [touched, setTouched] = useState(false)
  const follow = useRef(false)
  const { frame } = options

  useLayoutEffect(() => {
    if (!follow.current) return
    const cell = frame.current?.querySelector<HTMLElement>(`[data-cell="${cursor.row}:${cursor.col}"]`)
    if (!cell) return
    follow.current = false
    cell.focus({ preventScroll: true })
    cell.scrollIntoView?.({ block: 'nearest', inline: 'nearest' })
  })

  const place = useCallback((next: Cursor) => {
    setTouched(true)
    setCursor(next)
  }, [])

  function onKeyDown(event: KeyboardEvent<HTMLElement>) {
    const target = event.target as HTMLElement
    // Inside a cell's own control its keys belong to it; only a cell itself moves the cursor.
    if (target.dataset.cell === undefined || event.altKey) return
    const key = event.ctrlKey || event.metaKey ? `ctrl+${event.key}` : event.key
    const act = { Enter: () => options.onPeek(cursor.row), o: () => options.onOpen(cursor.row), ' ': () => options.onToggle(cursor.row), 'ctrl+a': options.onToggleAll }[key]
    const next = moved(cursor, key, options)
    if (!act && !next) return
    event.preventDefault()
    act?.()
    if (!next || (next.row === cursor.row && next.col === cursor.col)) return
    follow.current = true
    options.scrollTo(next.row)
    setCursor(next)
    if (next.row !== cursor.row) options.onMove(next.row)
  }

  return { cursor: { row: clamp(cursor.row, Math.max(1, options.rowCount)), col: cursor.col }, touched, place, onKeyDown }
}
