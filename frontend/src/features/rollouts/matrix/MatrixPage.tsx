import { keepPreviousData, useQuery } from '@tanstack/react-query'
import { useNavigate, useSearch } from '@tanstack/react-router'
import { useMemo, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { asProblem } from '@/api/problem'
import { many, one, type SearchValues } from '@/lib/search'
import { sayNumber } from '@/lib/numbers'
import { ProblemNote } from '@/pickers/ProblemNote'
import { LinkButton } from '@/ui/Button'
import { EmptyState } from '@/ui/EmptyState'
import { RolloutsIcon } from '@/ui/icons'
import { PageHeader } from '@/ui/PageHeader'
import { Beside } from '@/ui/Peek'
import { Segmented } from '@/ui/Segmented'
import { LoadingNote, Skeleton } from '@/ui/Skeleton'
import { useMediaQuery } from '@/ui/table/useMediaQuery'
import { useLanguage } from '@/ui/When'
import { CellPeek } from './CellPeek'
import { counts, isRow, LETTERS, linesOf } from './cells'
import { MatrixFilters } from './MatrixFilters'
import { MatrixGrid } from './MatrixGrid'
import { matrixQuery, type MatrixFilter } from './queries'
import { nameOf, signOf } from './Sign'
import type { Place } from './steps'
import './matrix.css'

const MANY = ['level', 'package', 'programme', 'phase', 'light'] as const

/** The filter lives in the address, under the API's names. */
function useMatrixFilter() {
  const search = useSearch({ strict: false }) as SearchValues
  const navigate = useNavigate()
  const filter = useMemo(() => {
    const read: Record<string, string | string[]> = {}
    for (const key of MANY) if (search[key] !== undefined) read[key] = many(search[key])
    for (const key of ['by', 'below']) { const value = one(search[key]); if (value) read[key] = value }
    return read as MatrixFilter
  }, [search])
  const change = (patch: Partial<Record<keyof MatrixFilter, string | string[] | undefined>>) =>
    void navigate({ to: '.', search: ((before: SearchValues) => ({ ...before, ...patch })) as never, replace: true })
  return { filter, change }
}

/** How every service stands at every body: the portfolio in one picture. */
export function MatrixPage() {
  const { t } = useTranslation('rollouts')
  const language = useLanguage()
  const { filter, change } = useMatrixFilter()
  const query = useQuery({ ...matrixQuery(filter), placeholderData: keepPreviousData })
  const matrix = query.data
  const lines = useMemo(() => (matrix ? linesOf(matrix, t('matrix.other')) : []), [matrix, t])
  const found = useMemo(() => counts(lines), [lines])
  const [place, setPlace] = useState<Place>({ line: 0, column: 0 })
  const [opened, setOpened] = useState<Place | undefined>()
  const narrow = useMediaQuery('(max-width: 40rem)')
  const line = opened ? lines[opened.line] : undefined
  const column = opened ? matrix?.columns[opened.column] : undefined
  return (
    <div className="dw-page dw-page--fill">
      <PageHeader
        title={t('matrix.title')}
        meta={matrix ? t('matrix.size', { rows: sayNumber(matrix.rows.names.length, language), columns: sayNumber(matrix.columns.length, language) }) : undefined}
        actions={<><Segmented hideLabel label={t('matrix.rows')} value={filter.by ?? 'body'} onChange={(by) => change({ by: by === 'body' ? undefined : by })} options={['body', 'municipality'].map((id) => ({ id, label: t(`matrix.by.${id}`) }))} /><LinkButton href="/rollouts">{t('matrix.to_list')}</LinkButton></>}
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
      ) : matrix.rows.names.length === 0 || matrix.columns.length === 0 ? (
        <EmptyState icon={RolloutsIcon} title={t('matrix.none')}>{matrix.columns.length === 0 ? t('matrix.none_columns') : t('matrix.none_rows')}</EmptyState>
      ) : (
        <Beside>
          <MatrixGrid matrix={matrix} lines={lines} names={narrow ? 128 : 240} place={place} onPlace={setPlace} onOpen={setOpened} />
          {opened && line && column && isRow(line) ? <CellPeek key={`${line.row.id} ${column.id}`} row={line.row} column={column} cell={line.row.cells[opened.column] ?? ''} onClose={() => setOpened(undefined)} /> : null}
        </Beside>
      )}
    </div>
  )
}
