import type { QueryClient } from '@tanstack/react-query'
import { createRootRouteWithContext, createRoute, lazyRouteComponent, redirect } from '@tanstack/react-router'
import { session } from '@/api/session'
import { meQuery } from '@/features/identity/queries'
import { one, type SearchValues } from '@/lib/search'
import { DeskLayout } from './layouts/DeskLayout'
import { NotFound } from './NotFound'

const root = createRootRouteWithContext<{ queryClient: QueryClient }>()()

/** A way back inside this site only: a foreign address in `next` would make the login a door to anywhere. */
export function safeNext(next: string | undefined): string {
  return next?.startsWith('/') && !next.startsWith('//') && !next.startsWith('/\\') ? next : '/'
}

const login = createRoute({
  getParentRoute: () => root,
  path: '/login',
  validateSearch: (search: SearchValues): { next?: string } => (search.next === undefined ? {} : { next: safeNext(one(search.next)) }),
  beforeLoad: async ({ search }) => {
    if ((await session.start()).status === 'signed_in') throw redirect({ href: safeNext(search.next) })
  },
  component: lazyRouteComponent(() => import('@/features/identity/LoginPage'), 'LoginPage'),
})

/** Every page of the desk: signed in, frame around it, `me` read. */
const desk = createRoute({
  getParentRoute: () => root,
  id: 'desk',
  beforeLoad: async ({ location }) => {
    if ((await session.start()).status !== 'signed_in') throw redirect({ to: '/login', search: location.href === '/' ? {} : { next: location.href } })
  },
  loader: ({ context }) => context.queryClient.ensureQueryData(meQuery),
  component: DeskLayout,
})

// One line per page: path, where it is, its name there. Search values arrive as text or list of texts (lib/search).
const pages = [
  createRoute({ getParentRoute: () => desk, path: '/', component: lazyRouteComponent(() => import('./MyDay'), 'MyDay') }),
  createRoute({ getParentRoute: () => desk, path: '/rollouts', component: lazyRouteComponent(() => import('@/features/rollouts/RolloutsPage'), 'RolloutsPage') }),
  createRoute({ getParentRoute: () => desk, path: '/rollouts/$id', component: lazyRouteComponent(() => import('@/features/rollouts/RolloutPage'), 'RolloutPage') }),
  createRoute({ getParentRoute: () => desk, path: '/mothers/$id', component: lazyRouteComponent(() => import('@/features/rollouts/MotherPage'), 'MotherPage') }),
  createRoute({ getParentRoute: () => desk, path: '$', component: NotFound }),
] as const

// The kit on one page, in development only.
const gallery = import.meta.env.DEV
  ? [createRoute({ getParentRoute: () => root, path: '/_gallery', component: lazyRouteComponent(() => import('./gallery/Gallery'), 'Gallery') })]
  : []

export const routeTree = root.addChildren([login, desk.addChildren(pages), ...gallery])
