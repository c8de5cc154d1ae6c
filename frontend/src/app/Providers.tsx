import { QueryClientProvider } from '@tanstack/react-query'
import { RouterProvider } from '@tanstack/react-router'
import { useEffect } from 'react'
import { I18nProvider, RouterProvider as AriaRouterProvider } from 'react-aria-components'
import { useTranslation } from 'react-i18next'
import { makeQueryClient, useLiveInvalidation } from '@/api/query'
import { session } from '@/api/session'
import { live } from '@/api/sse'
import { ToastRegion } from '@/ui/ToastRegion'
import { usePreferences } from './preferences'
import { makeRouter } from './router'

const queryClient = makeQueryClient()
const router = makeRouter(queryClient)

/** Everything that surrounds the screens: server state, addresses, languages, messages. */
export function Providers() {
  const { language } = usePreferences()
  const { i18n } = useTranslation()
  useEffect(() => {
    if (i18n.language !== language) void i18n.changeLanguage(language)
  }, [i18n, language])
  return (
    <QueryClientProvider client={queryClient}>
      <I18nProvider locale={language === 'de' ? 'de-DE' : 'en-GB'}>
        <AriaRouterProvider navigate={(href) => void router.navigate({ href })}>
          <Connections />
          <RouterProvider router={router} />
          <ToastRegion />
        </AriaRouterProvider>
      </I18nProvider>
    </QueryClientProvider>
  )
}

/** Live updates while signed in; on sign-out (here or in another window) the login is shown and everything read forgotten. */
function Connections() {
  useLiveInvalidation()
  useEffect(() => {
    let end: (() => void) | undefined
    function follow() {
      const signedIn = session.state().status === 'signed_in'
      if (signedIn) end ??= live.start()
      else { end?.(); end = undefined }
    }
    follow()
    const stop = session.subscribe((state) => {
      follow()
      // Only then: a screen that is still there would ask again for what it has lost, and be refused.
      void router.invalidate().finally(() => { if (state.status === 'signed_out') queryClient.clear() })
    })
    return () => { stop(); end?.() }
  }, [])
  return null
}
