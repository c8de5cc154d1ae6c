import { useQuery } from '@tanstack/react-query'
import { useEffect, useRef, useState, type KeyboardEvent, type RefObject } from 'react'
import { useTranslation } from 'react-i18next'
import { asProblem } from '@/api/problem'
import type { CallTarget } from '@/api/types'
import { ProblemNote } from '@/pickers/ProblemNote'
import { EmptyState } from '@/ui/EmptyState'
import { SuccessIcon } from '@/ui/icons'
import { LoadingNote, Skeleton } from '@/ui/Skeleton'
import { toasts } from '@/ui/toasts'
import { CallRow } from './CallRow'
import { callList, useCallUndo } from './queries'
import { keyOf, whoOf } from './words'
import './calls.css'

/** Whom to call, the most urgent first. `j` `k` move, `n` notes what was said, Enter saves it and goes on to the next. */
export function CallList({ limit, label }: { limit: number; label: string }) {
  const { t } = useTranslation('calls')
  const query = useQuery(callList(limit))
  const list = useRef<HTMLUListElement>(null)
  const [noting, setNoting] = useState<string | undefined>()
  const undo = useCallUndo((call) => toasts.show({ text: t('note.undone', { who: call.party?.name ?? '' }) }))
  const rows = query.data?.items
  const focus = useFocusKept(list, rows)

  function onKeyDown(event: KeyboardEvent) {
    const target = event.target as HTMLElement
    if (!target.matches('[data-call]') || event.altKey || event.ctrlKey || event.metaKey) return
    const places = [...(list.current?.querySelectorAll<HTMLElement>('[data-call]') ?? [])]
    const step = { j: 1, ArrowDown: 1, k: -1, ArrowUp: -1 }[event.key]
    if (step !== undefined) places[places.indexOf(target) + step]?.focus()
    else if (event.key.toLowerCase() === 'n') setNoting(target.dataset.call)
    else return
    event.preventDefault()
  }

  if (query.error && !query.data) return <ProblemNote problem={asProblem(query.error)} />
  if (rows === undefined) return <><LoadingNote /><Skeleton lines={6} /></>
  if (rows.length === 0) return <EmptyState icon={SuccessIcon} level={3} title={t('none')}>{t('none_text')}</EmptyState>
  return (
    <>
      <ProblemNote problem={undo.problem} />
      <ul ref={list} className="call-list" aria-label={label} onKeyDown={onKeyDown}>
        {rows.map((row, index) => (
          <CallRow
            key={keyOf(row)} target={row} first={index === 0} noting={noting === keyOf(row)}
            onNote={() => setNoting(keyOf(row))}
            onCancel={() => { setNoting(undefined); focus(keyOf(row)) }}
            onSaved={(call) => {
              const next = rows[index + 1] ?? rows[index - 1]
              setNoting(undefined)
              if (next) focus(keyOf(next))
              toasts.show({ text: t('note.done', { who: whoOf(row) }), action: { label: t('note.undo'), run: () => undo.mutate(call) } })
            }}
          />
        ))}
      </ul>
    </>
  )
}

/** Moves focus to a row once it is drawn; where the row with focus has gone, the one in its place gets it. */
function useFocusKept(list: RefObject<HTMLUListElement | null>, rows: CallTarget[] | undefined): (key: string) => void {
  const wanted = useRef<string | undefined>(undefined)
  const index = useRef(-1)
  useEffect(() => {
    const note = (event: FocusEvent) => {
      const row = (event.target as HTMLElement).closest('[data-call]')
      index.current = row ? [...(list.current?.querySelectorAll('[data-call]') ?? [])].indexOf(row) : -1
    }
    document.addEventListener('focusin', note)
    return () => document.removeEventListener('focusin', note)
  }, [list])
  useEffect(() => {
    const places = [...(list.current?.querySelectorAll<HTMLElement>('[data-call]') ?? [])]
    const next = places.find((place) => place.dataset.call === wanted.current)
    wanted.current = undefined
    if (next) next.focus()
    else if (index.current >= 0 && document.activeElement === document.body) places[Math.min(index.current, places.length - 1)]?.focus()
  })
  useEffect(() => { if (rows?.length === 0) index.current = -1 }, [rows])
  return (key) => { wanted.current = key }
}
