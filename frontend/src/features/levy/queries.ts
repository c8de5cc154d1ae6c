import { queryOptions } from '@tanstack/react-query'
import { api, read, readTagged, type Tagged } from '@/api/client'
import { MERGE_PATCH, patchBody, type Edit } from '@/api/patch'
import { idempotencyKey, ifMatch, listQuery, useChange, type Page } from '@/api/query'
import type { LevyRow, LevySums, LevyView, QueryOf, ServiceCostCreate, ServiceCostPatch, ServiceCostView, ServiceView } from '@/api/types'

export interface LevyFilter {
  year: number
  q?: string
  level?: string[]
  below?: string
  sort?: string
}

// Amounts follow from services, so they stand beside them: live events about a service renew them.
export const levyList = (filter: LevyFilter) =>
  listQuery<LevyRow>('service', { levy: filter }, (cursor, signal) => read(api.GET('/api/v1/digital-levies', { params: { query: { ...filter, count: true, cursor } as QueryOf<'/api/v1/digital-levies'> }, signal })))

export const levySums = (year: number) =>
  queryOptions({ queryKey: ['service', 'list', { levy: 'sums', year }] as const, queryFn: ({ signal }): Promise<LevySums> => read(api.GET('/api/v1/digital-levies/sums', { params: { query: { year } }, signal })) })

export const levyOf = (id: string, year: number) =>
  queryOptions({ queryKey: ['service', 'list', { levy: id, year }] as const, queryFn: ({ signal }): Promise<LevyView> => read(api.GET('/api/v1/digital-levies/{id}', { params: { path: { id }, query: { year } }, signal })) })

/** All pages of a list that is short by its nature. */
async function whole<Item>(page: (cursor: string | undefined) => Promise<Page<Item>>): Promise<Item[]> {
  const all: Item[] = []
  let cursor: string | undefined
  do {
    const next = await page(cursor)
    all.push(...next.items)
    cursor = next.next_cursor ?? undefined
  } while (cursor)
  return all
}

export const costsOf = (year: number) =>
  queryOptions({
    queryKey: ['service', 'list', { costs: year }] as const,
    queryFn: ({ signal }) => whole<ServiceCostView>((cursor) => read(api.GET('/api/v1/service-costs', { params: { query: { year, limit: 200, cursor } as QueryOf<'/api/v1/service-costs'> }, signal }))),
  })

export const activeServices = queryOptions({
  queryKey: ['service', 'list', { active: true, all: true }] as const,
  queryFn: ({ signal }) => whole<ServiceView>((cursor) => read(api.GET('/api/v1/services', { params: { query: { active: true, limit: 200, cursor } as QueryOf<'/api/v1/services'> }, signal }))),
})

export const useEnterCost = (onDone: (made: ServiceCostView) => void) =>
  useChange({
    kind: 'service',
    run: (body: ServiceCostCreate, key): Promise<ServiceCostView> => read(api.POST('/api/v1/service-costs', { params: { header: idempotencyKey(key) }, body })),
    onDone,
  })

export const useChangeCost = (id: string, onDone: () => void) =>
  useChange({
    kind: 'service',
    run: ({ body, etag }: Edit<ServiceCostPatch>): Promise<Tagged<ServiceCostView>> =>
      readTagged(api.PATCH('/api/v1/service-costs/{id}', { params: { path: { id }, header: ifMatch(etag) }, body: patchBody(body), headers: MERGE_PATCH })),
    onDone,
  })

export const useRemoveCost = (onDone: () => void) =>
  useChange({
    kind: 'service',
    run: ({ id, version }: ServiceCostView) => read<unknown>(api.DELETE('/api/v1/service-costs/{id}', { params: { path: { id }, header: ifMatch(`"${version}"`) } })),
    onDone,
  })
