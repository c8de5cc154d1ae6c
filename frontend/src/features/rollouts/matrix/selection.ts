import type { Place } from './steps'

/** Chosen cells: per line the columns. Empty lines are left out. */
export type Selection = ReadonlyMap<number, ReadonlySet<number>>

export const NOTHING: Selection = new Map()

const between = (one: number, other: number) => Array.from({ length: Math.abs(one - other) + 1 }, (_, at) => Math.min(one, other) + at)

/** All cells between two places, both included. */
export function rectangle(from: Place, to: Place): Selection {
  const columns = new Set(between(from.column, to.column))
  return new Map(between(from.line, to.line).map((line) => [line, columns]))
}

/** Both. */
export function joined(one: Selection, other: Selection): Selection {
  const all = new Map(one)
  for (const [line, columns] of other) all.set(line, new Set([...(all.get(line) ?? []), ...columns]))
  return all
}

/** One cell more or less. */
export function toggled(selection: Selection, { line, column }: Place): Selection {
  const columns = new Set(selection.get(line))
  if (!columns.delete(column)) columns.add(column)
  const all = new Map(selection)
  if (columns.size > 0) all.set(line, columns)
  else all.delete(line)
  return all
}

/** Only lines that can be chosen: those of regions cannot. */
export function only(selection: Selection, isLine: (line: number) => boolean): Selection {
  return new Map([...selection].filter(([line]) => isLine(line)))
}

export const has = (selection: Selection, { line, column }: Place): boolean => selection.get(line)?.has(column) ?? false

export const sizeOf = (selection: Selection): number => [...selection.values()].reduce((sum, columns) => sum + columns.size, 0)
