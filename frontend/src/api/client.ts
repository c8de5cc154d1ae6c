import createClient from 'openapi-fetch'
import { fileName, type NamedFile } from '@/lib/files'
import { stringifySearch } from '@/lib/search'
import { apiUrl } from './config'
import { networkProblem, problemFrom } from './problem'
import type { paths } from './schema'
import { session } from './session'

/** Puts the configured address in front; it is known only after the page has started. */
class ApiRequest extends Request {
  constructor(input: RequestInfo | URL, init?: RequestInit) {
    super(typeof input === 'string' ? new URL(apiUrl(input), window.location.origin) : input, init)
  }
}

/** Sends with the current token; a refused token is renewed once and the request repeated. */
async function send(request: Request): Promise<Response> {
  const token = await session.token()
  const first = request.clone()
  if (token) first.headers.set('Authorization', `Bearer ${token}`)
  const answer = await reach(first)
  if (answer.status !== 401 || !token) return answer
  const renewed = await session.token(token)
  if (!renewed) return answer
  request.headers.set('Authorization', `Bearer ${renewed}`)
  return reach(request)
}

async function reach(request: Request): Promise<Response> {
  try {
    return await fetch(request)
  } catch (cause) {
    throw networkProblem(cause)
  }
}

/**
 * The typed client of the contract. Wrap every call in `read` or `readTagged`, so that errors become Problems:
 * `read(api.GET('/api/v1/me'))`. It asks for JSON; lists as files come by `download`.
 */
export const api = createClient<paths, 'application/json' | 'application/problem+json'>({
  baseUrl: '',
  Request: ApiRequest,
  fetch: send,
  // Lists repeat a parameter for OR: state=open&state=new
  querySerializer: { array: { style: 'form', explode: true } },
})

api.use({
  onRequest({ request }) {
    request.headers.set('Accept-Language', document.documentElement.lang || 'de')
    request.headers.set('Accept', 'application/json, application/problem+json')
    return request
  },
})

/** A list as a file: `media` says which one. Throws a Problem as `read` does. */
export async function download(path: string, query: Record<string, unknown>, media: string): Promise<NamedFile> {
  const headers = { Accept: media, 'Accept-Language': document.documentElement.lang || 'de' }
  const response = await send(new ApiRequest(`${path}${stringifySearch(query)}`, { headers }))
  if (!response.ok) throw problemFrom(response, await response.json().catch(() => undefined))
  return { name: fileName(response.headers.get('Content-Disposition'), 'export'), content: await response.blob() }
}

/** What openapi-fetch gives back, whichever operation was called. */
interface Result<Data> {
  data?: Data
  error?: unknown
  response: Response
}

/** A view with its version, for `If-Match`. */
export interface Tagged<View> {
  view: View
  etag: string
}

/** The body of a call that succeeded; throws a Problem otherwise. */
export async function read<Data>(call: Promise<Result<Data>>): Promise<NonNullable<Data>> {
  const { data, error, response } = await call
  if (!response.ok) throw problemFrom(response, error)
  return data as NonNullable<Data>
}

/** The rows of a list that always comes whole. */
export async function readItems<Item>(call: Promise<Result<{ items: Item[] }>>): Promise<Item[]> {
  return (await read(call)).items
}

/** Like `read`, with the ETag beside the body. */
export async function readTagged<Data>(call: Promise<Result<Data>>): Promise<Tagged<NonNullable<Data>>> {
  const result = await call
  const view = await read(Promise.resolve(result))
  return { view, etag: result.response.headers.get('ETag') ?? '' }
}
