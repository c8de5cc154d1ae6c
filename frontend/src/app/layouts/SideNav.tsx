import { Link, useRouterState } from '@tanstack/react-router'
import { useTranslation } from 'react-i18next'
import { PinnedViews } from '@/views/PinnedViews'
import { useNav } from '../useNav'
import { Brand } from './Brand'

/** The main navigation. In the drawer it also carries the name of the product. */
export function SideNav({ brand }: { brand?: boolean }) {
  const { t } = useTranslation('app')
  const items = useNav()
  const at = useRouterState({ select: (state) => state.location.pathname })
  return (
    <nav className="dw-nav" aria-label={t('nav.label')}>
      {brand ? <Brand /> : null}
      <ul>
        {items.map(({ key, path, also = [], icon: Icon }) => (
          <li key={key}>
            <Link to={path} className="dw-nav-link" activeOptions={{ exact: path === '/' }} activeProps={{ 'aria-current': 'page' }} {...(also.some((other) => at.startsWith(`${other}/`) || at === other) ? { 'aria-current': 'page' } : {})}>
              <Icon aria-hidden="true" />
              {t(`nav.${key}`)}
            </Link>
            <PinnedViews area={path} />
          </li>
        ))}
      </ul>
    </nav>
  )
}
