import { useSyncExternalStore } from 'react'
import { useTranslation } from 'react-i18next'
import { live } from '@/api/sse'

/** Whether the screen follows changes by itself. Symbol, word and colour; changes are read out. */
export function LiveIndicator() {
  const { t } = useTranslation('app')
  const status = useSyncExternalStore(live.subscribeStatus, live.status)
  return (
    <span className={`dw-live is-${status}`} role="status" title={t(`live.${status}_hint`)}>
      <span className="dw-live-dot" aria-hidden="true" />
      <span className="dw-live-text">{t(`live.${status}`)}</span>
    </span>
  )
}
