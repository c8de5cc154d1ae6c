import { Outlet, useRouterState } from '@tanstack/react-router'
import { useTranslation } from 'react-i18next'
import { useMay } from '@/api/me'
import { SubNav } from '@/ui/SubNav'

/** The area "Dienste": services, the programmes that roll them out, the phase templates they follow, and the forms these ask. */
export function CatalogueLayout() {
  const { t } = useTranslation('catalogue')
  const may = useMay()
  const path = useRouterState({ select: (state) => state.location.pathname })
  const items = [
    { label: t('nav.services'), href: '/services', shown: may('service:read') },
    { label: t('nav.programmes'), href: '/programmes', shown: may('programme:read') },
    { label: t('nav.parties'), href: '/parties', shown: may('party:read') },
    { label: t('nav.levy'), href: '/digital-levy', shown: may('service:read') },
    { label: t('nav.templates'), href: '/templates', shown: may('template:read') },
    { label: t('nav.forms'), href: '/forms', shown: may('template:read') },
  ].filter((item) => item.shown)
  return (
    <div className="dw-area">
      {items.length > 1 ? <SubNav label={t('nav.label')} items={items} path={path} /> : null}
      <Outlet />
    </div>
  )
}
