import { useQueries, useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { Named } from '@/api/types'
import { OrganisationPicker } from '@/pickers/OrganisationPicker'
import { ServicePicker } from '@/pickers/ServicePicker'
import { ChoiceDialog } from '@/ui/ChoiceDialog'
import { Dialog } from '@/ui/Dialog'
import { FilterBar, type FilterChip } from '@/ui/FilterBar'
import type { Option } from '@/ui/Select'
import { ViewMenu } from '@/views/ViewMenu'
import { programmes, serviceName } from '@/pickers/choices'
import { organisation, rollup } from '../queries'
import type { MatrixFilter } from './queries'

const KINDS = ['below', 'programme', 'service', 'level', 'package', 'phase', 'light', 'ball_party'] as const
type Kind = (typeof KINDS)[number]
/** Those that are found, not chosen from a short list. */
const FOUND = ['below', 'service', 'ball_party'] as const
type Found = (typeof FOUND)[number]

const named = (ids: string[], label: (id: string) => string): Option[] => ids.map((id) => ({ id, label: label(id) }))
const isFound = (kind: Kind): kind is Found => FOUND.some((one) => one === kind)

interface FiltersProps {
  filter: MatrixFilter
  change: (patch: Partial<Record<keyof MatrixFilter, string | string[] | undefined>>) => void
}

/** The names of the organisations and services that the filter names by id. */
function useNames({ below, service = [], ball_party = [] }: MatrixFilter): Map<string, string> {
  const places = [...(below ? [below] : []), ...ball_party]
  const organisations = useQueries({ queries: places.map((id) => organisation(id)) })
  const services = useQueries({ queries: service.map((id) => serviceName(id)) })
  return new Map([...places.map((id, at) => [id, organisations[at]?.data?.name ?? '…'] as const), ...service.map((id, at) => [id, services[at]?.data ?? '…'] as const)])
}

/** Options of the filters that are short lists. */
function useChoices(): Record<Exclude<Kind, Found>, Option[]> {
  const { t } = useTranslation('rollouts')
  const { t: catalogue } = useTranslation('catalogue')
  const phases = useQuery(rollup('phase')).data ?? []
  const known = useQuery(programmes).data?.items ?? []
  return {
    programme: known.map(({ id, name }) => ({ id, label: name ?? t('hidden') })),
    level: named(['municipality', 'association', 'district', 'bezirk'], (id) => catalogue(`level.${id}`)),
    package: named(['efa', 'market', 'state_store', 'toolbox'], (id) => catalogue(`package.${id}`)),
    phase: phases.flatMap(({ key, name }) => (key ? [{ id: key, label: name ?? key }] : [])),
    light: named(['red', 'yellow', 'green', 'grey'], (id) => t(`light.${id}`)),
  }
}

/** Rows by region, columns by programme, service, level and package, cells by phase, light and who must act. */
export function MatrixFilters({ filter, change }: FiltersProps) {
  const { t } = useTranslation('rollouts')
  const [editing, setEditing] = useState<Kind | undefined>()
  const names = useNames(filter)
  const choices = useChoices()
  const valuesOf = (kind: Kind): string[] => { const value = filter[kind]; return value === undefined ? [] : Array.isArray(value) ? value : [value] }
  const word = (kind: Kind, value: string) => (isFound(kind) ? (names.get(value) ?? '…') : (choices[kind].find((option) => option.id === value)?.label ?? value))
  const chips: FilterChip[] = KINDS.filter((kind) => valuesOf(kind).length > 0).map((kind) => ({
    id: kind, name: t(`matrix.filter.${kind}`), value: valuesOf(kind).map((value) => word(kind, value)).join(', '), onRemove: () => change({ [kind]: undefined }), onEdit: () => setEditing(kind),
  }))
  const close = () => setEditing(undefined)
  function pick(kind: Found, picked: Named | null) {
    change({ [kind]: picked ? (kind === 'below' ? picked.id : kind === 'service' ? [...new Set([...valuesOf(kind), picked.id])] : [picked.id]) : undefined })
    close()
  }
  return (
    <>
      <FilterBar
        chips={chips} onClear={() => change(Object.fromEntries(KINDS.map((kind) => [kind, undefined])))} end={<ViewMenu kind="portfolio" />}
        available={KINDS.filter((kind) => valuesOf(kind).length === 0).map((kind) => ({ id: kind, label: t(`matrix.filter.${kind}`), onAdd: () => setEditing(kind) }))}
      />
      {editing === undefined ? null : isFound(editing) ? (
        <FindDialog kind={editing} first={valuesOf(editing)[0]} names={names} onPick={(picked) => pick(editing, picked)} onClose={close} />
      ) : (
        <ChoiceDialog title={t(`matrix.filter.${editing}`)} options={choices[editing]} selected={valuesOf(editing)} onClose={close} onChange={(ids) => change({ [editing]: ids.length > 0 ? ids : undefined })} />
      )}
    </>
  )
}

interface FindProps {
  kind: Found
  first: string | undefined
  names: Map<string, string>
  onPick: (picked: Named | null) => void
  onClose: () => void
}

function FindDialog({ kind, first, names, onPick, onClose }: FindProps) {
  const { t } = useTranslation('rollouts')
  const value = first && kind !== 'service' ? { id: first, name: names.get(first) ?? '' } : null
  return (
    <Dialog isOpen onClose={onClose} title={t(`matrix.filter.${kind}`)}>
      {kind === 'service' ? <ServicePicker value={null} onChange={onPick} /> : <OrganisationPicker label={t(`matrix.filter.${kind}`)} description={kind === 'below' ? t('filter.below_hint') : t('filter.ball_party_hint')} value={value} onChange={onPick} />}
    </Dialog>
  )
}
