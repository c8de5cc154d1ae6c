import { useQueries, useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { ServicePicker } from '@/pickers/ServicePicker'
import { ChoiceDialog } from '@/ui/ChoiceDialog'
import { Dialog } from '@/ui/Dialog'
import { FilterBar, type FilterChip } from '@/ui/FilterBar'
import type { Option } from '@/ui/Select'
import { ViewMenu } from '@/views/ViewMenu'
import { programmes, serviceName } from '@/pickers/choices'
import type { MapFilter } from './useMapFilter'

const LISTS = ['programme', 'level', 'package'] as const
type List = (typeof LISTS)[number]

interface FiltersProps {
  filter: MapFilter
  change: (patch: Partial<Record<keyof MapFilter, string | string[] | undefined>>) => void
}

const named = (ids: string[], label: (id: string) => string): Option[] => ids.map((id) => ({ id, label: label(id) }))

/** Which services the map speaks of: single ones, or those of a programme, level or package. */
export function MapFilters({ filter, change }: FiltersProps) {
  const { t } = useTranslation('pictures')
  const { t: catalogue } = useTranslation('catalogue')
  const [editing, setEditing] = useState<List | 'service' | undefined>()
  const known = useQuery(programmes).data?.items ?? []
  const services = filter.service ?? []
  const names = useQueries({ queries: services.map((id) => serviceName(id)) })
  const choices: Record<List, Option[]> = {
    programme: known.map(({ id, name }) => ({ id, label: name ?? id })),
    level: named(['municipality', 'association', 'district', 'bezirk'], (id) => catalogue(`level.${id}`)),
    package: named(['efa', 'market', 'state_store', 'toolbox'], (id) => catalogue(`package.${id}`)),
  }
  const word = (kind: List, value: string) => choices[kind].find((option) => option.id === value)?.label ?? '…'
  const chips: FilterChip[] = [
    ...services.map((id, at) => ({ id, name: t('filter.service'), value: names[at]?.data ?? '…', onRemove: () => change({ service: services.filter((other) => other !== id) }) })),
    ...LISTS.filter((kind) => filter[kind]).map((kind) => ({ id: kind, name: t(`filter.${kind}`), value: (filter[kind] ?? []).map((value) => word(kind, value)).join(', '), onRemove: () => change({ [kind]: undefined }), onEdit: () => setEditing(kind) })),
  ]
  const close = () => setEditing(undefined)
  return (
    <>
      <FilterBar
        chips={chips} onClear={() => change({ service: undefined, programme: undefined, level: undefined, package: undefined })}
        available={[{ id: 'service', label: t('filter.service'), onAdd: () => setEditing('service') }, ...LISTS.filter((kind) => !filter[kind]).map((kind) => ({ id: kind, label: t(`filter.${kind}`), onAdd: () => setEditing(kind) }))]}
        end={<ViewMenu kind="map" />}
      />
      {editing === 'service' ? (
        <Dialog isOpen onClose={close} title={t('filter.service')}>
          <ServicePicker value={null} onChange={(picked) => { if (picked) change({ service: [...new Set([...services, picked.id])] }); close() }} />
        </Dialog>
      ) : editing ? (
        <ChoiceDialog title={t(`filter.${editing}`)} options={choices[editing]} selected={filter[editing] ?? []} onClose={close} onChange={(ids) => change({ [editing]: ids.length > 0 ? ids : undefined })} />
      ) : null}
    </>
  )
}
