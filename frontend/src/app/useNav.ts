import { useSuspenseQuery } from '@tanstack/react-query'
import { useRouter } from '@tanstack/react-router'
import { useMemo } from 'react'
import { meQuery } from '@/features/identity/queries'
import { navFor, placesFor, type NavItem, type Place } from './nav'

/** The navigation of the person signed in. */
export function useNav(): NavItem[] {
  const router = useRouter()
  const { data: me } = useSuspenseQuery(meQuery)
  return useMemo(() => navFor(me.permissions, new Set(Object.keys(router.routesByPath))), [me.permissions, router])
}

/** Pages inside the areas that the person signed in may open. */
export function usePlaces(): Place[] {
  const { data: me } = useSuspenseQuery(meQuery)
  return useMemo(() => placesFor(me.permissions), [me.permissions])
}
