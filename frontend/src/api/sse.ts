import { channel } from './locks'
import { apiUrl } from './config'
import { session } from './session'
import { parseEvents } from './sse-parse'

/** "Refetch this": never data. `id` is null when a whole list changed, kind "*" when everything may have (the stream could not be resumed). */
export interface LiveEvent {
  kind: string
  id: string | null
  type: string
}

export type LiveStatus = 'connecting' | 'live' | 'offline'

type Message =
  | { say: 'event'; event: LiveEvent; position: string | undefined }
  | { say: 'status'; status: LiveStatus }
  | { say: 'hello' }

const LOCK = 'dienstweg-live'
/** The server sends a comment at least every 20 s; a longer silence is a dead line. */
const SILENCE_MS = 50_000
const LONGEST_WAIT_MS = 30_000
const EVERYTHING: LiveEvent = { kind: '*', id: null, type: 'resync' }

const eventListeners = new Set<(event: LiveEvent) => void>()
const statusListeners = new Set<() => void>()
let status: LiveStatus = 'connecting'
/** Last position seen by this window, as leader or follower: a new leader resumes where the old one stopped. */
let position: string | undefined
let leading = false
const others = channel('dienstweg-live')

function setStatus(next: LiveStatus) {
  if (next === status) return
  status = next
  for (const listener of statusListeners) listener()
}

function publishStatus(next: LiveStatus) {
  setStatus(next)
  others?.postMessage({ say: 'status', status: next } satisfies Message)
}

function publish(event: LiveEvent) {
  for (const listener of eventListeners) listener(event)
  others?.postMessage({ say: 'event', event, position } satisfies Message)
}

others?.addEventListener('message', ({ data }: MessageEvent<Message>) => {
  if (data.say === 'hello') {
    if (leading) others.postMessage({ say: 'status', status } satisfies Message)
  } else if (data.say === 'status') {
    if (!leading) setStatus(data.status)
  } else {
    position = data.position
    for (const listener of eventListeners) listener(data.event)
  }
})

/** `{kind, id?, names}` of a message as an event; undefined where it names no kind. */
function liveEvent(value: unknown, type: string): LiveEvent | undefined {
  if (typeof value !== 'object' || value === null) return undefined
  const { kind, id } = value as Record<string, unknown>
  return typeof kind === 'string' ? { kind, id: typeof id === 'string' ? id : null, type } : undefined
}

/**
 * A message of the stream: `event` is changed, gone or list_changed, `data` names what; `resync` means "fetch all anew". So does the `hello` of a
 * stream that resumes nothing: what happened between the first fetch and now is told by nobody.
 */
function receive(message: { id?: string; event: string; data: string }, resumed: boolean) {
  if (message.id !== undefined) position = message.id
  if (message.event === 'resync' || (message.event === 'hello' && !resumed)) return publish(EVERYTHING)
  let found: unknown
  try {
    found = JSON.parse(message.data)
  } catch {
    return
  }
  const event = liveEvent(found, message.event)
  if (event) publish(event)
}

/** Reads one connection to its end. Resolves when the server closes it, rejects when the line breaks. */
async function connect(stop: AbortSignal): Promise<void> {
  const token = await session.token()
  if (!token) return
  const headers: Record<string, string> = { Accept: 'text/event-stream', Authorization: `Bearer ${token}` }
  const resumed = position !== undefined
  if (position !== undefined) headers['Last-Event-ID'] = position
  const silence = new AbortController()
  let timer = setTimeout(() => silence.abort(), SILENCE_MS)
  const answer = await fetch(apiUrl('/api/v1/events'), { headers, credentials: 'include', cache: 'no-store', signal: AbortSignal.any([stop, silence.signal]) })
  if (answer.status === 401) await session.token(token)
  if (!answer.ok || !answer.body) {
    clearTimeout(timer)
    throw new Error(`live stream: ${answer.status}`)
  }
  publishStatus('live')
  try {
    for await (const message of parseEvents(answer.body, () => { clearTimeout(timer); timer = setTimeout(() => silence.abort(), SILENCE_MS) })) receive(message, resumed)
  } finally {
    clearTimeout(timer)
  }
}

const pause = (ms: number, stop: AbortSignal) =>
  new Promise<void>((resolve) => {
    const timer = setTimeout(resolve, ms)
    stop.addEventListener('abort', () => { clearTimeout(timer); resolve() }, { once: true })
  })

/** Keeps the one connection while this window leads: waits double after each failure, with chance, so that not all browsers return at once. */
async function lead(stop: AbortSignal): Promise<void> {
  leading = true
  let wait = 500
  while (!stop.aborted) {
    const began = Date.now()
    await connect(stop).catch(() => undefined)
    if (stop.aborted) break
    publishStatus(navigator.onLine ? 'connecting' : 'offline')
    wait = Date.now() - began > SILENCE_MS ? 500 : Math.min(wait * 2, LONGEST_WAIT_MS)
    if (wait > 4000) publishStatus('offline')
    await pause(wait * (0.5 + Math.random() / 2), stop)
  }
  leading = false
}

/** Live updates: one connection per browser, whichever window holds the lock reads it for all. */
export const live = {
  /** Starts, and returns what ends it (on sign-out). Who follows takes over when the leading window closes. */
  start(): () => void {
    const stop = new AbortController()
    others?.postMessage({ say: 'hello' } satisfies Message)
    const hold = 'locks' in navigator && navigator.locks ? navigator.locks.request(LOCK, { signal: stop.signal }, () => lead(stop.signal)) : lead(stop.signal)
    hold.catch(() => undefined)
    return () => {
      stop.abort()
      position = undefined
    }
  },
  /** Calls the listener for every change the user may see. Returns what ends it. */
  subscribe(listener: (event: LiveEvent) => void): () => void {
    eventListeners.add(listener)
    return () => void eventListeners.delete(listener)
  },
  status: () => status,
  subscribeStatus(listener: () => void): () => void {
    statusListeners.add(listener)
    return () => void statusListeners.delete(listener)
  },
}
