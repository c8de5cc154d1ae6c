import type { MatrixView } from '@/api/types'
import { uuidsOf } from '@/lib/uuid'

/** Letters of the contract (`MatrixRows.cells`); a blank where nothing is known. */
export const LETTERS = ['L', 'g', 'y', 'r', 'd', 'o', 'c', 'w', '-', 'p', 'x', '.'] as const
export type Letter = (typeof LETTERS)[number]

/** A cell: its letter, "^" before it where another body's rollout covers the municipality. */
export type Cell = '' | Letter | `^${Letter}`

export const letterOf = (cell: Cell): Letter | undefined => (cell === '' ? undefined : (cell.replace('^', '') as Letter))
export const isCovered = (cell: Cell): boolean => cell.startsWith('^')

/** "3.^L^2- " → one cell per column. */
export function readCells(text: string): Cell[] {
  const cells: Cell[] = []
  let covered = ''
  for (const [, mark, count, letter] of text.matchAll(/(\^)|(\d*)(\D)/g)) {
    if (mark) { covered = covered ? '' : '^'; continue }
    for (let left = Number(count || 1); left > 0; left -= 1) cells.push(letter === ' ' ? '' : (`${covered}${letter ?? ''}` as Cell))
  }
  return cells
}

/** A body or municipality, put together again from the lists of the contract. */
export interface MatrixRow {
  id: string
  name: string
  key: string | null
  kind: MatrixView['rows']['kinds'][number]
  region: number | undefined
  /** Place of the association it is a member of among all rows. */
  association: number | undefined
  population: number
  cells: Cell[]
}

export function rowsOf({ rows }: MatrixView): MatrixRow[] {
  const ids = uuidsOf(rows.ids)
  return rows.names.map((name, at) => ({
    id: ids[at] ?? '',
    name,
    key: rows.keys[at] ?? null,
    kind: rows.kinds[rows.kind[at] ?? 0] ?? 'municipality',
    region: rows.region[at] ?? undefined,
    association: rows.association[at] ?? undefined,
    population: rows.population[at] ?? 0,
    cells: readCells(rows.cells[at] ?? ''),
  }))
}

/** A line of the picture: a region with the sums of its rows, or a row. */
export type Line = { region: number | undefined; name: string; rows: number } | { row: MatrixRow; at: number }
export const isRow = (line: Line): line is RowLine => 'row' in line

type RowLine = Extract<Line, { row: unknown }>

function grouped<T, K>(all: T[], keyOf: (one: T) => K): Map<K, T[]> {
  const groups = new Map<K, T[]>()
  for (const one of all) {
    const group = groups.get(keyOf(one))
    if (group) group.push(one)
    else groups.set(keyOf(one), [one])
  }
  return groups
}

/** The district first, members behind their association. */
function inPlace(rows: RowLine[]): RowLine[] {
  const members = grouped(rows, ({ row }) => row.association)
  const ordered = (members.get(undefined) ?? []).flatMap((line) => [line, ...(members.get(line.at) ?? [])])
  return [...ordered.filter(({ row }) => row.kind === 'district'), ...ordered.filter(({ row }) => row.kind !== 'district')]
}

/** Rows under the regions they lie in; those without come last, as "other". `renewed` rows stand in for those that were read before. */
export function linesOf(matrix: MatrixView, other: string, renewed?: ReadonlyMap<string, MatrixRow>): Line[] {
  const groups = grouped(rowsOf(matrix).map((row, at) => ({ row: { ...row, cells: renewed?.get(row.id)?.cells ?? row.cells }, at })), ({ row }) => row.region)
  const order = [...groups.keys()].toSorted((one, two) => (one ?? Infinity) - (two ?? Infinity))
  return order.flatMap((region) => {
    const rows = inPlace(groups.get(region) ?? [])
    const name = region === undefined ? other : (matrix.regions[region]?.name ?? other)
    return [{ region, name, rows: rows.length }, ...rows]
  })
}

/** How often each letter occurs. */
export function counts(lines: Line[]): Map<Letter, number> {
  const found = new Map<Letter, number>()
  for (const line of lines) {
    if (!isRow(line)) continue
    for (const cell of line.row.cells) {
      const letter = letterOf(cell)
      if (letter) found.set(letter, (found.get(letter) ?? 0) + 1)
    }
  }
  return found
}
