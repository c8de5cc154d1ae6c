import { Outlet, useRouterState, useSearch } from '@tanstack/react-router'
import { useTranslation } from 'react-i18next'
import { stringifySearch, type SearchValues } from '@/lib/search'
import { SubNav } from '@/ui/SubNav'

/** What all pictures of rollouts understand, so that it goes along from one to the other. */
const SHARED = ['below', 'programme', 'service', 'phase', 'light', 'ball_party', 'ball_role']

/** The area "Rollouts": the same selection as list, matrix, board, time axis and map. */
export function PicturesLayout() {
  const { t } = useTranslation('pictures')
  const path = useRouterState({ select: (state) => state.location.pathname })
  const search = useSearch({ strict: false }) as SearchValues
  const along = stringifySearch(Object.fromEntries(SHARED.map((key) => [key, search[key]])))
  const items = ['', '/portfolio', '/board', '/timeline', '/map'].map((end) => ({ label: t(`nav.${end.slice(1) || 'list'}`), href: `/rollouts${end}${along}` }))
  items.push({ label: t('nav.milestones'), href: '/milestones' }, { label: t('nav.waves'), href: '/waves' }, { label: t('nav.publications'), href: '/publications' }, { label: t('nav.terms'), href: '/terms' })
  return (
    <div className="dw-area">
      <SubNav label={t('nav.label')} items={items} path={path} />
      <Outlet />
    </div>
  )
}
