import { Outlet, useRouterState } from '@tanstack/react-router'
import { lazy, Suspense, useEffect, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { Drawer } from '@/ui/Drawer'
import { SideNav } from './SideNav'
import { TopBar } from './TopBar'
import { useFocusRescue } from './useFocusRescue'
import { useShortcuts } from './useShortcuts'
import './desk.css'

const CommandPalette = lazy(() => import('./CommandPalette').then((module) => ({ default: module.CommandPalette })))
const ShortcutsDialog = lazy(() => import('./ShortcutsDialog').then((module) => ({ default: module.ShortcutsDialog })))

export type Overlay = 'palette' | 'shortcuts' | 'nav' | null

/** The frame of the desk: bar on top, navigation at the side (a drawer on narrow screens), the page in the rest. */
export function DeskLayout() {
  const { t } = useTranslation('app')
  const [overlay, setOverlay] = useState<Overlay>(null)
  const close = () => setOverlay(null)
  const path = useRouterState({ select: (state) => state.location.pathname })
  useEffect(() => setOverlay(null), [path])
  useFocusRescue()
  useShortcuts({ palette: () => setOverlay('palette'), help: () => setOverlay('shortcuts') })
  return (
    <div className="dw-desk">
      <a href="#main" className="dw-skip">{t('skip')}</a>
      <TopBar onOpen={setOverlay} />
      <div className="dw-desk-side"><SideNav /></div>
      <main id="main" className="dw-main" tabIndex={-1} data-scroll-restoration-id="main"><Outlet /></main>
      <Drawer isOpen={overlay === 'nav'} onClose={close} label={t('nav.label')}><SideNav brand /></Drawer>
      <Suspense fallback={null}>
        {overlay === 'palette' ? <CommandPalette onClose={close} onShortcuts={() => setOverlay('shortcuts')} /> : null}
        {overlay === 'shortcuts' ? <ShortcutsDialog onClose={close} /> : null}
      </Suspense>
    </div>
  )
}
