import { keepPreviousData, useQuery } from '@tanstack/react-query'
import { useNavigate, useSearch } from '@tanstack/react-router'
import { useMemo, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { asProblem } from '@/api/problem'
import type { MatrixView } from '@/api/types'
import { many, one, type SearchValues } from '@/lib/search'
import { sayNumber } from '@/lib/numbers'
import { FileMenu } from '@/pickers/ExportMenu'
import { ProblemNote } from '@/pickers/ProblemNote'
import { EmptyState } from '@/ui/EmptyState'
import { RolloutsIcon } from '@/ui/icons'
import { PageHeader } from '@/ui/PageHeader'
import { Beside } from '@/ui/Peek'
import { Segmented } from '@/ui/Segmented'
import { LoadingNote, Skeleton } from '@/ui/Skeleton'
import { useMediaQuery } from '@/ui/table/useMediaQuery'
import { useLanguage } from '@/ui/When'
import { CellPeek } from './CellPeek'
import { counts, isRow, LETTERS, linesOf, type Line } from './cells'
import { cellsOf, COLUMNS, columnsOf, type ColumnsBy } from './groups'
import { MatrixFilters } from './MatrixFilters'
import { MatrixGrid } from './MatrixGrid'
import { MatrixPrint } from './MatrixPrint'
import { matrixQuery, type MatrixFilter } from './queries'
import { SelectionBar } from './SelectionBar'
import { nameOf, signOf } from './Sign'
import type { Place } from './steps'
import { useLiveRows } from './useLiveRows'
import { usePrinting } from './usePrinting'
import { useSelection } from './useSelection'
import './matrix.css'

const MANY = ['service', 'level', 'package', 'programme', 'phase', 'light', 'ball_party'] as const
type Patch = Partial<Record<keyof MatrixFilter | 'columns', string | string[] | undefined>>

/** The filter lives in the address, under the API's names; so does how columns are put together. */
function useMatrixFilter() {
  const search = useSearch({ strict: false }) as SearchValues
  const navigate = useNavigate()
  const filter = useMemo(() => {
    const read: Record<string, string | string[]> = {}
    for (const key of MANY) if (search[key] !== undefined) read[key] = many(search[key])
    for (const key of ['by', 'below']) { const value = one(search[key]); if (value) read[key] = value }
    return read as MatrixFilter
  }, [search])
  const change = (patch: Patch) => void navigate({ to: '.', search: ((before: SearchValues) => ({ ...before, ...patch })) as never, replace: true })
  const columns: ColumnsBy = COLUMNS.find((known) => known === one(search.columns)) ?? 'service'
  return { filter, change, columns }
}

/** How every service stands at every body: the portfolio in one picture. */
export function MatrixPage() {
  const { t } = useTranslation('rollouts')
  const language = useLanguage()
  const { filter, change, columns } = useMatrixFilter()
  const query = useQuery({ ...matrixQuery(filter), placeholderData: keepPreviousData })
  const matrix = query.data
  const renewed = useLiveRows(filter, query.dataUpdatedAt)
  const lines = useMemo(() => (matrix ? linesOf(matrix, t('matrix.other'), renewed) : []), [matrix, t, renewed])
  const found = useMemo(() => counts(lines), [lines])
  const rows = matrix?.rows.names.length ?? 0
  const options = (prefix: string, ids: readonly string[]) => ids.map((id) => ({ id, label: t(`matrix.${prefix}.${id}`) }))
  return (
    <div className="dw-page dw-page--fill">
      <PageHeader
        title={t('matrix.title')}
        meta={matrix ? t('matrix.size', { rows: sayNumber(rows, language), columns: sayNumber(matrix.columns.length, language) }) : undefined}
        actions={
          <>
            <Segmented hideLabel label={t('matrix.rows')} value={filter.by ?? 'body'} onChange={(by) => change({ by: by === 'body' ? undefined : by })} options={options('by', ['body', 'municipality'])} />
            <Segmented hideLabel label={t('matrix.columns')} value={columns} onChange={(next) => change({ columns: next === 'service' ? undefined : next })} options={options('columns_by', COLUMNS)} />
            <FileMenu path="/api/v1/portfolio/matrix" query={{ ...filter }} />
          </>
        }
      />
      <MatrixFilters filter={filter} change={change} />
      <ul className="mx-legend" aria-label={t('matrix.legend')}>
        {LETTERS.filter((letter) => letter !== '-').map((letter) => (
          <li key={letter}><span className={`mx-cell is-${nameOf(letter)}`} aria-hidden="true">{signOf(letter)}</span> {t(`matrix.state.${nameOf(letter)}`)} <strong>{sayNumber(found.get(letter) ?? 0, language)}</strong></li>
        ))}
      </ul>
      <ProblemNote problem={query.error ? asProblem(query.error) : undefined} />
      {!matrix ? (
        query.error ? null : <div><LoadingNote /><Skeleton lines={12} /></div>
      ) : rows === 0 || matrix.columns.length === 0 ? (
        <EmptyState icon={RolloutsIcon} title={t('matrix.none')}>{matrix.columns.length === 0 ? t('matrix.none_columns') : t('matrix.none_rows')}</EmptyState>
      ) : (
        <Picture matrix={matrix} lines={lines} columnsBy={columns} filter={filter} />
      )}
    </div>
  )
}

interface PictureProps {
  matrix: MatrixView
  lines: Line[]
  columnsBy: ColumnsBy
  filter: MatrixFilter
}

/** The grid with what one does in it: going about, opening, choosing. */
function Picture({ matrix, lines, columnsBy, filter }: PictureProps) {
  const { t: catalogue } = useTranslation('catalogue')
  const columns = useMemo(() => columnsOf(matrix.columns, columnsBy, (value) => catalogue(`${columnsBy}.${value}` as 'level.district')), [matrix.columns, columnsBy, catalogue])
  const selecting = useSelection(`${columnsBy} ${matrix.rows.ids} ${columns.map(({ id }) => id).join(' ')}`, lines, columns.length)
  const [place, setPlace] = useState<Place>({ line: 0, column: 0 })
  const [opened, setOpened] = useState<Place | undefined>()
  const narrow = useMediaQuery('(max-width: 40rem)')
  const printing = usePrinting()
  const line = opened ? lines[opened.line] : undefined
  const members = opened ? (columns[opened.column]?.members ?? []) : []
  const service = members.length === 1 ? matrix.columns[members[0] ?? -1] : undefined
  return (
    <>
      <Beside>
        <MatrixGrid {...{ columns, lines, place, selecting }} by={matrix.by} names={narrow ? 128 : 240} onPlace={setPlace} onOpen={setOpened} />
        {opened && line && service && isRow(line) ? <CellPeek key={`${line.row.id} ${service.id}`} row={line.row} column={service} cell={cellsOf(line)[members[0] ?? -1] ?? ''} onClose={() => setOpened(undefined)} /> : null}
      </Beside>
      <SelectionBar selection={selecting.selection} lines={lines} columns={columns} services={matrix.columns} filter={filter} onClear={selecting.clear} />
      {printing ? <MatrixPrint by={matrix.by} lines={lines} columns={columns} /> : null}
    </>
  )
}
