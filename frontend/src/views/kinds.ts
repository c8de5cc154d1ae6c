import type { SavedView } from '@/api/types'

export type ViewKind = SavedView['kind']

/** The page each kind of view is of. */
export const PLACES: Record<ViewKind, string> = {
  rollouts: '/rollouts',
  portfolio: '/rollouts/portfolio',
  board: '/rollouts/board',
  timeline: '/rollouts/timeline',
  map: '/rollouts/map',
  stock: '/rollouts/stock',
  orders: '/orders',
}

/** The address of a page as the view shows it. */
export const hrefOfView = ({ kind, query }: Pick<SavedView, 'kind' | 'query'>): string => `${PLACES[kind]}${query === '' ? '' : `?${query}`}`

function sorted(query: string): string {
  const params = new URLSearchParams(query)
  params.sort()
  return params.toString()
}

/** Two queries that say the same, in whatever order. */
export const sameQuery = (one: string, other: string): boolean => sorted(one) === sorted(other)
