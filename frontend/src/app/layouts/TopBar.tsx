import { Link } from '@tanstack/react-router'
import { useTranslation } from 'react-i18next'
import { Button as AriaButton } from 'react-aria-components'
import { IconButton } from '@/ui/Button'
import { MenuIcon, SearchIcon } from '@/ui/icons'
import { Brand } from './Brand'
import type { Overlay } from './DeskLayout'
import { LiveIndicator } from './LiveIndicator'
import { OutdatedList } from './OutdatedList'
import { UserMenu } from './UserMenu'

export function TopBar({ onOpen }: { onOpen: (overlay: Overlay) => void }) {
  const { t } = useTranslation('app')
  return (
    <header className="dw-bar">
      <span className="dw-bar-menu"><IconButton label={t('nav.open')} icon={<MenuIcon />} onPress={() => onOpen('nav')} noTooltip /></span>
      <Link to="/" className="dw-bar-home" aria-label={t('home')}><Brand /></Link>
      <AriaButton className="dw-jump" onPress={() => onOpen('palette')} aria-keyshortcuts="Control+K">
        <SearchIcon aria-hidden="true" />
        <span className="dw-jump-text">{t('jump.button')}</span>
        <kbd className="dw-kbd">{t('jump.keys')}</kbd>
      </AriaButton>
      <span className="dw-bar-end">
        <OutdatedList />
        <LiveIndicator />
        <UserMenu onShortcuts={() => onOpen('shortcuts')} />
      </span>
    </header>
  )
}
