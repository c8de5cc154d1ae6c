import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { useMay } from '@/api/me'
import { organisationName, programmes, serviceName } from '@/pickers/choices'
import { KINDS, useKindName } from '@/pickers/labels'
import { OrganisationPicker } from '@/pickers/OrganisationPicker'
import { ServicePicker } from '@/pickers/ServicePicker'
import { ChoiceDialog } from '@/ui/ChoiceDialog'
import { Dialog } from '@/ui/Dialog'
import { FilterBar } from '@/ui/FilterBar'
import { Select } from '@/ui/Select'
import type { OrganisationFilter } from './queries'

const FILTERS = ['kind', 'below', 'live', 'live_service', 'live_programme'] as const
type Filter = (typeof FILTERS)[number]

interface ListFiltersProps {
  filter: OrganisationFilter
  change: (patch: Partial<Record<keyof OrganisationFilter, string | string[] | undefined>>) => void
}

/** Chips for what is set, a menu for what can be added. Whom live rollouts cover is for those who see rollouts. */
export function ListFilters({ filter, change }: ListFiltersProps) {
  const { t } = useTranslation('organisations')
  const [editing, setEditing] = useState<Filter>()
  const say = useWord(filter)
  const rollouts = useMay()('rollout:read')
  const offered = FILTERS.filter((name) => rollouts || !name.startsWith('live'))
  const set = FILTERS.filter((name) => filter[name] !== undefined)
  return (
    <>
      <FilterBar
        query={{ value: filter.q ?? '', onChange: (q) => change({ q: q || undefined }), placeholder: t('tree.search') }}
        chips={set.map((name) => ({ id: name, name: t(`list.filter.${name}`), value: say(name), onRemove: () => change({ [name]: undefined }), onEdit: () => setEditing(name) }))}
        available={offered.filter((name) => !set.includes(name)).map((name) => ({ id: name, label: t(`list.filter.${name}`), onAdd: () => setEditing(name) }))}
        onClear={() => change(Object.fromEntries(FILTERS.map((name) => [name, undefined])))}
      />
      {editing ? <Edit name={editing} filter={filter} change={change} onClose={() => setEditing(undefined)} say={say} /> : null}
    </>
  )
}

/** What a filter says, in words. */
function useWord(filter: OrganisationFilter): (name: Filter) => string {
  const { t } = useTranslation('organisations')
  const kindName = useKindName()
  const below = useQuery({ ...organisationName(filter.below ?? ''), enabled: filter.below !== undefined }).data
  const service = useQuery({ ...serviceName(filter.live_service ?? ''), enabled: filter.live_service !== undefined }).data
  const known = useQuery({ ...programmes, enabled: filter.live_programme !== undefined }).data?.items
  return (name) => ({
    kind: (filter.kind ?? []).map(kindName).join(', '),
    below: below ?? '…',
    live: t(`list.live.${filter.live === false ? 'false' : 'true'}`),
    live_service: service ?? '…',
    live_programme: known?.find(({ id }) => id === filter.live_programme)?.name ?? '…',
  })[name]
}

interface EditProps extends ListFiltersProps {
  name: Filter
  say: (name: Filter) => string
  onClose: () => void
}

function Edit({ name, filter, change, onClose, say }: EditProps) {
  const { t } = useTranslation('organisations')
  const kindName = useKindName()
  const all = useQuery(programmes).data?.items ?? []
  const title = t(`list.filter.${name}`)
  const pick = (id: string | undefined) => { change({ [name]: id }); onClose() }
  const chosen = name === 'below' || name === 'live_service' ? filter[name] : undefined
  const value = chosen ? { id: chosen, name: say(name) } : null
  if (name === 'kind') return <ChoiceDialog title={title} options={KINDS.map((id) => ({ id, label: kindName(id) }))} selected={filter.kind ?? []} onClose={onClose} onChange={(ids) => change({ kind: ids.length > 0 ? ids : undefined })} />
  return (
    <Dialog isOpen onClose={onClose} title={title}>
      {name === 'below' ? <OrganisationPicker label={title} value={value} onChange={(named) => pick(named?.id)} /> : null}
      {name === 'live_service' ? <ServicePicker value={value} onChange={(named) => pick(named?.id)} /> : null}
      {name === 'live' ? <Select label={title} options={(['true', 'false'] as const).map((id) => ({ id, label: t(`list.live.${id}`) }))} value={filter.live === undefined ? null : String(filter.live)} onChange={(id) => pick(id ?? undefined)} /> : null}
      {name === 'live_programme' ? <Select label={title} options={all.map(({ id, name: label }) => ({ id, label }))} value={filter.live_programme ?? null} onChange={(id) => pick(id ?? undefined)} /> : null}
    </Dialog>
  )
}
