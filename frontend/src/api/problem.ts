/** One wrong value in a request. */
export interface FieldError {
  /** JSON pointer into the body: "/requester_id". */
  pointer: string
  code: string
  message: string
}

/** RFC 9457 problem details, with Dienstweg's `code`, `request_id` and `errors`. */
export interface ProblemDetails {
  status: number
  code: string
  title: string
  detail?: string
  request_id?: string
  errors?: FieldError[]
}

/** The server said no, or could not be reached (status 0, code "network"). */
export class Problem extends Error {
  readonly status: number
  readonly code: string
  readonly title: string
  readonly detail: string | undefined
  readonly requestId: string | undefined
  readonly errors: FieldError[]
  /** Seconds to wait, from `Retry-After`. */
  readonly retryAfter: number | undefined
  /** The body as it came; a 412 carries the current view here. */
  readonly body: unknown

  constructor(details: ProblemDetails, options: { cause?: unknown; body?: unknown; retryAfter?: number | undefined } = {}) {
    super(details.title, { cause: options.cause })
    this.name = 'Problem'
    this.status = details.status
    this.code = details.code
    this.title = details.title
    this.detail = details.detail
    this.requestId = details.request_id
    this.errors = details.errors ?? []
    this.body = options.body
    this.retryAfter = options.retryAfter
  }

  /** The message for one field, to show at it. */
  at(pointer: string): string | undefined {
    return this.errors.find((error) => error.pointer === pointer)?.message
  }

  /** The message for a field or a part of it, such as one entry of a list. */
  under(pointer: string): string | undefined {
    return this.errors.find((error) => error.pointer === pointer || error.pointer.startsWith(`${pointer}/`))?.message
  }

  /** Whether the same call may well succeed a little later. */
  get transient(): boolean {
    return this.status === 0 || this.status === 429 || this.status === 503
  }
}

const text = (value: unknown): string | undefined => (typeof value === 'string' && value !== '' ? value : undefined)

function fieldErrors(value: unknown): FieldError[] {
  if (!Array.isArray(value)) return []
  return value.flatMap((entry: unknown) => {
    if (typeof entry !== 'object' || entry === null) return []
    const { pointer, code, message } = entry as Record<string, unknown>
    const said = text(message)
    return said === undefined ? [] : [{ pointer: text(pointer) ?? '', code: text(code) ?? '', message: said }]
  })
}

/** A Problem from whatever the server (or a proxy in front of it) answered. */
export function problemFrom(response: Response, body: unknown): Problem {
  const given = typeof body === 'object' && body !== null ? (body as Record<string, unknown>) : {}
  const wait = Number(response.headers.get('Retry-After'))
  const details: ProblemDetails = {
    status: response.status,
    code: text(given.code) ?? `http_${response.status}`,
    title: text(given.title) ?? (text(response.statusText) || `HTTP ${response.status}`),
    errors: fieldErrors(given.errors),
  }
  const detail = text(given.detail)
  const requestId = text(given.request_id) ?? text(response.headers.get('X-Request-Id'))
  if (detail !== undefined) details.detail = detail
  if (requestId !== undefined) details.request_id = requestId
  return new Problem(details, { body, retryAfter: wait > 0 ? wait : undefined })
}

/** A call that never reached the server. An aborted call stays an AbortError. */
export function networkProblem(cause: unknown): unknown {
  if (cause instanceof DOMException && cause.name === 'AbortError') return cause
  return new Problem({ status: 0, code: 'network', title: 'network' }, { cause })
}

/** Anything thrown, as a Problem. */
export function asProblem(error: unknown): Problem {
  return error instanceof Problem ? error : new Problem({ status: 0, code: 'unexpected', title: 'unexpected' }, { cause: error })
}
