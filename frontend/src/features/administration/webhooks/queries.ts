import { queryOptions } from '@tanstack/react-query'
import { api, read, readTagged, type Tagged } from '@/api/client'
import { MERGE_PATCH, patchBody, type Edit } from '@/api/patch'
import { idempotencyKey, ifMatch, listQuery, oneQuery, useChange } from '@/api/query'
import type { DeliveryRow, DeliveryState, DeliveryView, WebhookCreate, WebhookPatch, WebhookView, WebhookWithSecret } from '@/api/types'

export const webhookList = () =>
  listQuery<WebhookView>('webhook', {}, (cursor, signal) => read(api.GET('/api/v1/webhooks', { params: { query: { limit: 100, ...(cursor ? { cursor } : {}) } }, signal })))

export const webhook = (id: string) =>
  oneQuery<WebhookView>('webhook', id, (signal) => readTagged(api.GET('/api/v1/webhooks/{id}', { params: { path: { id } }, signal })))

export const useCreateWebhook = (onDone: (made: WebhookWithSecret) => void) =>
  useChange({
    kind: 'webhook',
    run: (body: WebhookCreate, key): Promise<WebhookWithSecret> => read(api.POST('/api/v1/webhooks', { params: { header: idempotencyKey(key) }, body })),
    onDone,
  })

export const useChangeWebhook = (id: string, onDone?: () => void) =>
  useChange({
    kind: 'webhook', id,
    run: ({ body, etag }: Edit<WebhookPatch>): Promise<Tagged<WebhookView>> =>
      readTagged(api.PATCH('/api/v1/webhooks/{id}', { params: { path: { id }, header: ifMatch(etag) }, body: patchBody(body), headers: MERGE_PATCH })),
    ...(onDone ? { onDone } : {}),
  })

export const useDeleteWebhook = (id: string, onDone: () => void) =>
  useChange({
    kind: 'webhook',
    run: async (etag: string) => { await read(api.DELETE('/api/v1/webhooks/{id}', { params: { path: { id }, header: ifMatch(etag) } })); return null },
    onDone,
  })

export const useRotateWebhook = (id: string, onDone: (made: WebhookWithSecret) => void) =>
  useChange({
    kind: 'webhook', id,
    run: (overlap_seconds: number, key): Promise<WebhookWithSecret> => read(api.POST('/api/v1/webhooks/{id}/secrets', { params: { path: { id }, header: idempotencyKey(key) }, body: { overlap_seconds } })),
    onDone,
  })

/** Sends an event of the name `webhook.test` at once. */
export const useTestWebhook = (id: string, onDone: () => void) =>
  useChange({ kind: 'webhook', run: async (_: void, key) => read(api.POST('/api/v1/webhooks/{id}/test', { params: { path: { id }, header: idempotencyKey(key) } })), onDone })

export const deliveryList = (id: string, state: DeliveryState[]) =>
  listQuery<DeliveryRow>('webhook', { deliveries: id, state }, (cursor, signal) =>
    read(api.GET('/api/v1/webhooks/{id}/deliveries', { params: { path: { id }, query: { ...(state.length > 0 ? { state } : {}), ...(cursor ? { cursor } : {}) } }, signal })))

/** Attempts are no events, so who waits for one asks again while it is near. */
const WAITING_MS = 2_000
const isNear = ({ state, due_at }: { state: DeliveryState; due_at?: string | null }) => state === 'pending' && (!due_at || Date.parse(due_at) - Date.now() < 60_000)

/** How long until the log is asked for again; false while nothing is about to happen in it. */
export const askAgain = (rows: DeliveryRow[] | undefined) => (rows?.some(isNear) ? WAITING_MS : false)

export const delivery = (id: string) =>
  queryOptions({
    refetchInterval: ({ state }: { state: { data?: DeliveryView | undefined } }) => (state.data && isNear(state.data) ? WAITING_MS : false),
    queryKey: ['webhook', 'list', { delivery: id }],
    queryFn: ({ signal }): Promise<DeliveryView> => read(api.GET('/api/v1/webhook-deliveries/{id}', { params: { path: { id } }, signal })),
  })

export const useRedeliver = (onDone: () => void) =>
  useChange({ kind: 'webhook', run: async (id: string, key) => read(api.POST('/api/v1/webhook-deliveries/{id}/redeliver', { params: { path: { id }, header: idempotencyKey(key) } })), onDone })
