import { useTranslation } from 'react-i18next'
import type { DeliveryState, WebhookView } from '@/api/types'
import { Badge, type Tone } from '@/ui/Badge'

/** Whether a webhook sends, and why not. */
export function WebhookState({ hook }: { hook: WebhookView }) {
  const { t } = useTranslation('administration')
  if (hook.active) return <Badge tone="success">{t('webhooks.active')}</Badge>
  return <Badge tone={hook.disabled_reason === 'gone' ? 'danger' : 'neutral'}>{t(`webhooks.off_${hook.disabled_reason ?? 'by_hand'}`)}</Badge>
}

const TONES: Record<DeliveryState, Tone> = { pending: 'info', delivered: 'success', parked: 'danger', dropped: 'neutral' }

/** Where a delivery stands. */
export function DeliveryBadge({ state }: { state: DeliveryState }) {
  const { t } = useTranslation('administration')
  return <Badge tone={TONES[state]}>{t(`delivery.state_${state}`)}</Badge>
}
