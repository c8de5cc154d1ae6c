import { useVirtualizer } from '@tanstack/react-virtual'
import { useId, useMemo, useRef, type KeyboardEvent, type PointerEvent } from 'react'
import { useTranslation } from 'react-i18next'
import type { MatrixView } from '@/api/types'
import { isRow, type Line } from './cells'
import { GridHead } from './GridHead'
import { GridLine } from './GridLine'
import { regionAt, totals, type Column, type Total } from './groups'
import { useCellWords } from './Sign'
import { steps, type Place } from './steps'
import type { Selecting } from './useSelection'
import './matrix.css'

const ROW = 28
const HEAD = 120
/** Lines drawn beyond each edge. */
const OVER = 4
/** A column of one service, and one of a group. */
const WIDTHS = { service: 32, group: 84 }

interface GridProps {
  by: MatrixView['by']
  columns: Column[]
  lines: Line[]
  /** Width of the column of names. */
  names: number
  place: Place
  selecting: Selecting
  onPlace: (place: Place) => void
  onOpen: (place: Place) => void
}

/** Totals of all regions, by their lines. */
function useTotals(lines: Line[], columns: Column[]): ReadonlyMap<number, Total[]> {
  return useMemo(() => new Map(lines.flatMap((line, at): [number, Total[]][] => (isRow(line) ? [] : [[at, totals(regionAt(lines, at), columns)]]))), [lines, columns])
}

/** The place of the cell under a pointer; a column of -1 is the name of the line. */
function placeOf(target: EventTarget): Place | undefined {
  const at = (target as Element).closest?.<HTMLElement>('[data-column]')
  const line = at?.closest<HTMLElement>('[data-line]')?.dataset.line
  return line === undefined || at?.dataset.column === undefined ? undefined : { line: Number(line), column: Number(at.dataset.column) }
}

/** Choosing with the pointer: a press opens, with Ctrl it adds, with Shift it spans, and so does drawing. */
function usePointer({ lines, columns, selecting, onPlace, onOpen, place }: GridProps) {
  const drawing = useRef<{ from: Place; moved: boolean } | undefined>(undefined)
  const name = (line: number, add: boolean) => {
    const one = lines[line]
    if (one) selecting.lines(line, isRow(one) ? line : line + one.rows, add)
  }
  return {
    onPointerDown(event: PointerEvent) {
      const at = event.button === 0 ? placeOf(event.target) : undefined
      const head = (event.target as Element).closest?.<HTMLElement>('[data-head]')?.dataset.head
      if (head !== undefined && event.button === 0) selecting.column(Number(head), event.ctrlKey || event.metaKey)
      if (!at) return
      if (at.column < 0) { name(at.line, event.ctrlKey || event.metaKey); return }
      if (event.shiftKey) { selecting.begin(place, event.ctrlKey); selecting.extend(at); return }
      selecting.begin(at, event.ctrlKey || event.metaKey)
      drawing.current = { from: at, moved: false }
    },
    onPointerMove(event: PointerEvent) {
      const drawn = drawing.current
      const at = drawn && event.pointerType !== 'touch' ? placeOf(event.target) : undefined
      if (!drawn || !at || at.column < 0 || (!drawn.moved && at.line === drawn.from.line && at.column === drawn.from.column)) return
      drawn.moved = true
      selecting.extend(at)
    },
    onPointerUp(event: PointerEvent) {
      const drawn = drawing.current
      drawing.current = undefined
      const at = placeOf(event.target)
      if (!drawn || !at || at.column < 0) return
      onPlace(at)
      if (drawn.moved) return
      if (event.ctrlKey || event.metaKey) selecting.toggle(at)
      else if (columns[at.column]?.members.length === 1) { selecting.clear(); onOpen(at) }
    },
  }
}

/** The picture: only what is in sight is in the document, in places that are used again, names and heads stay. One stop of the tab key; arrows move inside. */
export function MatrixGrid(props: GridProps) {
  const { by, columns, lines, names, place, selecting, onPlace, onOpen } = props
  const { t } = useTranslation('rollouts')
  const box = useRef<HTMLDivElement>(null)
  const id = useId()
  const width = columns.some(({ members }) => members.length > 1) ? WIDTHS.group : WIDTHS.service
  const rows = useVirtualizer({ count: lines.length, getScrollElement: () => box.current, estimateSize: () => ROW, overscan: OVER, paddingStart: HEAD, scrollPaddingStart: HEAD, useFlushSync: false })
  const across = useVirtualizer({ horizontal: true, count: columns.length, getScrollElement: () => box.current, estimateSize: () => width, overscan: 2, paddingStart: names, scrollPaddingStart: names, useFlushSync: false })
  const all = useMemo(() => totals(lines, columns), [lines, columns])
  const ofRegions = useTotals(lines, columns)
  const pointer = usePointer(props)
  const words = useCellWords()

  function go(to: Place, extend: boolean) {
    if (extend) selecting.extend(to)
    else selecting.begin(to, false)
    onPlace(to)
    rows.scrollToIndex(to.line)
    across.scrollToIndex(to.column)
  }
  /** The keys of the grid pattern that choose; whether it was one. */
  function choose({ key, ctrlKey, metaKey, shiftKey }: KeyboardEvent): boolean {
    if (key === ' ' && ctrlKey) selecting.column(place.column, true)
    else if (key === ' ' && shiftKey) selecting.lines(place.line, place.line, true)
    else if (key === ' ') selecting.toggle(place)
    else if (key === 'a' && (ctrlKey || metaKey)) selecting.all()
    else if (key === 'Escape' && selecting.selection.size > 0) selecting.clear()
    else return false
    return true
  }
  function onKeyDown(event: KeyboardEvent) {
    if (event.key === 'Enter') { event.preventDefault(); onOpen(place); return }
    if (choose(event)) { event.preventDefault(); return }
    const page = Math.max(1, Math.floor((box.current?.clientHeight ?? 0) / ROW) - 5)
    const to = steps(event, place, { lines: lines.length, columns: columns.length, page })
    if (to) { event.preventDefault(); go(to, event.shiftKey) }
  }
  const size = { width: across.getTotalSize(), height: rows.getTotalSize() }
  const shown = across.getVirtualItems()
  const places = Math.ceil((rows.scrollRect?.height ?? 0) / ROW) + 2 * OVER + 2
  return (
    <div
      ref={box} className="mx-box" role="grid" tabIndex={0} aria-label={t('matrix.title')} aria-rowcount={lines.length + 1} aria-colcount={columns.length + 1} aria-multiselectable
      aria-activedescendant={`${id}-${place.line}-${place.column}`} onKeyDown={onKeyDown} {...pointer}
    >
      <div className="mx-size" role="presentation" style={size}>
        <GridHead {...{ by, columns, shown, names, width }} totals={all} height={HEAD} total={size.width} />
        {rows.getVirtualItems().map(({ index, start }) => {
          const line = lines[index]
          return line ? (
            <GridLine
              key={index % places} {...{ id, line, index, start, names, columns, shown, by, words }} cell={width} height={ROW} width={size.width} here={place.line === index ? place.column : undefined}
              totals={ofRegions.get(index)} chosen={selecting.selection.get(index)}
            />
          ) : null
        })}
      </div>
    </div>
  )
}
