import { api, read, readTagged, type Tagged } from '@/api/client'
import { idempotencyKey, ifMatch, listQuery, oneQuery, useChange } from '@/api/query'
import type { MailKind, MailState, MailView } from '@/api/types'

export interface MailFilter {
  state?: MailState[]
  kind?: MailKind[]
  address?: string
}

export const mailList = (filter: MailFilter) =>
  listQuery<MailView>('mail', filter, (cursor, signal) => read(api.GET('/api/v1/mails', { params: { query: { ...filter, limit: 100, ...(cursor ? { cursor } : {}) } }, signal })))

export const mail = (id: string) =>
  oneQuery<MailView>('mail', id, (signal) => readTagged(api.GET('/api/v1/mails/{id}', { params: { path: { id } }, signal })))

export const useResend = (id: string, onDone: () => void) =>
  useChange({
    kind: 'mail', id,
    run: (etag: string, key): Promise<Tagged<MailView>> => readTagged(api.POST('/api/v1/mails/{id}/resend', { params: { path: { id }, header: { ...ifMatch(etag), ...idempotencyKey(key) } } })),
    onDone,
  })

export const useTestMail = (onDone: () => void) =>
  useChange({ kind: 'mail', run: async (_: void, key) => { await read(api.POST('/api/v1/mails/test', { params: { header: idempotencyKey(key) } })); return null }, onDone })
