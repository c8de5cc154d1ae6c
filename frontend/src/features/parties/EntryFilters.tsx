import { useQueries, useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { Named, PartyRoleView } from '@/api/types'
import { sayDay } from '@/lib/dates'
import { OrganisationPicker } from '@/pickers/OrganisationPicker'
import { ServicePicker } from '@/pickers/ServicePicker'
import { ChoiceDialog } from '@/ui/ChoiceDialog'
import { Dialog } from '@/ui/Dialog'
import { FilterBar } from '@/ui/FilterBar'
import type { Option } from '@/ui/Select'
import { useLanguage } from '@/ui/When'
import { organisationName, programmes, serviceName } from '@/pickers/choices'
import type { EntryFilter } from './queries'
import { SCOPES } from './words'

const KINDS = ['role', 'scope', 'below', 'organisation', 'service', 'programme', 'valid_on'] as const
type Kind = (typeof KINDS)[number]
/** Chosen by a picker instead of from a short list. */
type Picked = 'below' | 'organisation' | 'service'

interface FiltersProps {
  filter: EntryFilter
  change: (patch: Record<string, string | string[] | undefined>) => void
  roles: PartyRoleView[]
  today: string
}

/** Chips for what is set, a menu for what can be added, and the editor of the one that was pressed. */
export function EntryFilters({ filter, change, roles, today }: FiltersProps) {
  const { t } = useTranslation('parties')
  const language = useLanguage()
  const [editing, setEditing] = useState<Exclude<Kind, 'valid_on'> | undefined>()
  const names = useNames(filter)
  const all = useQuery(programmes).data?.items ?? []
  const choices: Record<'role' | 'scope' | 'programme', Option[]> = {
    role: roles.map(({ key, name }) => ({ id: key, label: name })),
    scope: SCOPES.map((id) => ({ id, label: t(`scope.${id}`) })),
    programme: all.map(({ id, name }) => ({ id, label: name })),
  }
  const valuesOf = (kind: Kind): string[] => { const value = filter[kind]; return value === undefined ? [] : Array.isArray(value) ? value : [value] }
  const word = (kind: Kind, value: string) => {
    if (kind === 'valid_on') return sayDay(value, new Date(), language)
    if (kind === 'role' || kind === 'scope' || kind === 'programme') return choices[kind].find((option) => option.id === value)?.label ?? value
    return names.get(value) ?? value
  }
  const open = (kind: Kind) => (kind === 'valid_on' ? change({ valid_on: today }) : setEditing(kind))
  const set = KINDS.filter((kind) => valuesOf(kind).length > 0)
  const close = () => setEditing(undefined)
  return (
    <>
      <FilterBar
        query={{ value: filter.q ?? '', onChange: (q) => change({ q: q || undefined }), placeholder: t('search') }}
        chips={set.map((kind) => ({ id: kind, name: t(`filter.${kind}`), value: valuesOf(kind).map((value) => word(kind, value)).join(', '), onRemove: () => change({ [kind]: undefined }), ...(kind === 'valid_on' ? {} : { onEdit: () => setEditing(kind) }) }))}
        available={KINDS.filter((kind) => !set.includes(kind)).map((kind) => ({ id: kind, label: t(`filter.${kind}`), onAdd: () => open(kind) }))}
        onClear={() => change(Object.fromEntries(KINDS.map((kind) => [kind, undefined])))}
      />
      {editing === 'role' || editing === 'scope' || editing === 'programme' ? <ChoiceDialog title={t(`filter.${editing}`)} options={choices[editing]} selected={valuesOf(editing)} onClose={close} onChange={(ids) => change({ [editing]: ids.length > 0 ? ids : undefined })} /> : null}
      {editing === 'below' || editing === 'organisation' || editing === 'service' ? <PickDialog kind={editing} chosen={valuesOf(editing)[0]} names={names} onClose={close} onChange={(id) => { change({ [editing]: id }); close() }} /> : null}
    </>
  )
}

/** The names of what the filter names by id. */
function useNames({ below, organisation = [], service = [] }: EntryFilter): Map<string, string> {
  const organisations = [...organisation, ...(below ? [below] : [])]
  const named = useQueries({ queries: organisations.map((id) => organisationName(id)) })
  const services = useQueries({ queries: service.map((id) => serviceName(id)) })
  return new Map([
    ...organisations.map((id, index) => [id, named[index]?.data ?? '…'] as const),
    ...service.map((id, index) => [id, services[index]?.data ?? '…'] as const),
  ])
}

interface PickProps {
  kind: Picked
  chosen: string | undefined
  names: Map<string, string>
  onChange: (id: string | undefined) => void
  onClose: () => void
}

function PickDialog({ kind, chosen, names, onChange, onClose }: PickProps) {
  const { t } = useTranslation('parties')
  const value = chosen ? { id: chosen, name: names.get(chosen) ?? '' } : null
  const pick = (named: Named | null) => onChange(named?.id)
  return (
    <Dialog isOpen onClose={onClose} title={t(`filter.${kind}`)}>
      {kind === 'service' ? <ServicePicker value={value} onChange={pick} /> : <OrganisationPicker label={t(`filter.${kind}`)} value={value} onChange={pick} />}
    </Dialog>
  )
}
