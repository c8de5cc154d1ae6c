import { Outlet, useNavigate, useRouterState } from '@tanstack/react-router'
import { useEffect } from 'react'
import { useTranslation } from 'react-i18next'
import { useMay } from '@/api/me'
import { SubNav } from '@/ui/SubNav'
import './administration.css'

/** The area "Verwaltung". Its own address leads to the first page the person may see. */
export function AdministrationLayout() {
  const { t } = useTranslation('administration')
  const may = useMay()
  const navigate = useNavigate()
  const path = useRouterState({ select: (state) => state.location.pathname })
  const items = [
    { label: t('nav.users'), href: '/administration/users', shown: may('user:read') },
    { label: t('nav.teams'), href: '/administration/teams', shown: may('user:read') },
    { label: t('nav.roles'), href: '/administration/roles', shown: may('role:read') },
    { label: t('nav.grants'), href: '/administration/grants', shown: may('role:read') },
    { label: t('nav.clients'), href: '/administration/api-clients', shown: may('api_client:read') },
    { label: t('nav.sources'), href: '/administration/marketplaces', shown: may('webhook:read') },
    { label: t('nav.webhooks'), href: '/administration/webhooks', shown: may('webhook:read') },
    { label: t('nav.mail'), href: '/administration/mail', shown: may('mail:read') },
  ].filter((item) => item.shown)
  const first = items[0]?.href
  const bare = path.replace(/\/$/, '') === '/administration'
  useEffect(() => {
    if (bare && first) void navigate({ to: first as never, replace: true })
  }, [bare, first, navigate])
  return (
    <div className="dw-area">
      <SubNav label={t('nav.label')} items={items} path={path} />
      <Outlet />
    </div>
  )
}
