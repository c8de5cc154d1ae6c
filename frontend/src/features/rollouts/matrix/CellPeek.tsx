import { useTranslation } from 'react-i18next'
import { useList } from '@/api/query'
import type { MatrixView } from '@/api/types'
import { LinkButton } from '@/ui/Button'
import { Peek } from '@/ui/Peek'
import { Skeleton } from '@/ui/Skeleton'
import { rolloutList } from '../queries'
import { RolloutPeek } from '../RolloutPeek'
import { isCovered, letterOf, type Cell, type MatrixRow } from './cells'
import { useCellWords } from './Sign'

interface CellPeekProps {
  row: MatrixRow
  column: MatrixView['columns'][number]
  cell: Cell
  onClose: () => void
}

/** What stands behind a cell: its rollout, or why there is none. */
export function CellPeek({ row, column, cell, onClose }: CellPeekProps) {
  const { t } = useTranslation('rollouts')
  const words = useCellWords()
  const of = isCovered(cell) ? { covers: row.id } : { body: [row.id] }
  const list = useList(rolloutList({ ...of, service: [column.id], kind: ['daughter'], sort: '-updated_at' }))
  const rollout = list.rows?.find((one) => one.outcome === null || one.outcome === undefined) ?? list.rows?.[0]
  if (rollout) return <RolloutPeek rollout={rollout} onClose={onClose} />
  const letter = letterOf(cell)
  return (
    <Peek title={`${row.name} · ${column.name}`} onClose={onClose}>
      <div className="dw-stack">
        {list.rows === undefined && !list.problem ? <Skeleton lines={3} /> : <p>{words(cell)}</p>}
        <div className="dw-row">
          {letter === '.' ? <LinkButton href="/orders/new" variant="primary">{t('matrix.to_order')}</LinkButton> : null}
          {letter === 'o' || letter === 'c' ? <LinkButton href="/orders" variant="primary">{t('matrix.to_orders')}</LinkButton> : null}
          <LinkButton href={`/organisations/${row.id}`}>{t('matrix.to_body')}</LinkButton>
        </div>
      </div>
    </Peek>
  )
}
