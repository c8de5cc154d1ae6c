import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { programmes, serviceName } from '@/pickers/choices'
import { organisation } from '../queries'
import { OrganisationPicker } from '@/pickers/OrganisationPicker'
import { ServicePicker } from '@/pickers/ServicePicker'
import { ChoiceDialog } from '@/ui/ChoiceDialog'
import { Dialog } from '@/ui/Dialog'
import { FilterBar } from '@/ui/FilterBar'
import type { ReportFilter } from './queries'

const KINDS = ['below', 'programme', 'service'] as const
type Kind = (typeof KINDS)[number]

interface FiltersProps {
  filter: ReportFilter
  change: (patch: Record<string, string | undefined>) => void
}

/** Region, programme, service: the same in all reports. */
export function ReportFilters({ filter, change }: FiltersProps) {
  const { t } = useTranslation('reports')
  const [editing, setEditing] = useState<Kind | undefined>()
  const known = useQuery(programmes).data?.items ?? []
  const region = useQuery({ ...organisation(filter.below ?? ''), enabled: filter.below !== undefined }).data?.name
  const service = useQuery({ ...serviceName(filter.service ?? ''), enabled: filter.service !== undefined }).data
  const names: Record<Kind, string | undefined> = { below: region, service, programme: known.find(({ id }) => id === filter.programme)?.name ?? undefined }
  const close = () => setEditing(undefined)
  const pick = (kind: Kind, id: string | undefined) => { change({ [kind]: id }); close() }
  return (
    <>
      <FilterBar
        chips={KINDS.filter((kind) => filter[kind]).map((kind) => ({ id: kind, name: t(`filter.${kind}`), value: names[kind] ?? '…', onRemove: () => change({ [kind]: undefined }), onEdit: () => setEditing(kind) }))}
        available={KINDS.filter((kind) => !filter[kind]).map((kind) => ({ id: kind, label: t(`filter.${kind}`), onAdd: () => setEditing(kind) }))}
        onClear={() => change(Object.fromEntries(KINDS.map((kind) => [kind, undefined])))}
      />
      {editing === 'programme' ? (
        <ChoiceDialog title={t('filter.programme')} options={known.map(({ id, name }) => ({ id, label: name ?? '…' }))} selected={filter.programme ? [filter.programme] : []} onClose={close} onChange={(ids) => change({ programme: ids.at(-1) })} />
      ) : editing ? (
        <Dialog isOpen onClose={close} title={t(`filter.${editing}`)}>
          {editing === 'service'
            ? <ServicePicker value={filter.service ? { id: filter.service, name: service ?? '' } : null} onChange={(named) => pick('service', named?.id)} />
            : <OrganisationPicker label={t('filter.below')} description={t('filter.below_hint')} value={filter.below ? { id: filter.below, name: region ?? '' } : null} onChange={(named) => pick('below', named?.id)} />}
        </Dialog>
      ) : null}
    </>
  )
}
