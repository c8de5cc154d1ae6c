import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { OrganisationPicker } from '@/pickers/OrganisationPicker'
import { ChoiceDialog } from '@/ui/ChoiceDialog'
import { Dialog } from '@/ui/Dialog'
import { FilterBar, type FilterChip } from '@/ui/FilterBar'
import type { Option } from '@/ui/Select'
import { organisation, programmes, rollup } from '../queries'
import type { MatrixFilter } from './queries'

const KINDS = ['below', 'programme', 'level', 'package', 'phase', 'light'] as const
type Kind = (typeof KINDS)[number]

const named = (ids: string[], label: (id: string) => string): Option[] => ids.map((id) => ({ id, label: label(id) }))

interface FiltersProps {
  filter: MatrixFilter
  change: (patch: Partial<Record<keyof MatrixFilter, string | string[] | undefined>>) => void
}

/** Rows by region, columns by programme, level and package, cells by phase and light. */
export function MatrixFilters({ filter, change }: FiltersProps) {
  const { t } = useTranslation('rollouts')
  const { t: catalogue } = useTranslation('catalogue')
  const [editing, setEditing] = useState<Kind | undefined>()
  const phases = useQuery(rollup('phase')).data ?? []
  const known = useQuery(programmes).data?.items ?? []
  const region = useQuery({ ...organisation(filter.below ?? ''), enabled: filter.below !== undefined }).data?.name
  const choices: Record<Exclude<Kind, 'below'>, Option[]> = {
    programme: known.map(({ id, name }) => ({ id, label: name ?? t('hidden') })),
    level: named(['municipality', 'association', 'district', 'bezirk'], (id) => catalogue(`level.${id}`)),
    package: named(['efa', 'market', 'state_store', 'toolbox'], (id) => catalogue(`package.${id}`)),
    phase: phases.flatMap(({ key, name }) => (key ? [{ id: key, label: name ?? key }] : [])),
    light: named(['red', 'yellow', 'green', 'grey'], (id) => t(`light.${id}`)),
  }
  const valuesOf = (kind: Kind): string[] => { const value = filter[kind]; return value === undefined ? [] : Array.isArray(value) ? value : [value] }
  const word = (kind: Kind, value: string) => (kind === 'below' ? (region ?? '…') : (choices[kind].find((option) => option.id === value)?.label ?? value))
  const chips: FilterChip[] = KINDS.filter((kind) => valuesOf(kind).length > 0).map((kind) => ({
    id: kind, name: t(`matrix.filter.${kind}`), value: valuesOf(kind).map((value) => word(kind, value)).join(', '), onRemove: () => change({ [kind]: undefined }), onEdit: () => setEditing(kind),
  }))
  const close = () => setEditing(undefined)
  return (
    <>
      <FilterBar
        chips={chips} onClear={() => change(Object.fromEntries(KINDS.map((kind) => [kind, undefined])))}
        available={KINDS.filter((kind) => valuesOf(kind).length === 0).map((kind) => ({ id: kind, label: t(`matrix.filter.${kind}`), onAdd: () => setEditing(kind) }))}
      />
      {editing === 'below' ? (
        <Dialog isOpen onClose={close} title={t('matrix.filter.below')}>
          <OrganisationPicker label={t('matrix.filter.below')} description={t('filter.below_hint')} value={filter.below ? { id: filter.below, name: region ?? '' } : null} onChange={(named) => { change({ below: named?.id }); close() }} />
        </Dialog>
      ) : editing ? (
        <ChoiceDialog title={t(`matrix.filter.${editing}`)} options={choices[editing]} selected={valuesOf(editing)} onClose={close} onChange={(ids) => change({ [editing]: ids.length > 0 ? ids : undefined })} />
      ) : null}
    </>
  )
}
