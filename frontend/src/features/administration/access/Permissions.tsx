import { useQuery } from '@tanstack/react-query'
import { useMemo } from 'react'
import { useTranslation } from 'react-i18next'
import type { PermissionInfo } from '@/api/types'
import { Checkbox } from '@/ui/Checkbox'
import { CheckIcon, MinusIcon } from '@/ui/icons'
import { Skeleton } from '@/ui/Skeleton'
import { useLanguage } from '@/ui/When'
import { permissionsQuery } from './queries'

interface Group {
  domain: string
  permissions: PermissionInfo[]
}

/** All permissions by what they are about, in the order the server gives. */
function useGroups(): Group[] | undefined {
  const { data } = useQuery(permissionsQuery)
  return useMemo(() => {
    if (!data) return undefined
    const groups = new Map<string, PermissionInfo[]>()
    for (const permission of data) {
      const domain = permission.name.split(':')[0] ?? ''
      groups.set(domain, [...(groups.get(domain) ?? []), permission])
    }
    return [...groups].map(([domain, permissions]) => ({ domain, permissions }))
  }, [data])
}

/** What a set of permissions allows and what not, in words. `brief` leaves out what is not allowed. */
export function PermissionGroups({ held, brief }: { held: readonly string[]; brief?: boolean }) {
  const { t } = useTranslation('administration')
  const language = useLanguage()
  const groups = useGroups()
  if (!groups) return <Skeleton lines={8} />
  const has = (permission: PermissionInfo) => held.includes(permission.name)
  const shown = brief ? groups.map((group) => ({ ...group, permissions: group.permissions.filter(has) })).filter((group) => group.permissions.length > 0) : groups
  if (shown.length === 0) return <p className="dw-muted">{t('roles.none')}</p>
  return (
    <div className="dw-perms">
      {shown.map((group) => (
        <section key={group.domain}>
          <h3>{t(`domain.${group.domain}`, { defaultValue: group.domain })}</h3>
          <ul>
            {group.permissions.map((permission) => (
              <li key={permission.name} className={has(permission) ? 'dw-perm' : 'dw-perm dw-perm--off'} title={permission.name}>
                {has(permission) ? <CheckIcon aria-hidden="true" /> : <MinusIcon aria-hidden="true" />}
                <span>{permission[language]}<span className="dw-sr">{` – ${has(permission) ? t('roles.yes') : t('roles.no')}`}</span></span>
              </li>
            ))}
          </ul>
        </section>
      ))}
    </div>
  )
}

/** The names of those permissions that another list does not have, to tell two lists apart. */
export function usePermissionNames(): (held: readonly string[], other: readonly string[]) => string {
  const language = useLanguage()
  const { data } = useQuery(permissionsQuery)
  return (held, other) => held.filter((name) => !other.includes(name)).map((name) => data?.find((one) => one.name === name)?.[language] ?? name).join('\n')
}

export interface PermissionBoxesProps {
  label: string
  value: readonly string[]
  onChange: (value: string[]) => void
}

/** Permissions to tick, by group; a group's box ticks all of it. */
export function PermissionBoxes({ label, value, onChange }: PermissionBoxesProps) {
  const { t } = useTranslation('administration')
  const language = useLanguage()
  const groups = useGroups()
  if (!groups) return <Skeleton lines={8} />
  function set(names: string[], on: boolean) {
    const rest = value.filter((name) => !names.includes(name))
    onChange(on ? [...rest, ...names].toSorted() : rest)
  }
  return (
    <div role="group" aria-label={label} data-field="/permissions" className="dw-perms">
      {groups.map((group) => {
        const names = group.permissions.map((permission) => permission.name)
        const count = names.filter((name) => value.includes(name)).length
        const title = t(`domain.${group.domain}`, { defaultValue: group.domain })
        return (
          <fieldset key={group.domain}>
            <legend><Checkbox isSelected={count === names.length} isIndeterminate={count > 0 && count < names.length} onChange={(on) => set(names, on)}>{title}</Checkbox></legend>
            {group.permissions.map((permission) => <Checkbox key={permission.name} isSelected={value.includes(permission.name)} onChange={(on) => set([permission.name], on)}>{permission[language]}</Checkbox>)}
          </fieldset>
        )
      })}
    </div>
  )
}
