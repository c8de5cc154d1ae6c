import { useEffect } from 'react'

const FOCUSABLE = 'a[href], button:not([disabled]), input:not([disabled]), select:not([disabled]), textarea:not([disabled]), [tabindex]:not([tabindex="-1"])'

/** Where focus was in the page: its way up to `main`, and its place among the neighbours on each step. */
interface Trail {
  element: Element
  /** The page it was on. */
  page: string
  way: { parent: Element; index: number }[]
}

function trailOf(element: Element): Trail {
  const way: Trail['way'] = []
  for (let at = element; at.parentElement && at.id !== 'main'; at = at.parentElement) way.push({ parent: at.parentElement, index: [...at.parentElement.children].indexOf(at) })
  return { element, page: window.location.pathname, way }
}

/** What now stands where the lost element stood, or the next thing around it that can have focus. */
function nextTo({ way }: Trail): HTMLElement | undefined {
  const step = way.find(({ parent }) => parent.isConnected)
  if (!step) return undefined
  const neighbours = [...step.parent.children].slice(0, step.index + 1).toReversed()
  for (const place of [...neighbours, step.parent, ...way.map(({ parent }) => parent)]) {
    const found = place.matches(FOCUSABLE) ? place : place.querySelector(FOCUSABLE)
    if (found instanceof HTMLElement && found.id !== 'main') return found
  }
  return undefined
}

/** Puts focus beside what it was on when that goes away, as a row does once its button has removed it: the keyboard goes on from there. */
export function useFocusRescue(): void {
  useEffect(() => {
    let trail: Trail | undefined
    let waiting = 0
    function onFocusIn({ target }: FocusEvent) {
      if (target instanceof Element && target.closest('main') && target.id !== 'main') trail = trailOf(target)
    }
    function look() {
      waiting = 0
      if (!trail || trail.element.isConnected || document.querySelector('[role="dialog"], [role="alertdialog"]')) return
      const { activeElement } = document
      if (activeElement === null || activeElement === document.body) {
        // Another page that was slow to come begins at its heading, once that is there.
        const next = trail.page === window.location.pathname ? nextTo(trail) : document.querySelector<HTMLElement>('#main h1')
        if (next === null) return
        next?.focus({ preventScroll: true })
      }
      trail = undefined
    }
    // Closing dialogs give focus back a frame later than they go; only then is it lost.
    const observer = new MutationObserver(() => {
      if (trail && !trail.element.isConnected) waiting ||= window.setTimeout(look, 120)
    })
    document.addEventListener('focusin', onFocusIn)
    observer.observe(document.body, { childList: true, subtree: true })
    return () => { document.removeEventListener('focusin', onFocusIn); observer.disconnect(); clearTimeout(waiting) }
  }, [])
}
