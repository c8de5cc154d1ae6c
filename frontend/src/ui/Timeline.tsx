import type { ReactNode } from 'react'
import { initials } from '@/lib/text'
import { Badge } from './Badge'
import { cx } from './cx'
import { When } from './When'
import './pieces.css'

export function Timeline({ label, children }: { label: string; children: ReactNode }) {
  return <ol className="dw-timeline" aria-label={label}>{children}</ol>
}

export interface TimelineEntryProps {
  author: string
  at: string
  now?: Date
  /** A note only colleagues see: tinted, and the word says so. */
  internal?: string
  /** Done by the system: small, without a face. */
  quiet?: boolean
  children: ReactNode
  actions?: ReactNode
}

/** One thing that was said or happened. */
export function TimelineEntry({ author, at, now, internal, quiet, children, actions }: TimelineEntryProps) {
  return (
    <li className={cx('dw-entry', internal !== undefined && 'dw-entry--internal', quiet && 'dw-entry--quiet')}>
      <span className="dw-avatar" aria-hidden="true">{quiet ? '' : initials(author)}</span>
      <article className="dw-entry-box">
        <header className="dw-entry-head">
          <strong>{author}</strong>
          <span className="dw-muted dw-small"><When value={at} {...(now ? { now } : {})} /></span>
          {internal === undefined ? null : <Badge tone="warning">{internal}</Badge>}
          {actions ? <span className="dw-entry-actions">{actions}</span> : null}
        </header>
        <div className="dw-entry-text">{children}</div>
      </article>
    </li>
  )
}
