import { useCallback, useMemo, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { useMay } from '@/api/me'
import type { RolloutRow } from '@/api/types'
import { PageHeader } from '@/ui/PageHeader'
import { Beside } from '@/ui/Peek'
import { LoadingNote, Skeleton } from '@/ui/Skeleton'
import { RolloutFilters } from '../RolloutFilters'
import { RolloutPeek } from '../RolloutPeek'
import { useRolloutFilter } from '../useRolloutFilter'
import { Column } from './Column'
import { ORDERED, useColumns, type BoardColumn } from './columns'
import { MoveDialog } from './MoveDialog'
import './board.css'

/** Rollouts on a board: a column per phase. Cards move by drag or by menu, as far as their milestones do. */
export function BoardPage() {
  const { t } = useTranslation('pictures')
  const may = useMay()
  const { filter, change } = useRolloutFilter()
  const shown = useMemo(() => ({ ...filter, kind: ['daughter'] }), [filter])
  const columns = useColumns(shown)
  const [peeked, setPeeked] = useState<RolloutRow | undefined>()
  const [moving, setMoving] = useState<{ rollout: RolloutRow; to: BoardColumn } | undefined>()
  const [known, setKnown] = useState<ReadonlyMap<string, RolloutRow[]>>(new Map())
  const onRows = useCallback((column: string, rows: RolloutRow[]) => setKnown((before) => new Map(before).set(column, rows)), [])
  // The cards as they are now: a live change shows in the peek too.
  const row = peeked && ([...known.values()].flat().find(({ id }) => id === peeked.id) ?? peeked)
  function onDrop(id: string, to: BoardColumn) {
    const rollout = [...known].flatMap(([column, rows]) => (column === to.id ? [] : rows)).find((one) => one.id === id)
    if (rollout && to.id !== ORDERED) setMoving({ rollout, to })
  }
  const targets = (from: BoardColumn) => columns?.filter((column) => column.id !== from.id && column.id !== ORDERED) ?? []
  const movable = may('milestone:complete')
  return (
    <div className="dw-page dw-page--fill">
      <PageHeader title={t('board.title')} meta={movable ? t('board.hint') : undefined} />
      <RolloutFilters view="board" filter={filter} change={change} />
      {columns === undefined ? <div><LoadingNote /><Skeleton lines={10} /></div> : (
        <Beside>
          <div className="bd-box">
            {columns.map((column) => (
              <Column key={column.id} column={column} others={targets(column)} filter={shown} movable={movable} onOpen={setPeeked} onMove={(rollout, to) => setMoving({ rollout, to })} onDrop={onDrop} onRows={onRows} />
            ))}
          </div>
          {row ? <RolloutPeek rollout={row} onClose={() => setPeeked(undefined)} /> : null}
        </Beside>
      )}
      {moving ? <MoveDialog rollout={moving.rollout} to={moving.to} onClose={() => setMoving(undefined)} /> : null}
    </div>
  )
}
