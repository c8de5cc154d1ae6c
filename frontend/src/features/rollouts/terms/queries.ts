import { api, read, readTagged, type Tagged } from '@/api/client'
import { MERGE_PATCH, patchBody, type Edit } from '@/api/patch'
import { idempotencyKey, ifMatch, listQuery, useChange } from '@/api/query'
import type { QueryOf, TermCreate, TermPatch, TermView } from '@/api/types'

/** The filter of the list, with the names the API has. */
export interface TermFilter {
  state?: string[]
  kind?: string[]
  service?: string[]
  below?: string
  sort?: string
}

export const termList = (filter: TermFilter) =>
  listQuery<TermView>('term', filter, (cursor, signal) =>
    read(api.GET('/api/v1/terms', { params: { query: { ...filter, count: true, limit: 100, ...(cursor ? { cursor } : {}) } as QueryOf<'/api/v1/terms'> }, signal })))

export const useTermCreate = (onDone: (term: TermView) => void) =>
  useChange({ kind: 'term', run: (body: TermCreate, key) => read<TermView>(api.POST('/api/v1/terms', { params: { header: idempotencyKey(key) }, body })), onDone })

export const useTermChange = (id: string, onDone: (term: TermView) => void) =>
  useChange({
    kind: 'term',
    run: ({ body, etag }: Edit<TermPatch>): Promise<Tagged<TermView>> =>
      readTagged(api.PATCH('/api/v1/terms/{id}', { params: { path: { id }, header: ifMatch(etag) }, body: patchBody(body), headers: MERGE_PATCH })),
    onDone: ({ view }) => onDone(view),
  })

const path = ({ id, version }: TermView) => ({ path: { id }, header: ifMatch(`"${version}"`) })

export const useTermRenew = (onDone: (term: TermView) => void) =>
  useChange({ kind: 'term', run: ({ term, day }: { term: TermView; day: string }) => read<TermView>(api.POST('/api/v1/terms/{id}/renew', { params: path(term), body: { valid_until: day } })), onDone })

export const useTermEnd = (onDone: (term: TermView) => void) =>
  useChange({ kind: 'term', run: ({ term, reason }: { term: TermView; reason: string }) => read<TermView>(api.POST('/api/v1/terms/{id}/end', { params: path(term), body: { reason } })), onDone })
