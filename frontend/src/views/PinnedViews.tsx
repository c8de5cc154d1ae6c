import { useQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { useTranslation } from 'react-i18next'
import type { SavedView } from '@/api/types'
import { sayTotal } from '@/lib/numbers'
import { parseSearch } from '@/lib/search'
import { useLanguage } from '@/ui/When'
import { PLACES } from './kinds'
import { savedViews, viewCount } from './queries'
import './views.css'

/** The pinned views of an area, below its entry in the side menu. `area` is the first part of their pages' addresses. */
export function PinnedViews({ area }: { area: string }) {
  const { t } = useTranslation('views')
  const pinned = (useQuery(savedViews).data ?? []).filter((view) => view.pinned && (PLACES[view.kind] === area || PLACES[view.kind].startsWith(`${area}/`)))
  if (pinned.length === 0) return null
  return (
    <ul className="vw-pinned" aria-label={t('pinned')}>
      {pinned.map((view) => (
        <li key={view.id}>
          <Link to={PLACES[view.kind] as never} search={parseSearch(view.query) as never} className="dw-nav-link vw-pin" activeOptions={{ exact: true }} activeProps={{ 'aria-current': 'page' }}>
            <span className="vw-pin-name">{view.name}</span>
            {view.kind === 'rollouts' ? <Count view={view} /> : null}
          </Link>
        </li>
      ))}
    </ul>
  )
}

function Count({ view }: { view: SavedView }) {
  const language = useLanguage()
  const count = useQuery(viewCount(view.query)).data
  return count === undefined ? null : <span className="dw-tab-count">{sayTotal(count, language)}</span>
}
