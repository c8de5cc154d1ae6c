import type { ReactNode } from 'react'
import type { IconType } from './icons'
import './pieces.css'

export interface EmptyStateProps {
  icon?: IconType
  /** What is not there: "Noch keine Rollouts in dieser Auswahl". */
  title: string
  /** How it comes to be, and what one can do now. */
  children?: ReactNode
  actions?: ReactNode
  level?: 2 | 3
}

/** Nothing to show, so say how something comes here. */
export function EmptyState({ icon: Icon, title, children, actions, level = 2 }: EmptyStateProps) {
  const Heading = level === 2 ? 'h2' : 'h3'
  return (
    <div className="dw-empty">
      {Icon ? <span className="dw-empty-icon"><Icon aria-hidden="true" /></span> : null}
      <Heading>{title}</Heading>
      {children ? <div className="dw-empty-text">{children}</div> : null}
      {actions ? <div className="dw-row">{actions}</div> : null}
    </div>
  )
}
