import { useCallback, useMemo, useRef, useState } from 'react'
import { isRow, type Line } from './cells'
import { joined, NOTHING, only, rectangle, toggled, type Selection } from './selection'
import type { Place } from './steps'

/** What is chosen in the grid. It lives as long as the picture it was chosen in (`of` says which rows and columns it has): other ones let it go. */
export function useSelection(of: string, lines: Line[], columns: number) {
  const [kept, setKept] = useState({ of, selection: NOTHING })
  const selection = kept.of === of ? kept.selection : NOTHING
  const anchor = useRef<Place>({ line: 0, column: 0 })
  const before = useRef<Selection>(NOTHING)
  const set = useCallback((next: Selection) => setKept({ of, selection: only(next, (line) => { const one = lines[line]; return one !== undefined && isRow(one) }) }), [of, lines])
  return useMemo(() => {
    const last = { line: lines.length - 1, column: columns - 1 }
    return {
      selection,
      clear: () => set(NOTHING),
      /** Where a rectangle begins; with `add` beside what is chosen already. */
      begin: (at: Place, add: boolean) => { anchor.current = at; before.current = add ? selection : NOTHING },
      /** The rectangle from there. */
      extend: (to: Place) => set(joined(before.current, rectangle(anchor.current, to))),
      toggle: (at: Place) => { anchor.current = at; set(toggled(selection, at)) },
      lines: (from: number, to: number, add: boolean) => set(joined(add ? selection : NOTHING, rectangle({ line: from, column: 0 }, { line: to, column: last.column }))),
      column: (column: number, add: boolean) => set(joined(add ? selection : NOTHING, rectangle({ line: 0, column }, { line: last.line, column }))),
      all: () => set(rectangle({ line: 0, column: 0 }, last)),
    }
  }, [selection, set, lines, columns])
}

export type Selecting = ReturnType<typeof useSelection>
