import type { BodyKeys, OrderPosition, OrderState, PositionState } from '@/api/types'
import type { Tone } from '@/ui/Badge'

export const POSITION_TONE: Record<PositionState, Tone> = { clarification: 'warning', ready: 'info', checked: 'accent', released: 'success', linked: 'success', rejected: 'danger', cancelled: 'neutral' }
export const ORDER_TONE: Record<OrderState, Tone> = { open: 'info', released: 'success', closed: 'neutral', cancel_requested: 'danger', cancelled: 'neutral' }

/** A body as the order names it: its name and the keys that came with it. */
export function bodyKeys(keys: BodyKeys | null | undefined): string | undefined {
  if (!keys) return undefined
  const parts = [keys.name, keys.ars && `ARS ${keys.ars}`, keys.ags && `AGS ${keys.ags}`, keys.fictive_ags && `AGS ${keys.fictive_ags}`, keys.own_key]
  return parts.filter(Boolean).join(' · ') || undefined
}

/** A service as the order names it. */
export function serviceKeys(position: OrderPosition): string | undefined {
  const parts = [position.service_key, position.ozg_id && `OZG ${position.ozg_id}`, position.leika_keys.length > 0 && `LeiKa ${position.leika_keys.slice(0, 2).join(', ')}${position.leika_keys.length > 2 ? ' …' : ''}`]
  return parts.filter(Boolean).join(' · ') || undefined
}
