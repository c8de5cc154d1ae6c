import { Button } from 'react-aria-components'
import { useTranslation } from 'react-i18next'
import { Checkbox } from '../Checkbox'
import { cx } from '../cx'
import { SortAscIcon, SortDescIcon } from '../icons'
import type { Column, DataTableProps, Sort } from './types'

interface HeadProps<Row> {
  columns: Column<Row>[]
  sort: Sort | undefined
  onSort: DataTableProps<Row>['onSort']
  selection: { all: boolean; some: boolean; toggle: () => void } | undefined
}

/** The fixed head: sortable columns are buttons, a second press turns the order. */
export function Head<Row>({ columns, sort, onSort, selection }: HeadProps<Row>) {
  const { t } = useTranslation('ui')
  return (
    <div role="rowgroup" className="dw-grid-head">
      <div role="row" aria-rowindex={1} className="dw-grid-row">
        {selection ? (
          <div role="columnheader" aria-colindex={1} className="dw-grid-cell dw-grid-cell--check">
            <Checkbox label={t('table.select_all')} isSelected={selection.all} isIndeterminate={selection.some && !selection.all} onChange={selection.toggle} />
          </div>
        ) : null}
        {columns.map((column, index) => {
          const sorted = column.sortKey !== undefined && sort?.key === column.sortKey ? sort : undefined
          const order = sorted?.descending ? 'descending' : 'ascending'
          return (
            <div
              key={column.id}
              role="columnheader"
              aria-colindex={index + 1 + (selection ? 1 : 0)}
              aria-sort={sorted ? order : undefined}
              className={cx('dw-grid-cell', column.align === 'end' && 'is-end', column.pinned && 'is-pinned')}
            >
              <HeadLabel column={column} sorted={sorted} onSort={onSort} />
            </div>
          )
        })}
      </div>
    </div>
  )
}

function HeadLabel<Row>({ column, sorted, onSort }: { column: Column<Row>; sorted: Sort | undefined; onSort: HeadProps<Row>['onSort'] }) {
  const { sortKey, label } = column
  if (sortKey === undefined || !onSort) return <span className="dw-grid-label">{label}</span>
  const Icon = sorted?.descending ? SortDescIcon : SortAscIcon
  return (
    <Button className={cx('dw-sort', sorted && 'is-sorted')} onPress={() => onSort({ key: sortKey, descending: sorted ? !sorted.descending : false })}>
      <span className="dw-grid-label">{label}</span>
      <Icon aria-hidden="true" />
    </Button>
  )
}
