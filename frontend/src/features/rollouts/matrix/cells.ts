import type { MatrixRow, MatrixView } from '@/api/types'

/** Letters of the contract (`MatrixRow.cells`); a blank where nothing is known. */
export const LETTERS = ['L', 'g', 'y', 'r', 'd', 'o', 'c', 'w', '-', 'p', 'x', '.'] as const
export type Letter = (typeof LETTERS)[number]

/** A cell as it is written: its letter, "^" before it where another body's rollout covers the municipality. */
export type Cell = '' | Letter | `^${Letter}`

export const letterOf = (cell: Cell): Letter | undefined => (cell === '' ? undefined : (cell.replace('^', '') as Letter))
export const isCovered = (cell: Cell): boolean => cell.startsWith('^')

/** "3.^L2- " → one cell per column. */
export function readCells(text: string): Cell[] {
  const cells: Cell[] = []
  for (const [, count, cell] of text.matchAll(/(\d*)(\^?\D)/g)) {
    for (let left = Number(count || 1); left > 0; left -= 1) cells.push(cell === ' ' ? '' : (cell as Cell))
  }
  return cells
}

/** A line of the picture: a region with the sums of its rows, or a row. */
export type Line = { region: number | undefined; name: string; rows: number } | { row: MatrixRow; cells: Cell[] }
export const isRow = (line: Line): line is RowLine => 'row' in line

type RowLine = Extract<Line, { row: unknown }>

/** The district first, members behind their association. */
function inPlace(rows: RowLine[]): RowLine[] {
  const here = new Set(rows.map(({ row }) => row.id))
  const members = (id: string) => rows.filter(({ row }) => row.association === id)
  const tops = rows.filter(({ row }) => !row.association || !here.has(row.association))
  const ordered = tops.flatMap((line) => [line, ...members(line.row.id)])
  return [...ordered.filter(({ row }) => row.kind === 'district'), ...ordered.filter(({ row }) => row.kind !== 'district')]
}

/** Rows under the regions they lie in; those without come last, as "other". */
export function linesOf(matrix: MatrixView, other: string): Line[] {
  const groups = new Map<number | undefined, RowLine[]>()
  for (const row of matrix.rows) {
    const line = { row, cells: readCells(row.cells) }
    const region = row.region ?? undefined
    const group = groups.get(region)
    if (group) group.push(line)
    else groups.set(region, [line])
  }
  const order = [...groups.keys()].toSorted((one, two) => (one ?? Infinity) - (two ?? Infinity))
  return order.flatMap((region) => {
    const rows = inPlace(groups.get(region) ?? [])
    const name = region === undefined ? other : (matrix.regions[region]?.name ?? other)
    return [{ region, name, rows: rows.length }, ...rows]
  })
}

export interface Sum {
  live: number
  /** Those for whom the service is a task, or covered. */
  of: number
}

/** Per column how many are live, of those whom it concerns, in the rows after `from` up to the next region (or all). */
export function sums(lines: Line[], columns: number, from?: number): Sum[] {
  const all = Array.from({ length: columns }, () => ({ live: 0, of: 0 }))
  for (let at = from === undefined ? 0 : from + 1; at < lines.length; at += 1) {
    const line = lines[at]
    if (!line) break
    if (!isRow(line)) { if (from === undefined) continue; break }
    line.cells.forEach((cell, column) => {
      const letter = letterOf(cell)
      const sum = all[column]
      if (!sum || !letter || letter === '-') return
      sum.of += 1
      if (letter === 'L') sum.live += 1
    })
  }
  return all
}

/** How often each letter occurs. */
export function counts(lines: Line[]): Map<Letter, number> {
  const found = new Map<Letter, number>()
  for (const line of lines) {
    if (!isRow(line)) continue
    for (const cell of line.cells) {
      const letter = letterOf(cell)
      if (letter) found.set(letter, (found.get(letter) ?? 0) + 1)
    }
  }
  return found
}
