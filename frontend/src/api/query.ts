/**
 * How screens read and write. Every key begins with the kind the server's events name ("ticket", "rollout", …), then "list" or "one":
 * so one live event finds what to fetch anew.
 *
 * A feature's queries.ts:
 *   export const ticketList = (filter: TicketFilter) =>
 *     listQuery('ticket', filter, (cursor, signal) => read(api.GET('/api/v1/tickets', { params: { query: { ...filter, cursor } }, signal })))
 *   export const ticket = (id: string) =>
 *     oneQuery('ticket', id, (signal) => readTagged(api.GET('/api/v1/tickets/{id}', { params: { path: { id } }, signal })))
 *   export const useRenameTicket = (id: string) =>
 *     useChange({ kind: 'ticket', id, run: ({ title, etag }: { title: string; etag: string }) =>
 *       readTagged(api.PATCH('/api/v1/tickets/{id}', { params: { path: { id }, header: ifMatch(etag) }, body: { title } })) })
 * A page: `const list = useList(ticketList(filter))`, a loader: `queryClient.ensureQueryData(ticket(id))`.
 */
import { infiniteQueryOptions, queryOptions, useInfiniteQuery, useMutation, useQueryClient, QueryClient, type InfiniteData, type Query } from '@tanstack/react-query'
import { useCallback, useEffect, useMemo, useRef, useSyncExternalStore } from 'react'
import type { Tagged } from './client'
import { asProblem, Problem } from './problem'
import { live, type LiveEvent } from './sse'

/** A page of a list, as every list answers. */
export interface Page<Item> {
  items: Item[]
  next_cursor?: string | null
  total?: number | null
}

/** Repeats only what may help: not what the server has understood and refused. */
export function shouldRetry(failures: number, error: unknown): boolean {
  return failures < 3 && error instanceof Problem && error.transient
}

/** The one cache of server state. Live events keep it fresh, so data counts as fresh for a minute; returning to a window does not refetch all. */
export function makeQueryClient(): QueryClient {
  return new QueryClient({
    defaultOptions: {
      queries: {
        staleTime: 60_000,
        gcTime: 15 * 60_000,
        refetchOnWindowFocus: false,
        retry: shouldRetry,
        retryDelay: (attempt, error) => Math.max(1000 * 2 ** attempt, (asProblem(error).retryAfter ?? 0) * 1000),
      },
      mutations: { retry: false },
    },
  })
}

/** Options for a list with cursors. `filter` is part of the key; `fetchPage` gets the cursor of the page (undefined: the first). */
export function listQuery<Item>(kind: string, filter: object, fetchPage: (cursor: string | undefined, signal: AbortSignal) => Promise<Page<Item>>) {
  return infiniteQueryOptions({
    queryKey: [kind, 'list', filter] as const,
    queryFn: ({ pageParam, signal }) => fetchPage(pageParam, signal),
    initialPageParam: undefined as string | undefined,
    getNextPageParam: (page: Page<Item>) => page.next_cursor ?? undefined,
  })
}

/** Options for a single view and its version. */
export function oneQuery<View>(kind: string, id: string, fetchOne: (signal: AbortSignal) => Promise<Tagged<View>>) {
  return queryOptions({ queryKey: [kind, 'one', id] as const, queryFn: ({ signal }) => fetchOne(signal) })
}

/** A list as DataTable wants it: `rows` undefined until the first page is there. */
export function useList<Item>(options: ReturnType<typeof listQuery<Item>>) {
  const query = useInfiniteQuery(options)
  const { data } = query
  const rows = useMemo(() => data?.pages.flatMap((page) => page.items), [data])
  const { fetchNextPage } = query
  const loadMore = useCallback(() => void fetchNextPage(), [fetchNextPage])
  return {
    rows,
    total: data?.pages[0]?.total ?? undefined,
    hasMore: query.hasNextPage,
    isLoadingMore: query.isFetchingNextPage,
    onLoadMore: loadMore,
    problem: query.error ? asProblem(query.error) : undefined,
    retry: query.refetch,
  }
}

/** Headers for PATCH, DELETE and transitions. */
export const ifMatch = (etag: string) => ({ 'If-Match': etag })

/** Headers for POST: the same key for every attempt at the same act. */
export const idempotencyKey = (key: string) => ({ 'Idempotency-Key': key })

/** A key that stays the same until the act has succeeded, so that a second press after a broken line does not create twice. */
export function useIdempotencyKey(): { current: () => string; renew: () => void } {
  const key = useRef<string | undefined>(undefined)
  return useMemo(
    () => ({
      current: () => (key.current ??= newKey()),
      renew: () => { key.current = undefined },
    }),
    [],
  )
}

/** `crypto.randomUUID` exists in secure contexts only. */
export function newKey(): string {
  const bytes = crypto.getRandomValues(new Uint8Array(16))
  return [...bytes].map((byte) => byte.toString(16).padStart(2, '0')).join('')
}

export interface ChangeOptions<Input, Output> {
  /** What changes; its lists (and `id`, where given) are fetched anew. */
  kind: string
  id?: string
  /** The call. Creating calls send `idempotencyKey(key)`, changing calls `ifMatch(etag)`. */
  run: (input: Input, key: string) => Promise<Output>
  onDone?: (output: Output) => void
}

/** A write. Gives `mutate`, `isPending` and the `problem`; a 412 also fetches the current view, so that both values can be shown. */
export function useChange<Input, Output>({ kind, id, run, onDone }: ChangeOptions<Input, Output>) {
  const client = useQueryClient()
  const key = useIdempotencyKey()
  const mutation = useMutation<Output, Error, Input>({
    mutationFn: (input) => run(input, key.current()),
    onSuccess: async (output) => {
      key.renew()
      if (id !== undefined && isTagged(output)) await putView(client, [kind, 'one', id], output)
      onDone?.(output)
      void client.invalidateQueries({ queryKey: [kind, 'list'] })
      if (id !== undefined && !isTagged(output)) void client.invalidateQueries({ queryKey: [kind, 'one', id] })
    },
    onError: (error) => {
      const problem = asProblem(error)
      // After a refusal of the content the next attempt is another act; after a broken line it is the same one.
      if (!problem.transient) key.renew()
      if (problem.status === 412 && id !== undefined) void client.invalidateQueries({ queryKey: [kind, 'one', id] })
    },
  })
  return { ...mutation, problem: mutation.error ? asProblem(mutation.error) : undefined }
}

/** Shows what a change answered. A fetch already under way may have read before the change or after it, so it is begun anew. */
async function putView(client: QueryClient, queryKey: readonly unknown[], output: Tagged<unknown>): Promise<void> {
  const one = { queryKey, exact: true }
  const fetching = client.isFetching(one) > 0
  await client.cancelQueries(one)
  client.setQueryData(queryKey, output)
  if (fetching) void client.invalidateQueries(one)
}

function isTagged(output: unknown): output is Tagged<unknown> {
  return typeof output === 'object' && output !== null && 'etag' in output && 'view' in output
}

const GATHER_MS = 250

/** A list of more pages is not fetched anew with every change: whoever reads it says when. */
const FEW_PAGES = 5

const pagesOf = ({ state: { data } }: Query) => (typeof data === 'object' && data !== null && 'pages' in data ? (data as InfiniteData<unknown>).pages.length : 0)
const isLong = (query: Query) => pagesOf(query) > FEW_PAGES

function outdate(client: QueryClient, queryKey: readonly unknown[]): void {
  void client.invalidateQueries({ queryKey, predicate: (query) => !isLong(query) })
  void client.invalidateQueries({ queryKey, predicate: isLong, refetchType: 'none' })
}

/** Marks as stale what events name. Only what is on screen is fetched at once; the rest when it is next looked at. */
export function invalidateFor(client: QueryClient, events: LiveEvent[]): void {
  if (events.some((event) => event.kind === '*')) return outdate(client, [])
  for (const kind of new Set(events.map((event) => event.kind))) {
    outdate(client, [kind, 'list'])
    const ids = new Set(events.flatMap((event) => (event.kind === kind && event.id !== null ? [event.id] : [])))
    if (events.some((event) => event.kind === kind && event.id === null)) void client.invalidateQueries({ queryKey: [kind, 'one'] })
    else for (const id of ids) void client.invalidateQueries({ queryKey: [kind, 'one', id] })
  }
}

/** Whether a long list on screen is out of date, and how it is read anew from its beginning. */
export function useOutdatedList(): { isOutdated: boolean; refresh: () => void } {
  const client = useQueryClient()
  const cache = client.getQueryCache()
  const outdated = () => cache.getAll().filter((query) => query.isActive() && query.state.isInvalidated && isLong(query))
  const isOutdated = useSyncExternalStore((changed) => cache.subscribe(changed), () => outdated().length > 0)
  function refresh() {
    for (const { queryKey } of outdated()) {
      client.setQueryData<InfiniteData<unknown>>(queryKey, (data) => data && { pages: data.pages.slice(0, 1), pageParams: data.pageParams.slice(0, 1) })
      void client.invalidateQueries({ queryKey, exact: true })
    }
  }
  return { isOutdated, refresh }
}

/** Keeps the cache in step with the live events; used once, by the app. */
export function useLiveInvalidation(): void {
  const client = useQueryClient()
  useEffect(() => {
    let waiting: LiveEvent[] = []
    let timer: ReturnType<typeof setTimeout> | undefined
    const end = live.subscribe((event) => {
      waiting.push(event)
      timer ??= setTimeout(() => {
        const events = waiting
        waiting = []
        timer = undefined
        invalidateFor(client, events)
      }, GATHER_MS)
    })
    return () => { end(); clearTimeout(timer) }
  }, [client])
}
