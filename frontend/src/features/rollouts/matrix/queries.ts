import { queryOptions } from '@tanstack/react-query'
import { api, read } from '@/api/client'
import type { MatrixView, QueryOf } from '@/api/types'

/** The filter of the matrix, with the names the API has. */
export interface MatrixFilter {
  by?: string
  below?: string | undefined
  service?: string[] | undefined
  level?: string[]
  package?: string[]
  programme?: string[]
  phase?: string[]
  light?: string[]
}

/** Kept as a list of rollouts is: any change of one lets it be fetched anew. */
export const matrixQuery = (filter: MatrixFilter) =>
  queryOptions({
    queryKey: ['rollout', 'list', { matrix: filter }] as const,
    queryFn: ({ signal }) => read<MatrixView>(api.GET('/api/v1/portfolio/matrix', { params: { query: filter as QueryOf<'/api/v1/portfolio/matrix'> }, signal })),
  })
