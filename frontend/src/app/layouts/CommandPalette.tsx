import { useNavigate } from '@tanstack/react-router'
import { Autocomplete, Dialog, Input, Menu, MenuItem, Modal, ModalOverlay, SearchField } from 'react-aria-components'
import { useTranslation } from 'react-i18next'
import { session } from '@/api/session'
import { fold } from '@/lib/text'
import { DarkIcon, HelpIcon, LightIcon, LogOutIcon, SearchIcon, type IconType } from '@/ui/icons'
import { preferences } from '../preferences'
import { useNav } from '../useNav'

interface Command {
  id: string
  label: string
  group: string
  icon: IconType
  run: () => void
}

function useCommands(onShortcuts: () => void): Command[] {
  const { t } = useTranslation('app')
  const navigate = useNavigate()
  const jumps = useNav().map(({ key, path, icon }) => ({ id: path, label: t(`nav.${key}`), group: t('jump.pages'), icon, run: () => void navigate({ to: path }) }))
  const group = t('jump.acts')
  return [
    ...jumps,
    { id: 'dark', label: t('jump.dark'), group, icon: DarkIcon, run: () => preferences.set({ theme: 'dark' }) },
    { id: 'light', label: t('jump.light'), group, icon: LightIcon, run: () => preferences.set({ theme: 'light' }) },
    { id: 'shortcuts', label: t('shortcuts.title'), group, icon: HelpIcon, run: onShortcuts },
    { id: 'logout', label: t('user.logout'), group, icon: LogOutIcon, run: () => void session.logOut() },
  ]
}

/** Strg+K: type, arrow, Enter. Finds pages and acts; spelling of umlauts does not matter. */
export function CommandPalette({ onClose, onShortcuts }: { onClose: () => void; onShortcuts: () => void }) {
  const { t } = useTranslation('app')
  const commands = useCommands(onShortcuts)
  function run(id: string) {
    onClose()
    commands.find((command) => command.id === id)?.run()
  }
  return (
    <ModalOverlay className="dw-backdrop dw-backdrop--palette" isOpen isDismissable onOpenChange={(open) => !open && onClose()}>
      <Modal className="dw-modal">
        <Dialog className="dw-dialog" aria-label={t('jump.title')}>
          <Autocomplete filter={(text, typed) => fold(text).includes(fold(typed))}>
            <SearchField className="dw-palette-field" aria-label={t('jump.title')} autoFocus>
              <SearchIcon aria-hidden="true" />
              <Input className="dw-palette-input" placeholder={t('jump.placeholder')} />
              <kbd className="dw-kbd">Esc</kbd>
            </SearchField>
            <Menu aria-label={t('jump.title')} className="dw-menu dw-palette-list" items={commands} onAction={(key) => run(String(key))} renderEmptyState={() => <p className="dw-menu-head">{t('jump.none')}</p>}>
              {({ id, label, group, icon: Icon }) => (
                <MenuItem id={id} textValue={label} className="dw-item">
                  <Icon aria-hidden="true" />
                  <span className="dw-item-text">{label}</span>
                  <span className="dw-item-keys">{group}</span>
                </MenuItem>
              )}
            </Menu>
          </Autocomplete>
        </Dialog>
      </Modal>
    </ModalOverlay>
  )
}
