import type { ReactElement } from 'react'
import { Tooltip as AriaTooltip, TooltipTrigger } from 'react-aria-components'
import './overlay.css'

export interface TooltipProps {
  text: string
  keys?: string | undefined
  /** One react-aria element (button, link) or one wrapped in `Focusable`. */
  children: ReactElement
}

/** A hint on hover and focus. Never the only place for something one must know. */
export function Tooltip({ text, keys, children }: TooltipProps) {
  return (
    <TooltipTrigger delay={500} closeDelay={80}>
      {children}
      <AriaTooltip className="dw-tooltip" offset={6}>
        {text}
        {keys ? <kbd className="dw-tooltip-keys">{keys}</kbd> : null}
      </AriaTooltip>
    </TooltipTrigger>
  )
}
