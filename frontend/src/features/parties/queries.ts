import { queryOptions } from '@tanstack/react-query'
import { api, read, readItems, readTagged, type Tagged } from '@/api/client'
import { MERGE_PATCH, patchBody, type Edit } from '@/api/patch'
import { idempotencyKey, ifMatch, listQuery, oneQuery, useChange } from '@/api/query'
import type { PartyEntriesBulk, PartyEntriesBulkView, PartyEntriesImportView, PartyEntryCreate, PartyEntryPatch, PartyEntryView, PartyGapRow, PartyRoleView, QueryOf } from '@/api/types'

export interface EntryFilter {
  q?: string
  role?: string[]
  scope?: string[]
  below?: string
  organisation?: string[]
  service?: string[]
  programme?: string[]
  valid_on?: string
  sort?: string
}

export const entryList = (filter: EntryFilter) =>
  listQuery<PartyEntryView>('party_entry', filter, (cursor, signal) => read(api.GET('/api/v1/party-entries', { params: { query: { ...filter, count: true, cursor } as QueryOf<'/api/v1/party-entries'> }, signal })))

export const entryQuery = (id: string) =>
  oneQuery<PartyEntryView>('party_entry', id, (signal) => readTagged(api.GET('/api/v1/party-entries/{id}', { params: { path: { id } }, signal })))

export const roles = queryOptions({
  queryKey: ['template', 'list', { roles: true }] as const,
  queryFn: ({ signal }): Promise<PartyRoleView[]> => readItems(api.GET('/api/v1/party-roles', { signal })),
})

export interface GapFilter {
  role?: string[]
  below?: string
}

/** Changes with rollouts as well as with entries, so it stands beside the rollouts that live events renew. */
export const gaps = (filter: GapFilter) =>
  queryOptions({ queryKey: ['rollout', 'list', { gaps: filter }] as const, queryFn: ({ signal }): Promise<PartyGapRow[]> => readItems(api.GET('/api/v1/party-gaps', { params: { query: filter }, signal })) })

export const useCreateEntry = (onDone: (made: PartyEntryView) => void) =>
  useChange({
    kind: 'party_entry',
    run: (body: PartyEntryCreate, key): Promise<PartyEntryView> => read(api.POST('/api/v1/party-entries', { params: { header: idempotencyKey(key) }, body })),
    onDone,
  })

export const useChangeEntry = (id: string, onDone: () => void) =>
  useChange({
    kind: 'party_entry',
    id,
    run: ({ body, etag }: Edit<PartyEntryPatch>): Promise<Tagged<PartyEntryView>> =>
      readTagged(api.PATCH('/api/v1/party-entries/{id}', { params: { path: { id }, header: ifMatch(etag) }, body: patchBody(body), headers: MERGE_PATCH })),
    onDone,
  })

export const useEndEntry = (onDone: () => void) =>
  useChange({
    kind: 'party_entry',
    run: ({ id, version }: PartyEntryView) => read<unknown>(api.DELETE('/api/v1/party-entries/{id}', { params: { path: { id }, header: ifMatch(`"${version}"`) } })),
    onDone,
  })

/** Says what one change of many entries would do, or does it. */
export const useBulk = (onDone: (result: PartyEntriesBulkView) => void) =>
  useChange({ kind: 'party_entry', run: (body: PartyEntriesBulk): Promise<PartyEntriesBulkView> => read(api.POST('/api/v1/party-entries/bulk', { body })), onDone })

/** Says what a file of entries would change, or takes it over. The file goes as it is: the server finds out its encoding. */
export const useImport = (onDone: (result: PartyEntriesImportView) => void) =>
  useChange({
    kind: 'party_entry',
    run: ({ file, dry, replace }: { file: File; dry: boolean; replace: boolean }): Promise<PartyEntriesImportView> =>
      read(api.POST('/api/v1/party-entries/imports', {
        params: { query: { dry_run: dry, replace } },
        body: file as never,
        bodySerializer: (body: unknown) => body as BodyInit,
        headers: { 'Content-Type': 'text/csv' },
      })),
    onDone,
  })
