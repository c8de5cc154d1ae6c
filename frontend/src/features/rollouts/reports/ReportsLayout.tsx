import { Outlet, useRouterState } from '@tanstack/react-router'
import { useTranslation } from 'react-i18next'
import { SubNav } from '@/ui/SubNav'

/** The area "Berichte": what is going to be late, when all is live, how it went, how fast each party is. */
export function ReportsLayout() {
  const { t } = useTranslation('reports')
  const path = useRouterState({ select: (state) => state.location.pathname })
  const items = [
    { label: t('nav.trend'), href: '/reports' },
    { label: t('nav.forecast'), href: '/reports/forecast' },
    { label: t('nav.warning'), href: '/reports/early-warning' },
    { label: t('nav.parties'), href: '/reports/parties' },
    { label: t('nav.status'), href: '/reports/status' },
  ]
  return (
    <div className="dw-area">
      <SubNav label={t('nav.label')} items={items} path={path} />
      <Outlet />
    </div>
  )
}
