import { useEffect, useRef } from 'react'

const typing = (target: EventTarget | null) => target instanceof HTMLElement && (target.isContentEditable || target.matches('input:not([type=checkbox]), textarea, select'))

/** Keys that work everywhere: Strg+K jumps, `?` shows the keys of the page. Single letters rest while one types. */
export function useShortcuts(acts: { palette: () => void; help: () => void }): void {
  const latest = useRef(acts)
  useEffect(() => { latest.current = acts })
  useEffect(() => {
    function onKeyDown(event: KeyboardEvent) {
      if ((event.ctrlKey || event.metaKey) && !event.shiftKey && !event.altKey && event.key.toLowerCase() === 'k') {
        event.preventDefault()
        latest.current.palette()
      } else if (event.key === '?' && !typing(event.target) && !event.defaultPrevented) {
        event.preventDefault()
        latest.current.help()
      }
    }
    window.addEventListener('keydown', onKeyDown)
    return () => window.removeEventListener('keydown', onKeyDown)
  }, [])
}
