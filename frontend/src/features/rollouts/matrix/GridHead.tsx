import { memo } from 'react'
import { useTranslation } from 'react-i18next'
import type { MatrixView } from '@/api/types'
import { shareOf, useTotalWords } from './coverage'
import type { Column, Total } from './groups'

interface HeadProps {
  by: MatrixView['by']
  columns: Column[]
  shown: { index: number; start: number }[]
  names: number
  /** Of one column, and of all. */
  width: number
  total: number
  height: number
  totals: Total[]
}

/** The heads of columns with what is live in all; they stay while the lines move. */
export const GridHead = memo(function GridHead({ by, columns, shown, names, width, total, height, totals }: HeadProps) {
  const { t } = useTranslation('rollouts')
  const words = useTotalWords(by)
  return (
    <div className="mx-head" role="row" aria-rowindex={1} style={{ width: total, height }}>
      <div className="mx-corner" role="columnheader" aria-colindex={1} style={{ width: names, height }}>{t(`matrix.by.${by}`)}</div>
      {shown.map(({ index, start }) => {
        const column = columns[index]
        const sum = totals[index]
        return column && sum ? (
          <div
            key={column.id} className={`mx-column is-${column.level ?? 'group'}`} role="columnheader" aria-colindex={index + 2} data-head={index}
            aria-label={`${column.name}: ${words(sum)}`} title={`${column.name}: ${words(sum)}`} style={{ insetInlineStart: start, width, height }}
          >
            <span className={column.level ? 'mx-key' : 'mx-group'}>{column.key}</span>
            <span className="mx-share">{shareOf(sum, by)}</span>
          </div>
        ) : null
      })}
    </div>
  )
})
