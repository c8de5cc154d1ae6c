import type { QueryClient } from '@tanstack/react-query'
import { createRouter } from '@tanstack/react-router'
import { parseSearch, stringifySearch } from '@/lib/search'
import { PageSkeleton } from '@/ui/Skeleton'
import { NotFound } from './NotFound'
import { routeTree } from './routes'
import { RouteError } from './RouteError'

/** The router: pages load when the pointer nears their link, lists keep their scroll position on return. */
export function makeRouter(queryClient: QueryClient) {
  const router = createRouter({
    routeTree,
    context: { queryClient },
    parseSearch,
    stringifySearch,
    defaultPreload: 'intent',
    // Freshness is the query cache's business
    defaultPreloadStaleTime: 0,
    scrollRestoration: true,
    defaultPendingComponent: PageSkeleton,
    defaultPendingMs: 150,
    defaultErrorComponent: RouteError,
    defaultNotFoundComponent: NotFound,
  })
  router.subscribe('onRendered', ({ fromLocation, pathChanged }) => {
    // Keyboard and screen readers continue at the new page's heading, except where the page has placed focus itself.
    if (!fromLocation || !pathChanged || document.activeElement?.closest('#main, [role=dialog]')?.matches('[role=dialog]')) return
    document.querySelector<HTMLElement>('#main h1')?.focus({ preventScroll: true })
  })
  return router
}

declare module '@tanstack/react-router' {
  interface Register {
    router: ReturnType<typeof makeRouter>
  }
}
