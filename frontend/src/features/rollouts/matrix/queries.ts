import { queryOptions } from '@tanstack/react-query'
import { api, read } from '@/api/client'
import type { MatrixView, QueryOf, RolloutDetail, RolloutRow } from '@/api/types'
import { rowsOf, type MatrixRow } from './cells'

/** The filter of the matrix, with the names the API has. */
export interface MatrixFilter {
  by?: string | undefined
  below?: string | undefined
  service?: string[] | undefined
  level?: string[] | undefined
  package?: string[] | undefined
  programme?: string[] | undefined
  phase?: string[] | undefined
  light?: string[] | undefined
  ball_party?: string[] | undefined
}

/** Not a list of rollouts in the cache: a change of one renews its rows alone (`useLiveRows`). */
export const matrixQuery = (filter: MatrixFilter) =>
  queryOptions({
    queryKey: ['portfolio', 'list', { matrix: filter }] as const,
    queryFn: ({ signal }) => read<MatrixView>(api.GET('/api/v1/portfolio/matrix', { params: { query: filter as QueryOf<'/api/v1/portfolio/matrix'> }, signal })),
  })

/** The rows on which a rollout stands: its body, and by municipality those it covers. */
export async function rowsOfRollout(id: string, filter: MatrixFilter): Promise<string[]> {
  const { body, covers } = await read<RolloutDetail>(api.GET('/api/v1/rollouts/{id}', { params: { path: { id } } }))
  return filter.by === 'municipality' ? [body.id, ...covers.map((cover) => cover.organisation.id)] : [body.id]
}

/** These rows as they are now. */
export async function renewedRows(body: string[], filter: MatrixFilter): Promise<MatrixRow[]> {
  return rowsOf(await read<MatrixView>(api.GET('/api/v1/portfolio/matrix', { params: { query: { ...filter, body } as QueryOf<'/api/v1/portfolio/matrix'> } })))
}

/** So many rows and services fit into one question. */
const ASKED = 100

const portions = <T,>(all: T[]): T[][] => Array.from({ length: Math.ceil(all.length / ASKED) }, (_, at) => all.slice(at * ASKED, (at + 1) * ASKED))

/** The rollouts behind chosen cells, given as body and service. */
export const chosenRollouts = (cells: { body: string; service: string }[], filter: MatrixFilter) =>
  queryOptions({
    queryKey: ['rollout', 'list', { chosen: cells, filter }] as const,
    queryFn: async ({ signal }) => {
      const wanted = new Set(cells.map(({ body, service }) => `${body} ${service}`))
      const found: RolloutRow[] = []
      const services = portions([...new Set(cells.map(({ service }) => service))])
      for (const body of portions([...new Set(cells.map((cell) => cell.body))])) {
        for (const service of services) {
          let cursor: string | null | undefined
          do {
            const { programme, phase, light, ball_party } = filter
            const query = { kind: ['daughter'], body, service, programme, phase, light, ball_party, limit: 200, cursor: cursor ?? undefined }
            const page: { items: RolloutRow[]; next_cursor?: string | null } = await read(api.GET('/api/v1/rollouts', { params: { query: query as QueryOf<'/api/v1/rollouts'> }, signal }))
            found.push(...page.items)
            cursor = page.next_cursor
          } while (cursor)
        }
      }
      return found.filter((row) => wanted.has(`${row.body.id} ${row.service?.id ?? ''}`))
    },
    retry: false,
  })
