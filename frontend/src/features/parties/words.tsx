import { useCallback } from 'react'
import { useTranslation } from 'react-i18next'
import type { Named, PartyScope } from '@/api/types'

export const SCOPES: PartyScope[] = ['body_service', 'body', 'service', 'programme']

/** For what an entry holds, as far as a sentence needs to know. */
interface Place {
  scope: PartyScope
  body?: Named | null
  service?: Named | null
  programme?: Named | null
}

/** "VG Aßling und alles darunter, Wohnsitz ummelden". */
export function usePlace(): (place: Place) => string {
  const { t } = useTranslation('parties')
  return useCallback(
    ({ scope, body, service, programme }) => {
      const name = (of: Named | null | undefined) => of?.name ?? t('hidden')
      if (scope === 'programme') return t('place.programme', { programme: name(programme) })
      if (scope === 'service') return t('place.service', { service: name(service) })
      return scope === 'body' ? t('place.body', { body: name(body) }) : t('place.body_service', { body: name(body), service: name(service) })
    },
    [t],
  )
}
