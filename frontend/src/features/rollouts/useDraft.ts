import { useCallback, useEffect, useState } from 'react'
import type { Audience } from '@/api/types'

export interface Draft {
  text: string
  audience: Audience
}

const EMPTY: Draft = { text: '', audience: 'all' }
const keyOf = (id: string) => `dienstweg.draft.${id}`

function kept(id: string): Draft {
  try {
    const stored = sessionStorage.getItem(keyOf(id))
    return stored === null ? EMPTY : { ...EMPTY, ...(JSON.parse(stored) as Partial<Draft>) }
  } catch {
    // Storage may be closed to us; the draft then lives as long as the page.
    return EMPTY
  }
}

/** A reply that is being written, kept for this window until it is sent, whatever page one looks at meanwhile. */
export function useDraft(id: string): [Draft, (draft: Draft) => void] {
  const [draft, setDraft] = useState<Draft>(() => kept(id))
  useEffect(() => setDraft(kept(id)), [id])
  const keep = useCallback(
    (next: Draft) => {
      setDraft(next)
      try {
        if (next.text === '') sessionStorage.removeItem(keyOf(id))
        else sessionStorage.setItem(keyOf(id), JSON.stringify(next))
      } catch {
        // See above.
      }
    },
    [id],
  )
  return [draft, keep]
}
