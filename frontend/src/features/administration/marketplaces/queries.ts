import { api, read, readTagged } from '@/api/client'
import { idempotencyKey, ifMatch, listQuery, oneQuery, useChange } from '@/api/query'
import type { MarketplaceSource, MarketplaceSourceCreate, MarketplaceSourceWithSecret } from '@/api/types'

export const sourceList = () =>
  listQuery<MarketplaceSource>('marketplace_source', {}, (cursor, signal) => read(api.GET('/api/v1/marketplace-sources', { params: { query: { limit: 100, ...(cursor ? { cursor } : {}) } }, signal })))

export const source = (id: string) =>
  oneQuery<MarketplaceSource>('marketplace_source', id, (signal) => readTagged(api.GET('/api/v1/marketplace-sources/{id}', { params: { path: { id } }, signal })))

export const useCreateSource = (onDone: (made: MarketplaceSourceWithSecret) => void) =>
  useChange({
    kind: 'marketplace_source',
    run: (body: MarketplaceSourceCreate, key): Promise<MarketplaceSourceWithSecret> => read(api.POST('/api/v1/marketplace-sources', { params: { header: idempotencyKey(key) }, body })),
    onDone,
  })

export const useRotateSource = (id: string, onDone: (made: MarketplaceSourceWithSecret) => void) =>
  useChange({
    kind: 'marketplace_source', id,
    run: (overlap_seconds: number, key): Promise<MarketplaceSourceWithSecret> => read(api.POST('/api/v1/marketplace-sources/{id}/secrets', { params: { path: { id }, header: idempotencyKey(key) }, body: { overlap_seconds } })),
    onDone,
  })

export const useDeleteSource = (id: string, onDone: () => void) =>
  useChange({
    kind: 'marketplace_source',
    run: async (etag: string) => { await read(api.DELETE('/api/v1/marketplace-sources/{id}', { params: { path: { id }, header: ifMatch(etag) } })); return null },
    onDone,
  })
