import { Outlet, useRouterState } from '@tanstack/react-router'
import { useTranslation } from 'react-i18next'
import { useMay } from '@/api/me'
import { SubNav } from '@/ui/SubNav'

/** The area "Organisation": tree, list, persons, register, holidays. */
export function OrganisationsLayout() {
  const { t } = useTranslation('organisations')
  const may = useMay()
  const path = useRouterState({ select: (state) => state.location.pathname })
  const items = [
    { label: t('nav.organisations'), href: '/organisations', shown: may('organisation:read') },
    { label: t('nav.list'), href: '/organisations/list', shown: may('organisation:read') },
    { label: t('nav.persons'), href: '/organisations/persons', shown: may('person:read') },
    { label: t('nav.register'), href: '/organisations/register', shown: may('register:import') },
    { label: t('nav.holidays'), href: '/organisations/holidays', shown: may('organisation:write') },
  ].filter((item) => item.shown)
  return (
    <div className="dw-area">
      {items.length > 1 ? <SubNav label={t('nav.label')} items={items} path={path} /> : null}
      <Outlet />
    </div>
  )
}
