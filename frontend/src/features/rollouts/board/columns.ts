import { queryOptions, useQuery } from '@tanstack/react-query'
import { useTranslation } from 'react-i18next'
import { api, read } from '@/api/client'
import { useMay } from '@/api/me'
import { programmes } from '@/pickers/choices'
import { rollup, type RolloutFilter } from '../queries'

/** A column of the board: rollouts that have not begun, those of a phase, or those that are through. */
export interface BoardColumn {
  id: string
  name: string
  /** What narrows the list to it. */
  filter: Pick<RolloutFilter, 'phase' | 'state'>
  /** Key of the phase; none for the first and the last column. */
  phase?: string
}

export const ORDERED = 'ordered'
export const LIVE = 'live'

/** The phases of the model a programme follows, in their order. */
const modelOf = (programme: string) =>
  queryOptions({
    queryKey: ['programme', 'one', programme, 'phases'] as const,
    queryFn: async ({ signal }) => {
      const { template } = await read(api.GET('/api/v1/programmes/{id}', { params: { path: { id: programme } }, signal }))
      const { definition } = await read(api.GET('/api/v1/templates/{id}', { params: { path: { id: template.id } }, signal }))
      return definition.phases.map(({ key, name }) => ({ key, name }))
    },
    retry: false,
  })

/** Columns in the order of the way: all phases of the programme's model, or those that rollouts are in where several models are in sight. */
export function useColumns(filter: RolloutFilter): BoardColumn[] | undefined {
  const { t, i18n } = useTranslation('pictures')
  const may = useMay()
  const all = useQuery(programmes).data?.items
  const one = filter.programme ?? all?.map(({ id }) => id)
  const programme = one?.length === 1 ? one[0] : undefined
  const model = useQuery({ ...modelOf(programme ?? ''), enabled: programme !== undefined && may('template:read') })
  const counted = useQuery(rollup('phase', { below: filter.below, programme }))
  const waiting = programme !== undefined && may('template:read') && model.isPending
  if (waiting || !counted.data) return undefined
  const phases = model.data
    ? model.data.map(({ key, name }) => ({ key, name: i18n.language === 'en' ? name.en : name.de }))
    : counted.data.flatMap(({ key, name }) => (key ? [{ key, name: name ?? key }] : []))
  return columnsOf(phases, filter, { ordered: t('board.ordered'), live: t('board.live') })
}

const RUNNING = ['running', 'deferred']

/** What a filter by phase or state leaves of the columns. */
export function columnsOf(phases: { key: string; name: string }[], filter: RolloutFilter, names: { ordered: string; live: string }): BoardColumn[] {
  const within = (states: string[]) => (filter.state ? states.filter((state) => filter.state?.includes(state)) : states)
  const columns: BoardColumn[] = [
    { id: ORDERED, name: names.ordered, filter: { state: within(['not_started']) } },
    ...phases.map(({ key, name }): BoardColumn => ({ id: `phase ${key}`, name, phase: key, filter: { phase: [key], state: within(RUNNING) } })),
    { id: LIVE, name: names.live, filter: { state: within(['finished']) } },
  ]
  const wanted = (column: BoardColumn) => (filter.phase ? column.phase !== undefined && filter.phase.includes(column.phase) : true)
  return columns.filter((column) => wanted(column) && column.filter.state?.length !== 0)
}
