import { queryOptions } from '@tanstack/react-query'
import { api, read, readItems, readTagged } from '@/api/client'
import { idempotencyKey, ifMatch, listQuery, useChange } from '@/api/query'
import type { OrderByHand, OrderCounts, OrderPosition, OrderView, PositionReleased, QueryOf } from '@/api/types'

export interface OrderFilter {
  q?: string
  state?: string[]
  position_state?: string[]
  source?: string
  sort?: string
}

export const orderList = (filter: OrderFilter) =>
  listQuery<OrderView>('order', filter, (cursor, signal) => read(api.GET('/api/v1/orders', { params: { query: { ...filter, count: true, cursor } as QueryOf<'/api/v1/orders'> }, signal })))

export const orderCounts = queryOptions({
  queryKey: ['order', 'list', { counts: true }] as const,
  queryFn: ({ signal }) => read<OrderCounts>(api.GET('/api/v1/orders/counts', { signal })),
})

/** An order by id. */
export const orderQuery = (id: string) =>
  queryOptions({
    queryKey: ['order', 'one', id] as const,
    queryFn: ({ signal }) => readTagged<OrderView>(api.GET('/api/v1/orders/{id}', { params: { path: { id } }, signal })),
  })

/** What can be done with one position. */
export type PositionAct =
  | { act: 'clarify'; service_id?: string; body_id?: string }
  | { act: 'check' }
  | { act: 'release' }
  | { act: 'reject'; reason: string }

function send(id: string, position: OrderPosition, { act, ...body }: PositionAct, key: string) {
  const params = { path: { id, position: position.id }, header: ifMatch(`"${position.version}"`) }
  if (act === 'clarify') return api.POST('/api/v1/orders/{id}/positions/{position}/clarify', { params, body: { service_id: null, body_id: null, ...body } })
  if (act === 'reject') return api.POST('/api/v1/orders/{id}/positions/{position}/reject', { params, body: { reason: '', ...body } })
  if (act === 'check') return api.POST('/api/v1/orders/{id}/positions/{position}/check', { params })
  return api.POST('/api/v1/orders/{id}/positions/{position}/release', { params: { ...params, header: { ...params.header, ...idempotencyKey(key) } } })
}

/** An act on one position, under the position's own version. Answers the whole order. */
export function usePositionAct(order: OrderView, position: OrderPosition, onDone?: (after: OrderPosition | undefined, act: PositionAct['act']) => void) {
  return useChange({
    kind: 'order',
    id: order.id,
    run: async (act: PositionAct, key) => ({ ...(await readTagged<OrderView>(send(order.id, position, act, key))), act: act.act }),
    onDone: ({ view, act }) => onDone?.(view.positions.find((one) => one.id === position.id), act),
  })
}

/** Releases many positions; each has its own result. */
export function useRelease(onDone: (results: PositionReleased[]) => void) {
  return useChange({
    kind: 'order',
    run: (positions: string[]) => readItems<PositionReleased>(api.POST('/api/v1/orders/release', { body: { positions } })),
    onDone,
  })
}

export function useCancel(order: OrderView, onDone: () => void) {
  return useChange({
    kind: 'order',
    id: order.id,
    run: (reason: string) => readTagged<OrderView>(api.POST('/api/v1/orders/{id}/cancel', { params: { path: { id: order.id }, header: ifMatch(`"${order.version}"`) }, body: { reason } })),
    onDone,
  })
}

export interface Decision {
  decision: 'accept' | 'refuse'
  reason: string
}

export function useDecideCancellation(order: OrderView, onDone: () => void) {
  return useChange({
    kind: 'order',
    id: order.id,
    run: (body: Decision) => readTagged<OrderView>(api.POST('/api/v1/orders/{id}/cancellation', { params: { path: { id: order.id }, header: ifMatch(`"${order.version}"`) }, body })),
    onDone,
  })
}

export function usePlace(onDone: (order: OrderView) => void) {
  return useChange({
    kind: 'order',
    run: (content: OrderByHand, key) => read<OrderView>(api.POST('/api/v1/orders', { params: { header: idempotencyKey(key) }, body: content })),
    onDone,
  })
}
