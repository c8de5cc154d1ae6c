import { QueryClient } from '@tanstack/react-query'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { Problem, problemFrom } from './problem'
import { invalidateFor, shouldRetry } from './query'
import { parseEvents } from './sse-parse'

const encode = (text: string) => new TextEncoder().encode(text)
async function messages(chunks: string[]) {
  const body = new ReadableStream<Uint8Array>({ start(control) { for (const chunk of chunks) control.enqueue(encode(chunk)); control.close() } })
  const found = []
  for await (const message of parseEvents(body, () => {})) found.push(message)
  return found
}

describe('event stream', () => {
  it('joins what the network has cut, ignores heartbeats and half messages', async () => {
    const found = await messages([': beat\n\nid: 7\nda', 'ta: {"kind":"ticket"}\r', '\n\r\nevent: resync\ndata:\n', '\n', 'data: a\ndata: b\n\ndata: lost'])
    expect(found).toEqual([
      { id: '7', event: 'message', data: '{"kind":"ticket"}' },
      { id: '7', event: 'resync', data: '' },
      { id: '7', event: 'message', data: 'a\nb' },
    ])
  })
  it('keeps letters whole that were cut in the middle', async () => {
    const bytes = encode('data: Aßling\n\n')
    const body = new ReadableStream<Uint8Array>({ start(control) { control.enqueue(bytes.slice(0, 8)); control.enqueue(bytes.slice(8)); control.close() } })
    const found = []
    for await (const message of parseEvents(body, () => {})) found.push(message.data)
    expect(found).toEqual(['Aßling'])
  })
})

describe('problems', () => {
  it('carry the fields, and survive a proxy that answers HTML', () => {
    const answer = new Response(null, { status: 422 })
    const problem = problemFrom(answer, { title: 'Ungültig', code: 'invalid', errors: [{ pointer: '/title', code: 'required', message: 'Titel fehlt' }, { nonsense: 1 }] })
    expect(problem.at('/title')).toBe('Titel fehlt')
    expect(problem.errors).toHaveLength(1)
    expect(problemFrom(new Response('<html>', { status: 502 }), '<html>').code).toBe('http_502')
  })
  it('repeats reading only what may pass', () => {
    const problem = (status: number) => new Problem({ status, code: 'x', title: 'x' })
    expect([0, 429, 503, 403, 422, 500].map((status) => shouldRetry(0, problem(status)))).toEqual([true, true, true, false, false, false])
  })
})

it('a live event makes its lists and its view stale, nothing else', () => {
  const client = new QueryClient()
  for (const key of [['ticket', 'list', {}], ['ticket', 'one', 'a'], ['ticket', 'one', 'b'], ['asset', 'list', {}]]) client.setQueryData(key, 1)
  const stale = () => client.getQueryCache().getAll().filter((query) => query.state.isInvalidated).map((query) => query.queryKey.join(' '))
  invalidateFor(client, [{ kind: 'ticket', id: 'a', type: 'changed' }])
  expect(stale()).toEqual(['ticket list [object Object]', 'ticket one a'])
  invalidateFor(client, [{ kind: '*', id: null, type: 'resync' }])
  expect(stale()).toHaveLength(4)
})

describe('session', () => {
  const user = { id: '1', name: 'Hanna Maier', login: 'maier', language: 'de' }
  const signedIn = (token: string) => Response.json({ access_token: token, expires_in: 600, user })
  const calls: string[] = []
  let answers: Record<string, () => Response> = {}

  beforeEach(() => {
    vi.resetModules()
    calls.length = 0
    vi.stubGlobal('fetch', (input: RequestInfo | URL) => {
      const request = input instanceof Request ? input : undefined
      const path = new URL(request?.url ?? String(input), 'http://localhost').pathname
      calls.push(`${path} ${request?.headers.get('Authorization') ?? ''}`.trim())
      return Promise.resolve(answers[path]?.() ?? new Response(null, { status: 404 }))
    })
  })
  afterEach(() => vi.unstubAllGlobals())

  it('asks for one new token however many requests want it', async () => {
    answers = { '/api/v1/auth/refresh': () => signedIn('t1') }
    const { session } = await import('./session')
    await Promise.all([session.start(), session.token(), session.token()])
    expect(calls).toEqual(['/api/v1/auth/refresh'])
    expect(session.state()).toEqual({ status: 'signed_in', user })
  })

  it('renews a refused token once and repeats the request with it', async () => {
    let round = 0
    answers = { '/api/v1/auth/refresh': () => signedIn(`t${(round += 1)}`), '/api/v1/me': () => (round < 2 ? new Response(null, { status: 401 }) : Response.json({ user, permissions: [], roles: [], organisations: [] })) }
    const { api, read } = await import('./client')
    expect((await read(api.GET('/api/v1/me'))).user.name).toBe('Hanna Maier')
    expect(calls).toEqual(['/api/v1/auth/refresh', '/api/v1/me Bearer t1', '/api/v1/auth/refresh', '/api/v1/me Bearer t2'])
  })

  it('is signed out when the cookie is no longer good, and stays so', async () => {
    answers = { '/api/v1/auth/refresh': () => new Response('{}', { status: 401 }) }
    const { session } = await import('./session')
    await session.start()
    expect(session.state().status).toBe('signed_out')
    expect(await session.token()).toBeUndefined()
    expect(calls).toHaveLength(1)
  })
})
