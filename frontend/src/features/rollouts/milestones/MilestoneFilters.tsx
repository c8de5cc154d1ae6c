import { useQueries, useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { Named } from '@/api/types'
import { serviceName } from '@/pickers/choices'
import { OrganisationPicker } from '@/pickers/OrganisationPicker'
import { ServicePicker } from '@/pickers/ServicePicker'
import { ChoiceDialog } from '@/ui/ChoiceDialog'
import { Dialog } from '@/ui/Dialog'
import { FilterBar, type FilterChip } from '@/ui/FilterBar'
import { useLanguage } from '@/ui/When'
import { bulkWords } from '../bulk/queries'
import { organisation } from '../queries'
import type { MilestoneFilter } from './queries'

type Kind = 'service' | 'below' | 'milestone'

interface FiltersProps {
  filter: MilestoneFilter
  change: (patch: Partial<Record<keyof MilestoneFilter, string | string[] | undefined>>) => void
}

const chosen = (id: string | undefined, name: string): Named | null => (id ? { id, name, key: null } : null)

/** Chips for what is set, and a menu for what can be added. */
export function MilestoneFilters({ filter, change }: FiltersProps) {
  const { t } = useTranslation('milestones')
  const language = useLanguage()
  const [editing, setEditing] = useState<Kind | undefined>()
  const services = useQueries({ queries: (filter.service ?? []).map((id) => serviceName(id)) })
  const below = useQuery({ ...organisation(filter.below ?? ''), enabled: filter.below !== undefined }).data?.name ?? '…'
  const words = useQuery({ ...bulkWords, enabled: editing === 'milestone' }).data?.milestones ?? []
  const close = () => setEditing(undefined)
  const chip = (id: keyof MilestoneFilter, name: string, value: string, onEdit?: () => void): FilterChip => ({ id, name, value, onRemove: () => change({ [id]: undefined }), ...(onEdit ? { onEdit } : {}) })
  const chips = [
    ...(filter.waiting ? [chip('waiting', t('filter.ready'), t('filter.ready_all'))] : []),
    ...(filter.all ? [chip('all', t('filter.all'), t('filter.all_all'))] : []),
    ...(filter.service ? [chip('service', t('filter.service'), services.map(({ data }) => data ?? '…').join(', '), () => setEditing('service'))] : []),
    ...(filter.below ? [chip('below', t('filter.below'), below, () => setEditing('below'))] : []),
    ...(filter.milestone ? [chip('milestone', t('filter.milestone'), filter.milestone.join(', '), () => setEditing('milestone'))] : []),
  ]
  const available = [
    ...(filter.service ? [] : [{ id: 'service', label: t('filter.service'), onAdd: () => setEditing('service') }]),
    ...(filter.below ? [] : [{ id: 'below', label: t('filter.below'), onAdd: () => setEditing('below') }]),
    ...(filter.milestone ? [] : [{ id: 'milestone', label: t('filter.milestone'), onAdd: () => setEditing('milestone') }]),
    ...(filter.waiting ? [] : [{ id: 'waiting', label: t('filter.ready_all'), onAdd: () => change({ waiting: 'true' }) }]),
    ...(filter.all ? [] : [{ id: 'all', label: t('filter.all_all'), onAdd: () => change({ all: 'true' }) }]),
  ]
  return (
    <>
      <FilterBar chips={chips} available={available} onClear={() => change({ service: undefined, below: undefined, milestone: undefined, waiting: undefined, all: undefined })} />
      {editing === 'milestone' ? <ChoiceDialog title={t('filter.milestone')} options={words.map(({ key, name }) => ({ id: key, label: `${key} ${name[language]}` }))} selected={filter.milestone ?? []} onClose={close} onChange={(ids) => change({ milestone: ids.length > 0 ? ids : undefined })} /> : null}
      {editing === 'service' ? <Dialog isOpen onClose={close} title={t('filter.service')}><ServicePicker value={chosen(filter.service?.[0], services[0]?.data ?? '')} onChange={(named) => { change({ service: named ? [named.id] : undefined }); close() }} /></Dialog> : null}
      {editing === 'below' ? <Dialog isOpen onClose={close} title={t('filter.below')}><OrganisationPicker label={t('filter.below')} value={chosen(filter.below, below)} onChange={(named) => { change({ below: named?.id }); close() }} /></Dialog> : null}
    </>
  )
}
