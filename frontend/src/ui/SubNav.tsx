import { useEffect, useRef } from 'react'
import { Link } from 'react-aria-components'
import './pieces.css'

export interface SubNavItem {
  label: string
  href: string
}

/** The pages of one area, as links in a row; the current one is marked. `path` is where one is. */
export function SubNav({ label, items, path }: { label: string; items: SubNavItem[]; path: string }) {
  // An address may carry a selection along.
  const bare = ({ href }: SubNavItem) => href.replace(/\?.*/, '')
  const current = items.filter((item) => path === bare(item) || path.startsWith(`${bare(item)}/`)).toSorted((a, b) => bare(b).length - bare(a).length)[0]
  const row = useRef<HTMLElement>(null)
  const href = current?.href
  // On a phone the row is wider than the screen.
  useEffect(() => {
    if (href !== undefined) row.current?.querySelector('[aria-current]')?.scrollIntoView?.({ block: 'nearest', inline: 'nearest' })
  }, [href])
  return (
    <nav className="dw-subnav" aria-label={label} ref={row}>
      {items.map((item) => (
        <Link key={item.href} href={item.href} className="dw-subnav-link" aria-current={item === current ? 'page' : undefined}>{item.label}</Link>
      ))}
    </nav>
  )
}
