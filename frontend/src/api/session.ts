import { apiUrl } from './config'
import { channel, exclusively } from './locks'
import { networkProblem, Problem, problemFrom } from './problem'

export interface SessionUser {
  id: string
  name: string
  login: string
  language: string
}

export type SessionState = { status: 'unknown' } | { status: 'signed_out' } | { status: 'signed_in'; user: SessionUser }

interface SignedIn {
  access_token: string
  expires_in: number
  user: SessionUser
}

interface Token {
  value: string
  /** Milliseconds since 1970 by this computer's clock. */
  expires: number
}

/** What windows tell each other. The token stays in memory: a broadcast is never stored. */
type Message = { say: 'signed_in'; token: Token; user: SessionUser } | { say: 'signed_out' }

/** Renewed this long before its end, so that a slow request still arrives in time. */
const MARGIN_MS = 30_000
const LOCK = 'dienstweg-session'

let state: SessionState = { status: 'unknown' }
let token: Token | undefined
const listeners = new Set<(state: SessionState) => void>()
const others = channel('dienstweg-session')

function enter(next: SessionState, nextToken: Token | undefined) {
  token = nextToken
  const same = next.status === state.status && (next.status !== 'signed_in' || (state.status === 'signed_in' && next.user.id === state.user.id))
  if (same) return
  state = next
  for (const listener of listeners) listener(state)
}

others?.addEventListener('message', (event: MessageEvent<Message>) => {
  if (event.data.say === 'signed_out') enter({ status: 'signed_out' }, undefined)
  else enter({ status: 'signed_in', user: event.data.user }, event.data.token)
})

function accept(body: SignedIn) {
  const fresh: Token = { value: body.access_token, expires: Date.now() + body.expires_in * 1000 }
  enter({ status: 'signed_in', user: body.user }, fresh)
  others?.postMessage({ say: 'signed_in', token: fresh, user: body.user } satisfies Message)
}

function leave() {
  enter({ status: 'signed_out' }, undefined)
  others?.postMessage({ say: 'signed_out' } satisfies Message)
}

async function post(path: string, body?: unknown): Promise<Response> {
  const headers: Record<string, string> = { Accept: 'application/json, application/problem+json' }
  headers['Accept-Language'] = document.documentElement.lang || 'de'
  if (body !== undefined) headers['Content-Type'] = 'application/json'
  if (token) headers.Authorization = `Bearer ${token.value}`
  try {
    return await fetch(apiUrl(path), { method: 'POST', credentials: 'include', headers, ...(body === undefined ? {} : { body: JSON.stringify(body) }) })
  } catch (cause) {
    throw networkProblem(cause)
  }
}

const fresh = () => token !== undefined && token.expires - Date.now() > MARGIN_MS

/**
 * A new token through the refresh cookie. One window at a time: the cookie rotates, and who comes second finds the token the first one broadcast.
 * `refused` is a token the server turned down although it looked fresh.
 */
async function refresh(refused?: string): Promise<void> {
  await exclusively(LOCK, async () => {
    if (fresh() && token?.value !== refused) return
    const answer = await post('/api/v1/auth/refresh')
    if (answer.ok) return accept((await answer.json()) as SignedIn)
    if (answer.status === 401 || answer.status === 403) return leave()
    throw problemFrom(answer, await answer.json().catch(() => undefined))
  })
}

/** Who is signed in at this browser. The access token lives in memory only; the refresh token is a cookie no script can read. */
export const session = {
  state: () => state,
  subscribe(listener: (state: SessionState) => void): () => void {
    listeners.add(listener)
    return () => void listeners.delete(listener)
  },

  /** Finds out whether somebody is signed in. Throws a Problem only when the server cannot be asked. */
  async start(): Promise<SessionState> {
    if (state.status === 'unknown') await refresh()
    return state
  },

  /** A token good for at least half a minute; undefined when nobody is signed in. */
  async token(refused?: string): Promise<string | undefined> {
    if (state.status === 'signed_out') return undefined
    if (!fresh() || token?.value === refused) await refresh(refused)
    return token?.value
  },

  /** A token that another call brought in place of the present one, for this user. */
  renewed({ access_token, expires_in }: { access_token: string; expires_in: number }): void {
    if (state.status === 'signed_in') accept({ access_token, expires_in, user: state.user })
  },

  /** Signs in; throws a Problem (401 wrong name or password, 429 too many attempts). */
  async logIn(login: string, password: string): Promise<void> {
    const answer = await post('/api/v1/auth/login', { login, password })
    const body: unknown = await answer.json().catch(() => undefined)
    if (!answer.ok) throw problemFrom(answer, body)
    accept(body as SignedIn)
  },

  /** Signs out in every window; the screen is closed even if the server cannot be reached. */
  async logOut(): Promise<void> {
    try {
      const answer = await post('/api/v1/auth/logout')
      if (!answer.ok && answer.status !== 401) throw problemFrom(answer, await answer.json().catch(() => undefined))
    } catch (error) {
      if (!(error instanceof Problem)) throw error
    } finally {
      leave()
    }
  },
}
