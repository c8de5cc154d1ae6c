export type ToastTone = 'success' | 'info' | 'warning' | 'danger'

export interface ToastInput {
  text: string
  tone?: ToastTone
  /** What can still be done about it: "Rückgängig". A toast with an action stays until it is closed or used. */
  action?: { label: string; run: () => void }
}

export interface ToastEntry extends ToastInput {
  id: number
  tone: ToastTone
}

const LIFE_MS = 6000
let entries: readonly ToastEntry[] = []
let nextId = 1
const listeners = new Set<() => void>()

function set(next: readonly ToastEntry[]) {
  entries = next
  for (const listener of listeners) listener()
}

/** The messages on screen; one list for the whole window. */
export const toasts = {
  /** Shows a message. Errors and messages with an action stay, the others leave after six seconds. Returns its id. */
  show(input: ToastInput): number {
    const entry: ToastEntry = { ...input, id: nextId, tone: input.tone ?? 'success' }
    nextId += 1
    set([...entries.slice(-3), entry])
    if (!entry.action && entry.tone !== 'danger') setTimeout(() => toasts.close(entry.id), LIFE_MS)
    return entry.id
  },
  close(id: number) {
    if (entries.some((entry) => entry.id === id)) set(entries.filter((entry) => entry.id !== id))
  },
  all: () => entries,
  subscribe(listener: () => void) {
    listeners.add(listener)
    return () => void listeners.delete(listener)
  },
}
