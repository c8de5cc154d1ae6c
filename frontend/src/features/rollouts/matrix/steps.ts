/** Where one is in the grid. */
export interface Place {
  line: number
  column: number
}

interface Size {
  lines: number
  columns: number
  /** Lines that Page Up and Page Down pass over. */
  page: number
}

const within = (value: number, count: number) => Math.min(Math.max(value, 0), Math.max(count - 1, 0))

/** Where a key leads (the grid pattern of the ARIA Authoring Practices); nowhere where it is not one of movement. */
export function steps({ key, ctrlKey }: { key: string; ctrlKey: boolean }, { line, column }: Place, { lines, columns, page }: Size): Place | undefined {
  const to: Record<string, Place> = {
    ArrowDown: { line: line + 1, column },
    ArrowUp: { line: line - 1, column },
    ArrowRight: { line, column: column + 1 },
    ArrowLeft: { line, column: column - 1 },
    PageDown: { line: line + page, column },
    PageUp: { line: line - page, column },
    Home: { line: ctrlKey ? 0 : line, column: 0 },
    End: { line: ctrlKey ? lines - 1 : line, column: columns - 1 },
  }
  const place = to[key]
  return place && { line: within(place.line, lines), column: within(place.column, columns) }
}
