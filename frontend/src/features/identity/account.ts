import { queryOptions } from '@tanstack/react-query'
import { api, read } from '@/api/client'
import { MERGE_PATCH } from '@/api/patch'
import { listQuery, useChange } from '@/api/query'
import { session } from '@/api/session'
import type { Language, NoticesPatch, NoticesView, SessionView } from '@/api/types'

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

/** What one has chosen about mail. */
export const notices = queryOptions({
  queryKey: ['user', 'list', { notices: 'me' }],
  queryFn: ({ signal }): Promise<NoticesView> => read(api.GET('/api/v1/me/notices', { signal })),
})

export const useChangeNotices = (onDone: () => void) =>
  useChange({ kind: 'user', run: (body: NoticesPatch): Promise<NoticesView> => read(api.PATCH('/api/v1/me/notices', { body, headers: MERGE_PATCH })), onDone })

/** Asks for a link; the answer does not tell whether the login is known. */
export const useForgotten = (onDone: () => void) =>
  useChange({ kind: 'session', run: async (login: string) => { await read(api.POST('/api/v1/auth/password-resets', { body: { login } })); return null }, onDone })

/** Sets the password by a link and logs in with it. */
export const useSetByLink = (onDone: () => void) =>
  useChange({
    kind: 'session',
    run: async (body: { token: string; password: string }) => {
      const owner = await read(api.POST('/api/v1/auth/passwords', { body }))
      await session.logIn(owner.login, body.password)
      return null
    },
    onDone,
  })
