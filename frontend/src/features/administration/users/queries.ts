import { queryOptions } from '@tanstack/react-query'
import { api, read, readItems, readTagged, type Tagged } from '@/api/client'
import { MERGE_PATCH, patchBody, type Edit } from '@/api/patch'
import { idempotencyKey, ifMatch, listQuery, oneQuery, useChange } from '@/api/query'
import type { HistoryEntry, SessionView, TeamView, UserCreate, UserInvited, UserPatch, UserStatus, UserView } from '@/api/types'

export interface UserFilter {
  q?: string
  status?: UserStatus[]
  team?: string[]
  sort?: string
}

export const userList = (filter: UserFilter) =>
  listQuery<UserView>('user', filter, (cursor, signal) => read(api.GET('/api/v1/users', { params: { query: { ...filter, limit: 100, ...(cursor ? { cursor } : {}) } }, signal })))

export const user = (id: string) =>
  oneQuery<UserView>('user', id, (signal) => readTagged(api.GET('/api/v1/users/{id}', { params: { path: { id } }, signal })))

export const useCreateUser = (onDone: (made: UserView) => void) =>
  useChange({
    kind: 'user',
    run: (body: UserCreate, key): Promise<UserView> => read(api.POST('/api/v1/users', { params: { header: idempotencyKey(key) }, body })),
    onDone,
  })

export const useChangeUser = (id: string, onDone: () => void) =>
  useChange({
    kind: 'user', id,
    run: ({ body, etag }: Edit<UserPatch>): Promise<Tagged<UserView>> =>
      readTagged(api.PATCH('/api/v1/users/{id}', { params: { path: { id }, header: ifMatch(etag) }, body: patchBody(body), headers: MERGE_PATCH })),
    onDone,
  })

/** Deactivating ends all sessions of the user at once; activating lets them log in again. */
export const useSwitchUser = (id: string) =>
  useChange({
    kind: 'user', id,
    run: ({ active, etag }: { active: boolean; etag: string }): Promise<Tagged<UserView>> => {
      const params = { path: { id }, header: ifMatch(etag) }
      return readTagged(active ? api.POST('/api/v1/users/{id}/activate', { params }) : api.POST('/api/v1/users/{id}/deactivate', { params }))
    },
  })

export const useSetPassword = (id: string, onDone: () => void) =>
  useChange({ kind: 'user', id, run: (password: string) => done(api.POST('/api/v1/users/{id}/password', { params: { path: { id } }, body: { password } })), onDone })

export const userHistory = (id: string) =>
  queryOptions({
    queryKey: ['user', 'one', id, 'history'],
    queryFn: ({ signal }): Promise<HistoryEntry[]> => readItems(api.GET('/api/v1/users/{id}/history', { params: { path: { id }, query: { limit: 50 } }, signal })),
  })

export const userSessions = (id: string) =>
  listQuery<SessionView>('session', { user: id }, (cursor, signal) =>
    read(api.GET('/api/v1/users/{id}/sessions', { params: { path: { id }, query: cursor ? { cursor } : {} }, signal })))

export const useEndSession = (id: string) =>
  useChange({ kind: 'session', run: (session: string) => done(api.DELETE('/api/v1/users/{id}/sessions/{session}', { params: { path: { id, session } } })) })

export const useEndSessions = (id: string, onDone: () => void) =>
  useChange({ kind: 'session', run: () => done(api.POST('/api/v1/users/{id}/sessions/end-all', { params: { path: { id } } })), onDone })

/** A call that answers 204. */
async function done(call: Parameters<typeof read<unknown>>[0]): Promise<null> {
  await read(call)
  return null
}

export const teamList = (filter: { q?: string; member?: string; sort?: string }) =>
  listQuery<TeamView>('team', filter, (cursor, signal) => read(api.GET('/api/v1/teams', { params: { query: { ...filter, limit: 100, ...(cursor ? { cursor } : {}) } }, signal })))

export const team = (id: string) =>
  oneQuery<TeamView>('team', id, (signal) => readTagged(api.GET('/api/v1/teams/{id}', { params: { path: { id } }, signal })))

export const useCreateTeam = (onDone: (made: TeamView) => void) =>
  useChange({
    kind: 'team',
    run: (name: string, key): Promise<TeamView> => read(api.POST('/api/v1/teams', { params: { header: idempotencyKey(key) }, body: { name, members: [] } })),
    onDone,
  })

export const useRenameTeam = (id: string, onDone: () => void) =>
  useChange({
    kind: 'team', id,
    run: ({ body, etag }: Edit<{ name: string }>): Promise<Tagged<TeamView>> =>
      readTagged(api.PATCH('/api/v1/teams/{id}', { params: { path: { id }, header: ifMatch(etag) }, body: patchBody(body), headers: MERGE_PATCH })),
    onDone,
  })

export const useTeamMember = (id: string) =>
  useChange({
    kind: 'team', id,
    run: ({ user, add, etag }: { user: string; add: boolean; etag: string }): Promise<Tagged<TeamView>> => {
      const params = { path: { id, user }, header: ifMatch(etag) }
      return readTagged(add ? api.PUT('/api/v1/teams/{id}/members/{user}', { params }) : api.DELETE('/api/v1/teams/{id}/members/{user}', { params }))
    },
  })

/** Sends a link by which the user sets a password. */
export const useInvite = (id: string, onDone: () => void) =>
  useChange({ kind: 'user', id, run: async (_: void, key) => { await read(api.POST('/api/v1/users/{id}/invite', { params: { path: { id }, header: idempotencyKey(key) } })); return null }, onDone })

export const useInviteAll = (onDone: (results: UserInvited[]) => void) =>
  useChange({ kind: 'user', run: async (ids: string[], key): Promise<UserInvited[]> => (await read(api.POST('/api/v1/users/invitations', { params: { header: idempotencyKey(key) }, body: { ids } }))).items, onDone })
