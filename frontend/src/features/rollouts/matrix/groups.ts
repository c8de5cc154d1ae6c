import type { MatrixView } from '@/api/types'
import { isRow, letterOf, type Cell, type Letter, type Line } from './cells'

export const COLUMNS = ['service', 'package', 'level'] as const
export type ColumnsBy = (typeof COLUMNS)[number]

/** A column of the picture: one service, or all of a package or level. */
export interface Column {
  id: string
  /** What stands in the head. */
  key: string
  name: string
  level?: string
  /** Places of its services in the matrix. */
  members: number[]
}

type Row = Extract<Line, { row: unknown }>

export const cellsOf = (line: Row): Cell[] => line.row.cells

/** Services as they come, or put together; `say` names a package or level. */
export function columnsOf(services: MatrixView['columns'], by: ColumnsBy, say: (value: string) => string): Column[] {
  if (by === 'service') return services.map(({ id, key, name, level }, at) => ({ id, key, name, level, members: [at] }))
  const groups = new Map<string, number[]>()
  services.forEach((service, at) => {
    const value = by === 'package' ? service.package : service.level
    groups.set(value, [...(groups.get(value) ?? []), at])
  })
  return [...groups].map(([value, members]) => ({ id: value, key: say(value), name: `${say(value)} (${members.length})`, members }))
}

/** Of several cells the letter that matters most: what is red first, what is all live last. */
const MATTERS: Letter[] = ['r', 'y', 'g', 'd', 'c', 'o', '.', 'w', 'L', 'p', 'x', '-']

/** How a group of services stands in a row: live of those that concern it, and the letter that matters most. */
export function together(cells: Cell[], members: number[]): { live: number; of: number; letter: Letter | undefined } {
  const letters = members.map((at) => letterOf(cells[at] ?? '')).filter((letter) => letter !== undefined)
  const concerned = letters.filter((letter) => letter !== '-')
  const live = concerned.filter((letter) => letter === 'L').length
  const letter = MATTERS.find((one) => (concerned.length > 0 ? concerned : letters).includes(one))
  return { live, of: concerned.length, letter: live > 0 && live < concerned.length && letter === '.' ? 'o' : letter }
}

export interface Total {
  /** Rows in which all that concerns them is live, and rows that it concerns. */
  rows: number
  ofRows: number
  live: number
  of: number
  /** Inhabitants of the rows, and those of them who have it; of several services the mean. */
  people: number
  reached: number
}

/** Per column the totals over these lines; lines of regions do not count. */
export function totals(lines: Line[], columns: Column[]): Total[] {
  const all = columns.map((): Total => ({ rows: 0, ofRows: 0, live: 0, of: 0, people: 0, reached: 0 }))
  for (const line of lines) {
    if (!isRow(line)) continue
    const cells = cellsOf(line)
    columns.forEach(({ members }, at) => {
      const total = all[at]
      let [live, of] = [0, 0]
      for (const member of members) {
        const letter = letterOf(cells[member] ?? '')
        if (letter === undefined || letter === '-') continue
        of += 1
        if (letter === 'L') live += 1
      }
      if (!total || of === 0) return
      total.live += live
      total.of += of
      total.ofRows += 1
      if (live === of) total.rows += 1
      total.people += line.row.population
      total.reached += (line.row.population * live) / of
    })
  }
  return all
}

/** The lines of the region that begins at a line. */
export function regionAt(lines: Line[], at: number): Line[] {
  const end = lines.findIndex((line, index) => index > at && !isRow(line))
  return lines.slice(at + 1, end === -1 ? undefined : end)
}
