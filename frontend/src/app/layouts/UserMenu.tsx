import { useSuspenseQuery } from '@tanstack/react-query'
import { Button as AriaButton } from 'react-aria-components'
import { useTranslation } from 'react-i18next'
import { session } from '@/api/session'
import { meQuery } from '@/features/identity/queries'
import { initials } from '@/lib/text'
import { ChevronDownIcon, HelpIcon, LogOutIcon, UserIcon } from '@/ui/icons'
import { Menu, type MenuGroup } from '@/ui/Menu'
import { preferences, usePreferences, type Density, type Theme } from '../preferences'

/** Who is signed in, and what they may set for themselves. */
export function UserMenu({ onShortcuts }: { onShortcuts: () => void }) {
  const { t } = useTranslation('app')
  const { data: me } = useSuspenseQuery(meQuery)
  const { theme, density, language } = usePreferences()
  const groups: MenuGroup[] = [
    {
      id: 'language', title: t('user.language'), selected: language, onSelect: (id) => preferences.set({ language: id === 'en' ? 'en' : 'de' }),
      entries: [{ id: 'de', label: 'Deutsch' }, { id: 'en', label: 'English' }],
    },
    {
      id: 'theme', title: t('user.theme'), selected: theme, onSelect: (id) => preferences.set({ theme: id as Theme }),
      entries: (['system', 'light', 'dark'] as const).map((id) => ({ id, label: t(`user.theme_${id}`) })),
    },
    {
      id: 'density', title: t('user.density'), selected: density, onSelect: (id) => preferences.set({ density: id as Density }),
      entries: (['kompakt', 'normal'] as const).map((id) => ({ id, label: t(`user.density_${id}`) })),
    },
    {
      id: 'acts', title: t('user.acts'), hideTitle: true,
      entries: [
        { id: 'account', label: t('user.account'), icon: <UserIcon aria-hidden="true" />, href: '/account' },
        { id: 'shortcuts', label: t('shortcuts.title'), icon: <HelpIcon aria-hidden="true" />, keys: '?', onAction: onShortcuts },
        { id: 'logout', label: t('user.logout'), icon: <LogOutIcon aria-hidden="true" />, onAction: () => void session.logOut() },
      ],
    },
  ]
  const trigger = (
    <AriaButton className="dw-user" aria-label={t('user.menu', { name: me.user.name })}>
      <span className="dw-avatar" aria-hidden="true">{initials(me.user.name)}</span>
      <ChevronDownIcon aria-hidden="true" />
    </AriaButton>
  )
  return <Menu trigger={trigger} label={t('user.menu', { name: me.user.name })} groups={groups} />
}
