import { api, read } from '@/api/client'
import { MERGE_PATCH } from '@/api/patch'
import { listQuery, useChange } from '@/api/query'
import { session } from '@/api/session'
import type { Language, SessionView } from '@/api/types'

export const ownSessions = () =>
  listQuery<SessionView>('session', { own: true }, (cursor, signal) => read(api.GET('/api/v1/me/sessions', { params: { query: cursor ? { cursor } : {} }, signal })))

export const useEndOwnSession = (onDone: () => void) =>
  useChange({ kind: 'session', run: async (id: string) => { await read(api.DELETE('/api/v1/me/sessions/{id}', { params: { path: { id } } })); return null }, onDone })

/** Ends every session, this one included. */
export const useEndAllOwn = () =>
  useChange({ kind: 'session', run: async () => { await read(api.POST('/api/v1/me/sessions/end-all')); return null }, onDone: () => void session.logOut() })

export const useSetLanguage = (onDone: (language: Language) => void) =>
  useChange({
    kind: 'user', id: 'me',
    run: async (language: Language) => { await read(api.PATCH('/api/v1/me', { body: { language }, headers: MERGE_PATCH })); return language },
    onDone,
  })

/** The old access token is worthless afterwards; the answer brings the next one. */
export const useChangePassword = (onDone: () => void) =>
  useChange({
    kind: 'session',
    run: async (body: { current_password: string; new_password: string }) => { session.renewed(await read(api.POST('/api/v1/me/password', { body }))); return null },
    onDone,
  })
