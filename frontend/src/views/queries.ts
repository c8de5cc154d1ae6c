import { queryOptions } from '@tanstack/react-query'
import { api, read, readItems, readTagged } from '@/api/client'
import { MERGE_PATCH, patchBody } from '@/api/patch'
import { idempotencyKey, ifMatch, useChange } from '@/api/query'
import type { Named, QueryOf, RoleView, SavedView, SavedViewCreate, SavedViewPatch } from '@/api/types'
import { many, parseSearch } from '@/lib/search'

/** All views one sees, of every page: few enough to be read once. */
export const savedViews = queryOptions({
  queryKey: ['saved_view', 'list', {}] as const,
  queryFn: ({ signal }) => readItems<SavedView>(api.GET('/api/v1/saved-views', { params: { query: { limit: 200 } }, signal })),
})

/** Roles to share with, for those who may see them all; everybody else shares with their own. */
export const allRoles = queryOptions({
  queryKey: ['role', 'list', { choice: true }] as const,
  queryFn: async ({ signal }) => (await readItems<RoleView>(api.GET('/api/v1/roles', { params: { query: { limit: 200 } }, signal }))).map(({ id, name_de }): Named => ({ id, name: name_de, key: null })),
})

/** How many rollouts a view shows, up to a thousand and one. Looked at again now and then: the number in a menu need not follow every change. */
export const viewCount = (query: string) =>
  queryOptions({
    queryKey: ['saved_view', 'count', query] as const,
    queryFn: async ({ signal }) => {
      const { kind, mine, ...filter } = parseSearch(query)
      const asked = { ...filter, kind: kind === undefined ? ['daughter'] : many(kind), ...(mine === 'true' ? { mine: true } : {}), limit: 1, count: true }
      return (await read(api.GET('/api/v1/rollouts', { params: { query: asked as unknown as QueryOf<'/api/v1/rollouts'> }, signal }))).total ?? 0
    },
    staleTime: 5 * 60_000,
    refetchInterval: 5 * 60_000,
  })

export const useCreateView = (onDone: (made: SavedView) => void) =>
  useChange({ kind: 'saved_view', run: (body: SavedViewCreate, key) => read(api.POST('/api/v1/saved-views', { params: { header: idempotencyKey(key) }, body })), onDone })

const tagOf = (view: SavedView) => ifMatch(`"${view.version}"`)

export const useChangeView = (onDone: (changed: SavedView) => void) =>
  useChange({
    kind: 'saved_view',
    run: async ({ view, body }: { view: SavedView; body: SavedViewPatch }) =>
      (await readTagged(api.PATCH('/api/v1/saved-views/{id}', { params: { path: { id: view.id }, header: tagOf(view) }, body: patchBody(body), headers: MERGE_PATCH }))).view,
    onDone,
  })

export const useDeleteView = (onDone: () => void) =>
  useChange({ kind: 'saved_view', run: (view: SavedView) => read<unknown>(api.DELETE('/api/v1/saved-views/{id}', { params: { path: { id: view.id }, header: tagOf(view) } })), onDone })

/** What a view is to oneself: in the side menu, what its page begins with. */
export const useMarkView = () =>
  useChange({
    kind: 'saved_view',
    run: ({ view, pinned = view.pinned, standard = view.standard }: { view: SavedView; pinned?: boolean; standard?: boolean }) =>
      read(api.PUT('/api/v1/saved-views/{id}/mark', { params: { path: { id: view.id } }, body: { pinned, standard } })),
  })
