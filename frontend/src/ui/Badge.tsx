import type { ReactElement, ReactNode } from 'react'
import './pieces.css'

export type Tone = 'neutral' | 'info' | 'success' | 'warning' | 'danger' | 'accent'

/** A short word about a state. The word carries the meaning, the colour only repeats it. */
export function Badge({ children, tone = 'neutral', icon }: { children: ReactNode; tone?: Tone; icon?: ReactElement }) {
  return (
    <span className={`dw-badge dw-badge--${tone}`}>
      {icon}
      {children}
    </span>
  )
}
