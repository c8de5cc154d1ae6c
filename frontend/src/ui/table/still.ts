/** Whether the rows shown stay where they are: nothing moved, at most something was added at the end. */
export function goesOn(shown: readonly string[], next: readonly string[]): boolean {
  return next.length >= shown.length && shown.every((id, at) => next[at] === id)
}

/** How long to hold still yet: until the hand has rested so long, and no longer than so long after the change came. */
export function restFor(now: number, { moved, came }: { moved: number; came: number }): number {
  return Math.max(0, Math.min(moved + REST_MS, came + PATIENCE_MS) - now)
}

export const REST_MS = 800
const PATIENCE_MS = 4000
