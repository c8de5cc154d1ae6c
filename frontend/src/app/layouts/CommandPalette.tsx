import { useQuery } from '@tanstack/react-query'
import { useNavigate } from '@tanstack/react-router'
import { useEffect, useState } from 'react'
import { Autocomplete, Dialog, Input, Menu, MenuItem, Modal, ModalOverlay, SearchField } from 'react-aria-components'
import { useTranslation } from 'react-i18next'
import { api, readItems } from '@/api/client'
import { session } from '@/api/session'
import type { SearchHit } from '@/api/types'
import { fold } from '@/lib/text'
import { DarkIcon, HelpIcon, LightIcon, LogOutIcon, OrdersIcon, OrganisationsIcon, RolloutsIcon, SearchIcon, ServicesIcon, UserIcon, type IconType } from '@/ui/icons'
import { preferences } from '../preferences'
import { useNav, usePlaces } from '../useNav'

interface Command {
  id: string
  label: string
  note?: string
  group: string
  icon: IconType
  run: () => void
  /** Offered to who types only: all of them would push the rest out of sight. */
  typed?: boolean
}

function useCommands(onShortcuts: () => void): Command[] {
  const { t } = useTranslation('app')
  const navigate = useNavigate()
  const jumps = useNav().map(({ key, path, icon }) => ({ id: path, label: t(`nav.${key}`), group: t('jump.pages'), icon, run: () => void navigate({ to: path }) }))
  const places = usePlaces().map(({ key, path, icon }) => ({ id: path, label: t(`place.${key}`), group: t('jump.pages'), icon, typed: true, run: () => void navigate({ to: path as never }) }))
  const group = t('jump.acts')
  return [
    ...jumps,
    ...places,
    { id: 'dark', label: t('jump.dark'), group, icon: DarkIcon, run: () => preferences.set({ theme: 'dark' }) },
    { id: 'light', label: t('jump.light'), group, icon: LightIcon, run: () => preferences.set({ theme: 'light' }) },
    { id: 'shortcuts', label: t('shortcuts.title'), group, icon: HelpIcon, run: onShortcuts },
    { id: 'logout', label: t('user.logout'), group, icon: LogOutIcon, run: () => void session.logOut() },
  ]
}

const ICONS: Record<SearchHit['kind'], IconType> = { rollout: RolloutsIcon, mother: RolloutsIcon, order: OrdersIcon, organisation: OrganisationsIcon, service: ServicesIcon, person: UserIcon }

function placeOf({ kind, id, key }: SearchHit): string {
  if (kind === 'rollout') return `/rollouts/${key ?? id}`
  if (kind === 'mother') return `/mothers/${key ?? id}`
  if (kind === 'order') return `/orders/${id}`
  if (kind === 'service') return `/services/${id}`
  return kind === 'person' ? `/organisations/persons/${id}` : `/organisations/${id}`
}

/** The typed text, a moment after the last key. */
function useSettled(text: string): string {
  const [settled, setSettled] = useState(text)
  useEffect(() => {
    const timer = setTimeout(() => setSettled(text), 160)
    return () => clearTimeout(timer)
  }, [text])
  return settled
}

/** Things of the server by number, key or name; what was found last stays while the next answer comes. */
function useHits(typed: string): Command[] {
  const { t } = useTranslation('app')
  const navigate = useNavigate()
  const q = useSettled(typed.trim())
  const hits = useQuery({
    queryKey: ['search', q],
    queryFn: ({ signal }) => readItems<SearchHit>(api.GET('/api/v1/search', { params: { query: { q, limit: 5 } }, signal })),
    enabled: q.length > 1,
    placeholderData: (before) => before,
    staleTime: 10_000,
  }).data
  if (typed.trim().length < 2) return []
  return (hits ?? []).map((hit) => ({
    id: `${hit.kind} ${hit.id}`, label: hit.title, note: [hit.key === hit.title ? undefined : hit.key, hit.subtitle].filter(Boolean).join(' · '), group: t(`jump.kind_${hit.kind}`), icon: ICONS[hit.kind],
    run: () => void navigate({ to: placeOf(hit) as never }),
  }))
}

/** Strg+K: type, arrow, Enter. Finds rollouts, orders, organisations, services and persons, pages and acts; spelling of umlauts does not matter. */
export function CommandPalette({ onClose, onShortcuts }: { onClose: () => void; onShortcuts: () => void }) {
  const { t } = useTranslation('app')
  const [typed, setTyped] = useState('')
  const commands = useCommands(onShortcuts).filter((command) => (typed.trim() === '' ? !command.typed : fold(command.label).includes(fold(typed.trim()))))
  const all = [...useHits(typed), ...commands]
  function run(id: string) {
    onClose()
    all.find((command) => command.id === id)?.run()
  }
  return (
    <ModalOverlay className="dw-backdrop dw-backdrop--palette" isOpen isDismissable onOpenChange={(open) => !open && onClose()}>
      <Modal className="dw-modal">
        <Dialog className="dw-dialog" aria-label={t('jump.title')}>
          <Autocomplete inputValue={typed} onInputChange={setTyped}>
            <SearchField className="dw-palette-field" aria-label={t('jump.title')} autoFocus>
              <SearchIcon aria-hidden="true" />
              <Input className="dw-palette-input" placeholder={t('jump.placeholder')} />
              <kbd className="dw-kbd">Esc</kbd>
            </SearchField>
            <Menu aria-label={t('jump.title')} className="dw-menu dw-palette-list" items={all} onAction={(key) => run(String(key))} renderEmptyState={() => <p className="dw-menu-head">{t('jump.none')}</p>}>
              {({ id, label, note, group, icon: Icon }) => (
                <MenuItem id={id} textValue={label} className="dw-item">
                  <Icon aria-hidden="true" />
                  <span className="dw-item-text">{label}{note ? <span className="dw-item-note">{note}</span> : null}</span>
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
