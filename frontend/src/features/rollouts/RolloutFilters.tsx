import { useQueries, useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { useMay } from '@/api/me'
import type { Named } from '@/api/types'
import { addDays, dayOf, sayDay, sayInstant, startOf } from '@/lib/dates'
import { OrganisationPicker } from '@/pickers/OrganisationPicker'
import { ServicePicker } from '@/pickers/ServicePicker'
import { ChoiceDialog } from '@/ui/ChoiceDialog'
import { Dialog } from '@/ui/Dialog'
import { FilterBar, type FilterChip } from '@/ui/FilterBar'
import type { Option } from '@/ui/Select'
import { useLanguage } from '@/ui/When'
import type { ViewKind } from '@/views/kinds'
import { ViewMenu } from '@/views/ViewMenu'
import { programmes, serviceName } from '@/pickers/choices'
import { MODELS, useLevelName } from './maturity'
import { organisation, partyRoles, rollup, waves, type RolloutFilter } from './queries'

type Kind = 'phase' | 'light' | 'state' | 'service' | 'programme' | 'wave' | 'ball_party' | 'party_gap' | 'below' | 'covers' | 'outcome' | 'maturity' | 'kind' | 'mine' | 'light_after' | Dated | 'live' | 'ball_role'
type Dated = 'live_from' | 'due_from' | 'due_until'
const ALL: Kind[] = ['below', 'covers', 'phase', 'light', 'light_after', 'service', 'programme', 'wave', 'state', 'live', 'live_from', 'due_from', 'due_until', 'ball_role', 'ball_party', 'party_gap', 'mine', 'outcome', 'maturity', 'kind']
/** The time axis sums up, and understands less. */
const SUMMED: Kind[] = ['below', 'phase', 'light', 'service', 'programme', 'state', 'ball_party']
/** Set by links alone, or by one press: there is nothing to choose. */
const PRESSED: Kind[] = ['mine', 'light_after', 'live', 'live_from', 'due_from', 'due_until', 'ball_role']
/** Figures of reports lead here with these; as a filter of one's own they are no offer. */
const LINKED: Kind[] = ['live_from', 'due_from', 'ball_role']
const CLOSED = {
  light: ['red', 'yellow', 'green', 'grey'],
  state: ['running', 'not_started', 'deferred', 'finished', 'ended'],
  outcome: ['live', 'own_solution', 'not_competent', 'cancelled', 'replaced'],
  kind: ['daughter', 'mother'],
} as const

interface FiltersProps {
  /** The page whose views are kept. */
  view: ViewKind
  filter: RolloutFilter
  change: (patch: Partial<Record<keyof RolloutFilter, string | string[] | undefined>>) => void
}

type Choice = 'phase' | 'light' | 'state' | 'outcome' | 'maturity' | 'kind' | 'programme' | 'wave' | 'party_gap'
const CHOICES: readonly Kind[] = ['phase', 'light', 'state', 'outcome', 'maturity', 'kind', 'programme', 'wave', 'party_gap'] satisfies Choice[]
const isChoice = (kind: Kind): kind is Choice => CHOICES.includes(kind)

/** Options of the filters that are short lists. */
function useChoices(): Record<Choice, Option[]> {
  const { t } = useTranslation('rollouts')
  const levelName = useLevelName()
  const phases = useQuery(rollup('phase')).data ?? []
  const all = useQuery(programmes).data?.items ?? []
  const allWaves = useQuery(waves).data?.items ?? []
  const may = useMay()('party:read')
  const roles = useQuery({ ...partyRoles, enabled: may }).data ?? []
  return {
    phase: phases.flatMap(({ key, name, total }) => (key ? [{ id: key, label: name ?? key, note: String(total) }] : [])),
    light: CLOSED.light.map((id) => ({ id, label: t(`light.${id}`) })),
    state: CLOSED.state.map((id) => ({ id, label: t(`state.${id}`) })),
    outcome: CLOSED.outcome.map((id) => ({ id, label: t(`outcome.${id}`) })),
    maturity: [{ id: 'none', label: t('maturity.unknown') }, ...(['1.1', '2.0'] as const).flatMap((model) => Array.from({ length: MODELS[model] + 1 }, (_, level) => ({ id: `${model}:${level}`, label: `${model}: ${levelName(model, level)}` })))],
    kind: CLOSED.kind.map((id) => ({ id, label: t(`kind.${id}`) })),
    programme: all.map(({ id, name }) => ({ id, label: name ?? t('hidden') })),
    wave: allWaves.map(({ id, name }) => ({ id, label: name })),
    party_gap: roles.map(({ key, name }) => ({ id: key, label: name })),
  }
}

/** The names of the services and organisations the filter names by id. */
function useNames(filter: RolloutFilter): Map<string, string> {
  const services = useQueries({ queries: (filter.service ?? []).map((id) => serviceName(id)) })
  const ids = [...(filter.ball_party ?? []), ...[filter.below, filter.covers].filter((id) => id !== undefined)]
  const organisations = useQueries({ queries: ids.map((id) => organisation(id)) })
  return new Map([
    ...(filter.service ?? []).map((id, index) => [id, services[index]?.data ?? '…'] as const),
    ...ids.map((id, index) => [id, organisations[index]?.data?.name ?? '…'] as const),
  ])
}

/** Chips for what is set, a menu for what can be added, and the editor of the one that was pressed. */
export function RolloutFilters({ view, filter, change }: FiltersProps) {
  const { t } = useTranslation('rollouts')
  const kinds = view === 'timeline' ? SUMMED : ALL
  const [editing, setEditing] = useState<Kind | undefined>()
  const language = useLanguage()
  const may = useMay()
  const choices = useChoices()
  const names = useNames(filter)
  const roles = useQuery({ ...partyRoles, enabled: filter.ball_role !== undefined && may('party:read') }).data ?? []
  const valuesOf = (kind: Kind): string[] => { const value = filter[kind]; return value === undefined ? [] : Array.isArray(value) ? value : [value] }
  const word = (kind: Kind, value: string) => {
    if (kind === 'mine') return t('filter.mine_yes')
    if (kind === 'light_after') return t('filter.light_after_since', { day: sayInstant(value, new Date(), language) })
    if (kind === 'live') return t(value === 'true' ? 'filter.live_yes' : 'filter.live_no')
    if (kind === 'live_from' || kind === 'due_from' || kind === 'due_until') return sayDay(value, new Date(), language)
    if (kind === 'ball_role') return roles.find((role) => role.key === value)?.name ?? value
    if (kind === 'service' || kind === 'ball_party' || kind === 'below' || kind === 'covers') return names.get(value) ?? value
    return choices[kind].find((option) => option.id === value)?.label ?? value
  }
  const today = dayOf(new Date())
  const pressed: Partial<Record<Kind, string>> = { mine: 'true', light_after: startOf(addDays(today, -1)), live: 'true', due_until: today }
  const open = (kind: Kind) => (pressed[kind] === undefined ? setEditing(kind) : change({ [kind]: pressed[kind] }))
  const chips: FilterChip[] = kinds.filter((kind) => valuesOf(kind).length > 0).map((kind) => ({
    id: kind,
    name: t(`filter.${kind}`),
    value: valuesOf(kind).map((value) => word(kind, value)).join(', '),
    onRemove: () => change({ [kind]: undefined }),
    ...(PRESSED.includes(kind) ? {} : { onEdit: () => setEditing(kind) }),
  }))
  const available = kinds.filter((kind) => valuesOf(kind).length === 0 && !LINKED.includes(kind)).map((kind) => ({ id: kind, label: t(`filter.${kind}`), onAdd: () => open(kind) }))
  const close = () => setEditing(undefined)
  return (
    <>
      <FilterBar
        {...(view === 'timeline' ? {} : { query: { value: filter.q ?? '', onChange: (q: string) => change({ q: q || undefined }), placeholder: t('list.search') } })}
        chips={chips}
        available={available}
        onClear={() => change(Object.fromEntries(kinds.map((kind) => [kind, undefined])))}
        end={<ViewMenu kind={view} />}
      />
      {editing === 'service' || editing === 'below' || editing === 'covers' || editing === 'ball_party' ? (
        <PickDialog kind={editing} chosen={valuesOf(editing)} names={names} onClose={close} onChange={(ids) => change({ [editing]: editing === 'below' || editing === 'covers' ? ids[0] : ids })} />
      ) : editing && isChoice(editing) ? (
        <ChoiceDialog title={t(`filter.${editing}`)} options={choices[editing]} selected={valuesOf(editing)} onClose={close} onChange={(ids) => change({ [editing]: ids })} />
      ) : null}
    </>
  )
}

interface PickDialogProps {
  kind: 'service' | 'below' | 'covers' | 'ball_party'
  chosen: string[]
  names: Map<string, string>
  onChange: (ids: string[]) => void
  onClose: () => void
}

function PickDialog({ kind, chosen, names, onChange, onClose }: PickDialogProps) {
  const { t } = useTranslation('rollouts')
  const first = chosen[0]
  const value: Named | null = first ? { id: first, name: names.get(first) ?? '', key: null } : null
  function pick(named: Named | null) {
    onChange(named ? [named.id] : [])
    onClose()
  }
  return (
    <Dialog isOpen onClose={onClose} title={t(`filter.${kind}`)}>
      {kind === 'service' ? <ServicePicker value={value} onChange={pick} /> : <OrganisationPicker label={t(`filter.${kind}`)} value={value} onChange={pick} description={kind === 'below' ? t('filter.below_hint') : kind === 'covers' ? t('filter.covers_hint') : t('filter.ball_party_hint')} />}
    </Dialog>
  )
}
