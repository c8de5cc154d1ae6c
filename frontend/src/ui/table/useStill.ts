import { useEffect, useRef, useState, type RefObject } from 'react'
import { goesOn, restFor } from './still'

const HAND = ['pointermove', 'pointerdown', 'keydown'] as const

/** The rows as they were while a hand moves over them or presses a key there: what others change moves nothing under a press. */
export function useStill<Row>(rows: Row[], rowId: (row: Row) => string, order: string, frame: RefObject<HTMLElement | null>): Row[] {
  const [shown, setShown] = useState({ rows, order })
  const moved = useRef(0)
  const isFree = rows === shown.rows || order !== shown.order || goesOn(shown.rows.map(rowId), rows.map(rowId))

  useEffect(() => {
    const box = frame.current
    const note = () => { moved.current = performance.now() }
    for (const name of HAND) box?.addEventListener(name, note, { passive: true })
    return () => { for (const name of HAND) box?.removeEventListener(name, note) }
  }, [frame])

  useEffect(() => {
    let timer: ReturnType<typeof setTimeout> | undefined
    const came = performance.now()
    const settle = () => {
      const rest = isFree ? 0 : restFor(performance.now(), { moved: moved.current, came })
      if (rest > 0) timer = setTimeout(settle, rest)
      else setShown((before) => (before.rows === rows && before.order === order ? before : { rows, order }))
    }
    settle()
    return () => clearTimeout(timer)
  }, [rows, order, isFree])

  return isFree ? rows : shown.rows
}
