import { queryOptions } from '@tanstack/react-query'
import { api, read, readItems, readTagged, type Tagged } from '@/api/client'
import { MERGE_PATCH, patchBody, type Edit } from '@/api/patch'
import { idempotencyKey, ifMatch, listQuery, oneQuery, useChange } from '@/api/query'
import type { GrantCreate, GrantView, PermissionInfo, RoleCreate, RolePatch, RoleView } from '@/api/types'

/** What there is to permit; changes with the version of the server only. */
export const permissionsQuery = queryOptions({
  queryKey: ['permission', 'list'],
  queryFn: ({ signal }): Promise<PermissionInfo[]> => readItems(api.GET('/api/v1/permissions', { signal })),
  staleTime: Number.POSITIVE_INFINITY,
})

export const roleList = () =>
  listQuery<RoleView>('role', {}, (cursor, signal) => read(api.GET('/api/v1/roles', { params: { query: { limit: 200, ...(cursor ? { cursor } : {}) } }, signal })))

export const role = (id: string) =>
  oneQuery<RoleView>('role', id, (signal) => readTagged(api.GET('/api/v1/roles/{id}', { params: { path: { id } }, signal })))

export const useCreateRole = (onDone: (made: RoleView) => void) =>
  useChange({
    kind: 'role',
    run: (body: RoleCreate, key): Promise<RoleView> => read(api.POST('/api/v1/roles', { params: { header: idempotencyKey(key) }, body })),
    onDone,
  })

export const useChangeRole = (id: string, onDone: () => void) =>
  useChange({
    kind: 'role', id,
    run: ({ body, etag }: Edit<RolePatch>): Promise<Tagged<RoleView>> =>
      readTagged(api.PATCH('/api/v1/roles/{id}', { params: { path: { id }, header: ifMatch(etag) }, body: patchBody(body), headers: MERGE_PATCH })),
    onDone,
  })

export const useDeleteRole = (id: string, onDone: () => void) =>
  useChange({
    kind: 'role',
    run: async (etag: string) => { await read(api.DELETE('/api/v1/roles/{id}', { params: { path: { id }, header: ifMatch(etag) } })); return null },
    onDone,
  })

export interface GrantFilter {
  role?: string[]
  holder?: string[]
  scope?: string[]
}

export const grantList = (filter: GrantFilter) =>
  listQuery<GrantView>('grant', filter, (cursor, signal) => read(api.GET('/api/v1/grants', { params: { query: { ...filter, limit: 100, ...(cursor ? { cursor } : {}) } }, signal })))

export const useCreateGrant = (onDone: (made: GrantView) => void) =>
  useChange({
    kind: 'grant',
    run: (body: GrantCreate, key): Promise<GrantView> => read(api.POST('/api/v1/grants', { params: { header: idempotencyKey(key) }, body })),
    onDone,
  })

export const useDeleteGrant = (onDone: () => void) =>
  useChange({
    kind: 'grant',
    run: async (id: string) => { await read(api.DELETE('/api/v1/grants/{id}', { params: { path: { id } } })); return null },
    onDone,
  })
