import { useQuery } from '@tanstack/react-query'
import { useNavigate } from '@tanstack/react-router'
import { useMemo } from 'react'
import { useTranslation } from 'react-i18next'
import { sayNumber } from '@/lib/numbers'
import { stringifySearch } from '@/lib/search'
import { FileMenu } from '@/pickers/ExportMenu'
import { Button } from '@/ui/Button'
import { useLanguage } from '@/ui/When'
import type { MatrixView } from '@/api/types'
import { Bulk } from '../bulk/BulkDialog'
import { isCovered, isRow, letterOf, type Line } from './cells'
import { cellsOf, type Column } from './groups'
import { chosenRollouts, type MatrixFilter } from './queries'
import { sizeOf, type Selection } from './selection'

/** So many cells are looked up; beyond, the filter is the better way. */
const MOST = 2000
/** So many ids fit into an address. */
const ADDRESS = 60

interface BarProps {
  selection: Selection
  lines: Line[]
  columns: Column[]
  services: MatrixView['columns']
  filter: MatrixFilter
  onClear: () => void
}

/** Chosen cells behind which a body's own rollout may stand, as body and service. */
function cellsWith({ selection, lines, columns, services }: BarProps): { body: string; service: string }[] {
  return [...selection].flatMap(([at, chosen]) => {
    const line = lines[at]
    if (!line || !isRow(line)) return []
    const cells = cellsOf(line)
    return [...chosen].flatMap((column) => columns[column]?.members ?? []).flatMap((member) => {
      const cell = cells[member] ?? ''
      const letter = letterOf(cell)
      const service = services[member]
      return service && letter && !isCovered(cell) && !['-', '.', 'c'].includes(letter) ? [{ body: line.row.id, service: service.id }] : []
    })
  })
}

/** The rows and services of what is chosen, for its file. */
function chosenParts({ selection, lines, columns, services }: BarProps): { rows: string[]; shown: string[] } {
  const rows = [...selection.keys()].flatMap((at) => { const line = lines[at]; return line && isRow(line) ? [line.row.id] : [] })
  const places = new Set([...selection.values()].flatMap((chosen) => [...chosen]))
  return { rows, shown: [...places].flatMap((at) => columns[at]?.members ?? []).flatMap((member) => services[member]?.id ?? []) }
}

/** What is chosen, and what can be done with it. */
export function SelectionBar(props: BarProps) {
  const { selection, filter, onClear } = props
  const { t } = useTranslation('rollouts')
  const language = useLanguage()
  const navigate = useNavigate()
  // oxlint-disable-next-line react/exhaustive-deps -- the parts of the props that it reads
  const cells = useMemo(() => cellsWith(props), [selection, props.lines, props.columns, props.services])
  const few = cells.length <= MOST
  const found = useQuery({ ...chosenRollouts(few ? cells : [], filter), enabled: few && cells.length > 0 })
  const ids = useMemo(() => new Set(found.data?.map(({ id }) => id)), [found.data])
  const count = sizeOf(selection)
  const bodies = new Set(cells.map(({ body }) => body))
  const services = new Set(cells.map(({ service }) => service))
  const { rows, shown } = chosenParts(props)
  const listable = cells.length > 0 && bodies.size + services.size <= ADDRESS
  const list = () => void navigate({ to: `/rollouts${stringifySearch({ body: [...bodies], service: [...services], phase: filter.phase, light: filter.light, programme: filter.programme, ball_party: filter.ball_party })}` as never })
  if (count === 0) return null
  return (
    <div className="mx-bar" role="region" aria-label={t('matrix.chosen_bar')}>
      <strong role="status">{t('matrix.chosen', { count, number: sayNumber(count, language) })}</strong>
      <span className="dw-muted">{few ? (found.data || cells.length === 0 ? t('matrix.chosen_rollouts', { count: ids.size }) : t('matrix.looking')) : t('matrix.too_many', { count: MOST })}</span>
      <span className="mx-bar-acts">
        {ids.size > 0 ? <Bulk selected={ids} filter={{}} /> : null}
        {rows.length + shown.length <= ADDRESS ? <FileMenu path="/api/v1/portfolio/matrix" query={{ ...filter, body: rows, service: shown }} /> : null}
        {listable ? <Button onPress={list}>{t('matrix.chosen_list')}</Button> : null}
        <Button variant="quiet" onPress={onClear}>{t('matrix.clear')}</Button>
      </span>
    </div>
  )
}
