import type { ReactNode } from 'react'

/** A table that scrolls in itself, by keyboard too. */
export function Scroll({ label, children }: { label: string; children: ReactNode }) {
  // oxlint-disable-next-line jsx-a11y/no-noninteractive-tabindex -- what scrolls is scrolled by keyboard too
  return <div className="rp-scroll" role="group" tabIndex={0} aria-label={label}>{children}</div>
}
