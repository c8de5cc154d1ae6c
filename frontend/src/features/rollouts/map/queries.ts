import { queryOptions } from '@tanstack/react-query'
import { api, read } from '@/api/client'
import type { Geometry, GeometryLevel } from '@/api/types'

/** Shapes change with an import only: read once per visit. */
export const geometryQuery = (level: GeometryLevel, below: string | undefined) =>
  queryOptions({
    queryKey: ['geometry', 'list', { level, below }] as const,
    queryFn: ({ signal }) => read<Geometry>(api.GET('/api/v1/geometry', { params: { query: { level, ...(below ? { below } : {}) } }, signal })),
    staleTime: Infinity,
  })
