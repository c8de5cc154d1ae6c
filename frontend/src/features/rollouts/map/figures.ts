import { isRow, letterOf, type Letter, type Line } from '../matrix/cells'

export const METRICS = ['live', 'people', 'light'] as const
/** What colours the map: the share of services that are live, of inhabitants that have them, or the worst light. */
export type Metric = (typeof METRICS)[number]

/** How the chosen services stand in a municipality, or in all of a district. */
export interface Figures {
  id: string
  name: string
  /** Municipalities counted. */
  places: number
  live: number
  /** Services that concern somebody here, once for each municipality. */
  of: number
  /** Inhabitants, and those of them who have the service; with several services the mean of them. */
  people: number
  reached: number
  worst: 'r' | 'y' | 'g' | undefined
}

const WORST = ['r', 'y', 'g'] as const

function worstOf(letters: (Letter | undefined)[]): Figures['worst'] {
  return WORST.find((letter) => letters.includes(letter))
}

function figuresOf({ row }: Extract<Line, { row: unknown }>): Figures {
  const letters = row.cells.map(letterOf)
  const of = letters.filter((letter) => letter !== undefined && letter !== '-').length
  const live = letters.filter((letter) => letter === 'L').length
  return { id: row.id, name: row.name, places: 1, live, of, people: row.population, reached: of === 0 ? 0 : (row.population * live) / of, worst: worstOf(letters) }
}

/** All of them together. */
export function together(id: string, name: string, all: Figures[]): Figures {
  const sum = (of: (figures: Figures) => number) => all.reduce((total, figures) => total + of(figures), 0)
  return { id, name, places: all.length, live: sum(({ live }) => live), of: sum((one) => one.of), people: sum(({ people }) => people), reached: sum(({ reached }) => reached), worst: worstOf(all.map(({ worst }) => worst)) }
}

/** Municipalities one by one, or the districts they lie in; a city without a district stands for itself. `regions` are the ids of the lines' regions. */
export function figuresBy(level: 'district' | 'municipality', lines: Line[], regions: string[]): Figures[] {
  const found: Figures[] = []
  let group: { id: string; name: string; all: Figures[] } | undefined
  const close = () => { if (group && group.all.length > 0) found.push(together(group.id, group.name, group.all)); group = undefined }
  for (const line of lines) {
    if (!isRow(line)) {
      close()
      const id = line.region === undefined ? undefined : regions[line.region]
      group = level === 'district' && id !== undefined ? { id, name: line.name, all: [] } : undefined
    } else if (group && line.row.kind !== 'independent_city') group.all.push(figuresOf(line))
    else found.push(figuresOf(line))
  }
  close()
  return found
}

/** Between 0 and 1; nothing where nothing can be said. */
export function shareOf({ live, of, reached, people }: Figures, metric: Metric): number | undefined {
  if (of === 0 || metric === 'light') return undefined
  return metric === 'people' ? (people === 0 ? undefined : reached / people) : live / of
}

/** Steps of the colour scale: nothing, four quarters, everything. */
export const STEPS = 6

export function stepOf(share: number): number {
  if (share <= 0) return 0
  return share >= 1 ? STEPS - 1 : 1 + Math.min(STEPS - 3, Math.floor(share * (STEPS - 2)))
}
