import { useEffect, useId, useRef, type ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import { IconButton } from './Button'
import { CloseIcon } from './icons'
import './overlay.css'

export interface PeekProps {
  title: string
  onClose: () => void
  children: ReactNode
  /** Small buttons beside the title, such as "open whole page". */
  actions?: ReactNode
  /** Moves focus to the title on opening; leave it off while the peek only follows the selection. */
  takeFocus?: boolean
}

/** A panel beside what one looks at, never over it. Escape closes; the caller puts focus back. Place it in `Beside`. */
export function Peek({ title, onClose, children, actions, takeFocus }: PeekProps) {
  const { t } = useTranslation('ui')
  const id = useId()
  const heading = useRef<HTMLHeadingElement>(null)
  useEffect(() => {
    if (takeFocus) heading.current?.focus()
  }, [takeFocus, title])
  const panel = useRef<HTMLElement>(null)
  const close = useRef(onClose)
  useEffect(() => { close.current = onClose })
  // Escape also closes it from the list beside, where focus mostly is.
  useEffect(() => {
    const place = panel.current?.parentElement
    function onKeyDown(event: KeyboardEvent) {
      if (event.key !== 'Escape' || event.defaultPrevented) return
      event.stopPropagation()
      close.current()
    }
    place?.addEventListener('keydown', onKeyDown)
    return () => place?.removeEventListener('keydown', onKeyDown)
  }, [])
  return (
    <aside ref={panel} className="dw-peek" aria-labelledby={id}>
      <header className="dw-peek-head">
        <h2 id={id} ref={heading} tabIndex={-1}>{title}</h2>
        <span className="dw-row">
          {actions}
          <IconButton label={t('close')} keys="Esc" icon={<CloseIcon />} onPress={onClose} small />
        </span>
      </header>
      {/* oxlint-disable-next-line jsx-a11y/no-noninteractive-tabindex -- what scrolls is scrolled by keyboard too */}
      <div className="dw-peek-body" role="group" aria-labelledby={id} tabIndex={0}>{children}</div>
    </aside>
  )
}

/** The place of a list and its peek: first child grows, a Peek after it stands at its side (over it below 960 px, where there is no side). */
export function Beside({ children }: { children: ReactNode }) {
  return <div className="dw-beside">{children}</div>
}
