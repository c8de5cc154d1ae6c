import { api, read, readTagged, type Tagged } from '@/api/client'
import { MERGE_PATCH, patchBody, type Edit } from '@/api/patch'
import { idempotencyKey, ifMatch, listQuery, oneQuery, useChange } from '@/api/query'
import type { ApiClientPatch, ApiClientView, ApiClientSecret } from '@/api/types'

export const clientList = (filter: { q?: string; sort?: string; status?: ApiClientView['status'][] }) =>
  listQuery<ApiClientView>('api_client', filter, (cursor, signal) => read(api.GET('/api/v1/api-clients', { params: { query: { ...filter, limit: 100, ...(cursor ? { cursor } : {}) } }, signal })))

export const client = (id: string) =>
  oneQuery<ApiClientView>('api_client', id, (signal) => readTagged(api.GET('/api/v1/api-clients/{id}', { params: { path: { id } }, signal })))

export const useCreateClient = (onDone: (made: ApiClientSecret) => void) =>
  useChange({
    kind: 'api_client',
    run: (body: { name: string; scopes: string[]; expires_at?: string | null }, key): Promise<ApiClientSecret> =>
      read(api.POST('/api/v1/api-clients', { params: { header: idempotencyKey(key) }, body })),
    onDone,
  })

export const useChangeClient = (id: string, onDone: () => void) =>
  useChange({
    kind: 'api_client', id,
    run: ({ body, etag }: Edit<ApiClientPatch>): Promise<Tagged<ApiClientView>> =>
      readTagged(api.PATCH('/api/v1/api-clients/{id}', { params: { path: { id }, header: ifMatch(etag) }, body: patchBody(body), headers: MERGE_PATCH })),
    onDone,
  })

/** Ends it for good. */
export const useRetireClient = (id: string, onDone: () => void) =>
  useChange({
    kind: 'api_client', id,
    run: (etag: string, key): Promise<Tagged<ApiClientView>> => readTagged(api.POST('/api/v1/api-clients/{id}/retire', { params: { path: { id }, header: { ...ifMatch(etag), ...idempotencyKey(key) } } })),
    onDone,
  })

/** A new secret; the old ones stay good for so many seconds. */
export const useRotateClient = (id: string, onDone: (made: ApiClientSecret) => void) =>
  useChange({
    kind: 'api_client', id,
    run: (overlap_seconds: number, key): Promise<ApiClientSecret> => read(api.POST('/api/v1/api-clients/{id}/secrets', { params: { path: { id }, header: idempotencyKey(key) }, body: { overlap_seconds } })),
    onDone,
  })

export const useRemoveClientSecret = (id: string, onDone: () => void) =>
  useChange({
    kind: 'api_client', id,
    run: (secret: string): Promise<Tagged<ApiClientView>> => readTagged(api.DELETE('/api/v1/api-clients/{id}/secrets/{secret}', { params: { path: { id, secret } } })),
    onDone,
  })
