import { useSyncExternalStore } from 'react'
import type { Language } from '@/lib/dates'

export type Theme = 'system' | 'light' | 'dark'
export type Density = 'kompakt' | 'normal'

export interface Preferences {
  theme: Theme
  density: Density
  language: Language
}

const DEFAULTS: Preferences = { theme: 'system', density: 'kompakt', language: 'de' }
const VALUES = { theme: ['system', 'light', 'dark'], density: ['kompakt', 'normal'], language: ['de', 'en'] } as const

function readOne<Key extends keyof Preferences>(key: Key): Preferences[Key] {
  try {
    const stored = localStorage.getItem(`dienstweg.${key}`)
    const allowed: readonly string[] = VALUES[key]
    if (stored !== null && allowed.includes(stored)) return stored as Preferences[Key]
  } catch {
    // Storage may be closed to us (private mode, policy); the default serves.
  }
  return DEFAULTS[key]
}

let current: Preferences = { theme: readOne('theme'), density: readOne('density'), language: readOne('language') }
const listeners = new Set<() => void>()

function apply({ theme, density }: Preferences) {
  const { dataset } = document.documentElement
  if (theme === 'system') delete dataset.kernTheme
  else dataset.kernTheme = theme
  dataset.density = density
}

/** What a person has set for this browser. public/appearance.js reads the same keys before the first paint. */
export const preferences = {
  get: () => current,
  set(change: Partial<Preferences>) {
    current = { ...current, ...change }
    apply(current)
    for (const [key, value] of Object.entries(change)) {
      try {
        localStorage.setItem(`dienstweg.${key}`, value)
      } catch {
        // Not kept then; it holds for this window.
      }
    }
    for (const listener of listeners) listener()
  },
  subscribe(listener: () => void) {
    listeners.add(listener)
    return () => void listeners.delete(listener)
  },
}

export function usePreferences(): Preferences {
  return useSyncExternalStore(preferences.subscribe, preferences.get)
}
