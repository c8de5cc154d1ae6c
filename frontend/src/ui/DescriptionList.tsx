import type { ReactNode } from 'react'
import './pieces.css'

export interface Description {
  term: string
  value: ReactNode
}

/** Names and values. Empty values show a dash, read out as "keine Angabe" by the caller's text. */
export function DescriptionList({ items }: { items: Description[] }) {
  return (
    <dl className="dw-dl">
      {items.map((item) => (
        <div key={item.term}>
          <dt>{item.term}</dt>
          <dd>{item.value ?? '–'}</dd>
        </div>
      ))}
    </dl>
  )
}
