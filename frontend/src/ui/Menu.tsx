import type { ReactElement } from 'react'
import { Header, Keyboard, Menu as AriaMenu, MenuItem, MenuSection, MenuTrigger, Popover, Text, type Selection } from 'react-aria-components'
import { cx } from './cx'
import { CheckIcon } from './icons'
import './overlay.css'

export interface MenuEntry {
  id: string
  label: string
  icon?: ReactElement
  note?: string
  keys?: string
  href?: string
  danger?: boolean
  isDisabled?: boolean
  onAction?: () => void
}

export interface MenuGroup {
  id: string
  title: string
  /** Without a heading the title is only read out. */
  hideTitle?: boolean
  entries: MenuEntry[]
  /** Makes the group a choice of one; the chosen id gets a tick. */
  selected?: string
  onSelect?: (id: string) => void
}

export interface MenuProps {
  /** A Button or IconButton. */
  trigger: ReactElement
  label: string
  groups: MenuGroup[]
}

/** Acts and choices behind a button. */
export function Menu({ trigger, label, groups }: MenuProps) {
  return (
    <MenuTrigger>
      {trigger}
      <Popover className="dw-popover" placement="bottom end">
        <AriaMenu aria-label={label} className="dw-menu">
          {groups.map((group) => <Group key={group.id} group={group} />)}
        </AriaMenu>
      </Popover>
    </MenuTrigger>
  )
}

function Group({ group }: { group: MenuGroup }) {
  const choice = group.onSelect
    ? {
        selectionMode: 'single' as const,
        disallowEmptySelection: true,
        selectedKeys: group.selected === undefined ? [] : [group.selected],
        onSelectionChange: (keys: Selection) => { for (const key of keys) group.onSelect?.(String(key)) },
      }
    : {}
  return (
    <MenuSection className="dw-menu-section" aria-label={group.title} {...choice}>
      {group.hideTitle ? null : <Header className="dw-menu-head">{group.title}</Header>}
      {group.entries.map((entry) => <Entry key={entry.id} entry={entry} />)}
    </MenuSection>
  )
}

function Entry({ entry }: { entry: MenuEntry }) {
  const link = entry.href === undefined ? {} : { href: entry.href }
  const act = entry.onAction === undefined ? {} : { onAction: entry.onAction }
  return (
    <MenuItem id={entry.id} textValue={entry.label} isDisabled={entry.isDisabled ?? false} className={cx('dw-item', entry.danger && 'dw-item--danger')} {...link} {...act}>
      {({ isSelected }) => (
        <>
          {entry.icon}
          <span className="dw-item-text">
            <Text slot="label">{entry.label}</Text>
            {entry.note ? <Text slot="description" className="dw-item-note">{entry.note}</Text> : null}
          </span>
          {entry.keys ? <Keyboard className="dw-item-keys">{entry.keys}</Keyboard> : null}
          {isSelected ? <CheckIcon className="dw-item-check" aria-hidden="true" /> : null}
        </>
      )}
    </MenuItem>
  )
}
