import { queryOptions } from '@tanstack/react-query'
import { api, read, readItems, readTagged, type Tagged } from '@/api/client'
import { MERGE_PATCH, patchBody, type Edit } from '@/api/patch'
import { idempotencyKey, ifMatch, listQuery, oneQuery, useChange, type Page } from '@/api/query'
import type { HandoverView, HistoryEntry, HolidaysImportView, OrganisationCreate, OrganisationPatch, OrganisationRow, OrganisationView, PersonCreate, PersonFunctionCreate, PersonPatch, PersonView, QuestionnaireRow, RolloutRow } from '@/api/types'

export interface OrganisationFilter {
  q?: string
  kind?: OrganisationRow['kind'][]
  in_force?: boolean
  below?: string
  /** Municipalities that a live rollout covers, or that none does. */
  live?: boolean
  live_service?: string
  live_programme?: string
  sort?: string
}

export const organisationList = (filter: OrganisationFilter) =>
  listQuery<OrganisationRow>('organisation', filter, (cursor, signal) =>
    read(api.GET('/api/v1/organisations', { params: { query: { ...filter, count: true, limit: 100, ...(cursor ? { cursor } : {}) } }, signal })))

/** All direct children of an organisation, or all roots; a branch is always shown whole. */
export const childrenQuery = (parent: string | null) =>
  queryOptions({
    queryKey: ['organisation', 'list', { branch: parent }],
    queryFn: async ({ signal }) => {
      const rows: OrganisationRow[] = []
      let cursor: string | undefined
      do {
        const place = parent === null ? { roots: true } : { parent }
        const query = { ...place, limit: 200, ...(cursor ? { cursor } : {}) }
        const page: Page<OrganisationRow> = await read(api.GET('/api/v1/organisations', { params: { query }, signal }))
        rows.push(...page.items)
        cursor = page.next_cursor ?? undefined
      } while (cursor)
      return rows
    },
  })

export const organisation = (id: string) =>
  oneQuery<OrganisationView>('organisation', id, (signal) => readTagged(api.GET('/api/v1/organisations/{id}', { params: { path: { id } }, signal })))

export const organisationHistory = (id: string) =>
  queryOptions({
    queryKey: ['organisation', 'one', id, 'history'],
    queryFn: ({ signal }): Promise<HistoryEntry[]> => readItems(api.GET('/api/v1/organisations/{id}/history', { params: { path: { id }, query: { limit: 100 } }, signal })),
  })

export const useCreateOrganisation = (onDone: (made: OrganisationView) => void) =>
  useChange({
    kind: 'organisation',
    run: (body: OrganisationCreate, key): Promise<OrganisationView> => read(api.POST('/api/v1/organisations', { params: { header: idempotencyKey(key) }, body })),
    onDone,
  })

export const useChangeOrganisation = (id: string, onDone?: () => void) =>
  useChange({
    kind: 'organisation',
    id,
    run: ({ body, etag }: Edit<OrganisationPatch>): Promise<Tagged<OrganisationView>> =>
      readTagged(api.PATCH('/api/v1/organisations/{id}', { params: { path: { id }, header: ifMatch(etag) }, body: patchBody(body), headers: MERGE_PATCH })),
    ...(onDone ? { onDone } : {}),
  })

export const useSucceed = (id: string, onDone: () => void) =>
  useChange({
    kind: 'organisation',
    id,
    run: ({ etag, ...body }: { successor_id: string; on_date: string; etag: string }, key): Promise<Tagged<OrganisationView>> =>
      readTagged(api.POST('/api/v1/organisations/{id}/successors', { params: { path: { id }, header: { ...ifMatch(etag), ...idempotencyKey(key) } }, body })),
    onDone,
  })

export interface PersonFilter {
  q?: string
  organisation?: string
  function?: PersonView['functions'][number]['function'][]
  sort?: string
}

export const personList = (filter: PersonFilter) =>
  listQuery<PersonView>('person', filter, (cursor, signal) =>
    read(api.GET('/api/v1/persons', { params: { query: { ...filter, limit: 100, ...(cursor ? { cursor } : {}) } }, signal })))

export const person = (id: string) =>
  oneQuery<PersonView>('person', id, (signal) => readTagged(api.GET('/api/v1/persons/{id}', { params: { path: { id } }, signal })))

export const personHistory = (id: string) =>
  queryOptions({
    queryKey: ['person', 'one', id, 'history'],
    queryFn: ({ signal }): Promise<HistoryEntry[]> => readItems(api.GET('/api/v1/persons/{id}/history', { params: { path: { id }, query: { limit: 100 } }, signal })),
  })

export const useCreatePerson = (onDone: (made: PersonView) => void) =>
  useChange({
    kind: 'person',
    run: (body: PersonCreate, key): Promise<PersonView> => read(api.POST('/api/v1/persons', { params: { header: idempotencyKey(key) }, body })),
    onDone,
  })

export const useChangePerson = (id: string, onDone: () => void) =>
  useChange({
    kind: 'person',
    id,
    run: ({ body, etag }: Edit<PersonPatch>): Promise<Tagged<PersonView>> =>
      readTagged(api.PATCH('/api/v1/persons/{id}', { params: { path: { id }, header: ifMatch(etag) }, body: patchBody(body), headers: MERGE_PATCH })),
    onDone,
  })

export const useAddFunction = (id: string, onDone: () => void) =>
  useChange({
    kind: 'person',
    id,
    run: (body: PersonFunctionCreate, key): Promise<Tagged<PersonView>> => readTagged(api.POST('/api/v1/persons/{id}/functions', { params: { path: { id }, header: idempotencyKey(key) }, body })),
    onDone,
  })

export const useEndFunction = (id: string, onDone: () => void) =>
  useChange({
    kind: 'person',
    id,
    run: (functionId: string): Promise<Tagged<PersonView>> =>
      readTagged(api.DELETE('/api/v1/persons/{id}/functions/{function}', { params: { path: { id, function: functionId } } })),
    onDone,
  })

/** Says what goes over to another person, or lets it go over. */
export const useHandover = (id: string, onDone: (view: HandoverView) => void) =>
  useChange({
    kind: 'party_entry',
    run: (body: { to: string; from_day?: string; preview?: boolean }): Promise<HandoverView> => read(api.POST('/api/v1/persons/{id}/handover', { params: { path: { id } }, body: { preview: false, ...body } })),
    onDone,
  })

/** Says what a file of municipal holidays would change, or takes it over. The file goes as it is: the server finds out its encoding. */
export const useImportHolidays = (onDone: (result: HolidaysImportView) => void) =>
  useChange({
    kind: 'organisation',
    run: ({ file, dry }: { file: File; dry: boolean }): Promise<HolidaysImportView> =>
      read(api.POST('/api/v1/organisations/holidays/import', {
        params: { query: { dry_run: dry } },
        body: file as never,
        bodySerializer: (body: unknown) => body as BodyInit,
        headers: { 'Content-Type': 'text/csv' },
      })),
    onDone,
  })

/** The mother of the rollouts of an organisation, or nothing. */
export const motherOf = (id: string) =>
  queryOptions({
    queryKey: ['rollout', 'list', { motherOf: id }] as const,
    queryFn: async ({ signal }): Promise<RolloutRow | null> => {
      const { items } = await read<Page<RolloutRow>>(api.GET('/api/v1/rollouts', { params: { query: { kind: ['mother'], body: [id], limit: 1 } }, signal }))
      return items[0] ?? null
    },
  })

/** What is asked at a rollout or mother. */
export const formsOf = (rollout: string) =>
  queryOptions({
    queryKey: ['questionnaire', 'list', { rollout }] as const,
    queryFn: ({ signal }) => readItems<QuestionnaireRow>(api.GET('/api/v1/rollouts/{id}/questionnaires', { params: { path: { id: rollout } }, signal })),
  })
