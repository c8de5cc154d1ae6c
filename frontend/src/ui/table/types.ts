import type { ReactNode } from 'react'

/** One column. Keep the list at module scope or memoised: a new list redraws every row. */
export interface Column<Row> {
  id: string
  label: string
  cell: (row: Row) => ReactNode
  /** CSS grid track that does not depend on content: "8rem", "minmax(12rem, 2fr)". */
  width?: string
  /** Key in the API's closed sort list; without it the column cannot be sorted. */
  sortKey?: string
  align?: 'start' | 'end'
  /** The column's place on a phone card. The title is the row's link. Default "line". */
  card?: 'title' | 'line' | 'hidden'
  /** Stays in view while scrolling sideways; first column only. */
  pinned?: boolean
}

export interface Sort {
  key: string
  descending: boolean
}

export interface DataTableProps<Row> {
  /** Accessible name, and key under which the scroll position is kept. */
  label: string
  columns: Column<Row>[]
  /** Undefined while the first page is loading. */
  rows: Row[] | undefined
  rowId: (row: Row) => string
  /** What the row is called, for selecting: "Ticket INC-2026-000123". */
  rowLabel: (row: Row) => string
  /** Address of the row, so that it can be opened in a new tab. */
  rowHref?: (row: Row) => string | undefined
  /** Enter, `o` or a click on the title. */
  onOpen?: (row: Row) => void
  /** Looks at the row beside the list: Enter, Space or a click on it. Enter then no longer opens; `o` and the title do. */
  onPeek?: (row: Row) => void
  /** The row the cursor is on, e.g. for a peek that follows. */
  onActive?: (row: Row) => void
  sort?: Sort | undefined
  onSort?: (sort: Sort) => void
  selected?: ReadonlySet<string>
  onSelect?: (ids: ReadonlySet<string>) => void
  /** Exact total where known. */
  total?: number | undefined
  hasMore?: boolean
  isLoadingMore?: boolean
  onLoadMore?: () => void
  /** Shown in place of rows. An EmptyState. */
  empty: ReactNode
}

/** "-updated_at" as in the API's `sort` parameter. */
export function sortParam(sort: Sort): string {
  return sort.descending ? `-${sort.key}` : sort.key
}

/** The reverse of `sortParam`. */
export function readSort(param: string | undefined): Sort | undefined {
  if (!param) return undefined
  return param.startsWith('-') ? { key: param.slice(1), descending: true } : { key: param, descending: false }
}

/** One word for an order; rows of another order are shown at once. */
export const orderOf = (sort: Sort | undefined): string => (sort ? sortParam(sort) : '')
