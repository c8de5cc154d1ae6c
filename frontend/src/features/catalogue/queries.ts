import { queryOptions } from '@tanstack/react-query'
import { api, read, readTagged, type Tagged } from '@/api/client'
import { MERGE_PATCH } from '@/api/patch'
import { idempotencyKey, ifMatch, listQuery, oneQuery, useChange } from '@/api/query'
import type { ProgrammeCreate, ProgrammePatch, ProgrammeView, QueryOf, ServiceCreate, ServicePatch, ServicesImportView, ServiceView, TemplateDefinition, TemplateRow, TemplateView } from '@/api/types'

export interface ServiceFilter {
  q?: string
  level?: string[]
  package?: string[]
  active?: boolean
  sort?: string
}

export const serviceList = (filter: ServiceFilter) =>
  listQuery<ServiceView>('service', filter, (cursor, signal) => read(api.GET('/api/v1/services', { params: { query: { ...filter, count: true, cursor } as QueryOf<'/api/v1/services'> }, signal })))

export const serviceQuery = (id: string) =>
  oneQuery<ServiceView>('service', id, (signal) => readTagged(api.GET('/api/v1/services/{id}', { params: { path: { id } }, signal })))

/** What a form sends: all members for a new thing, those that differ and the version they were read in for one that exists. */
export interface Sent {
  body: Record<string, unknown>
  etag?: string
}

export function useSaveService(id: string | undefined, onDone: (saved: ServiceView) => void) {
  return useChange({
    kind: 'service',
    ...(id === undefined ? {} : { id }),
    run: ({ body, etag }: Sent, key) =>
      id !== undefined && etag !== undefined
        ? readTagged<ServiceView>(api.PATCH('/api/v1/services/{id}', { params: { path: { id }, header: ifMatch(etag) }, body: body as unknown as ServicePatch, headers: MERGE_PATCH }))
        : readTagged<ServiceView>(api.POST('/api/v1/services', { params: { header: idempotencyKey(key) }, body: body as unknown as ServiceCreate })),
    onDone: ({ view }) => onDone(view),
  })
}

export interface ServicesFile {
  /** As it is: the server finds out its encoding. */
  file: File
  dry: boolean
  level: string | null
  package: string | null
}

/** Says what a file of services would change, or takes it over. */
export function useImportServices(onDone: (result: ServicesImportView) => void) {
  return useChange({
    kind: 'service',
    run: ({ file, dry, level, package: category }: ServicesFile) =>
      read<ServicesImportView>(api.POST('/api/v1/services/import', {
        params: { query: { dry_run: dry, ...(level ? { default_level: level as ServiceView['level'] } : {}), ...(category ? { default_package: category as ServiceView['package'] } : {}) } },
        body: file as never,
        bodySerializer: (body: unknown) => body as BodyInit,
        headers: { 'Content-Type': 'text/csv' },
      })),
    onDone,
  })
}

export const programmeList = queryOptions({
  queryKey: ['programme', 'list', { all: true }] as const,
  queryFn: ({ signal }) => read<{ items: ProgrammeView[] }>(api.GET('/api/v1/programmes', { params: { query: { limit: 200 } }, signal })),
})

export const programmeQuery = (id: string) =>
  oneQuery<ProgrammeView>('programme', id, (signal) => readTagged(api.GET('/api/v1/programmes/{id}', { params: { path: { id } }, signal })))

export function useSaveProgramme(id: string | undefined, onDone: (saved: ProgrammeView) => void) {
  return useChange({
    kind: 'programme',
    ...(id === undefined ? {} : { id }),
    run: ({ body, etag }: Sent, key) =>
      id !== undefined && etag !== undefined
        ? readTagged<ProgrammeView>(api.PATCH('/api/v1/programmes/{id}', { params: { path: { id }, header: ifMatch(etag) }, body: body as unknown as ProgrammePatch, headers: MERGE_PATCH }))
        : readTagged<ProgrammeView>(api.POST('/api/v1/programmes', { params: { header: idempotencyKey(key) }, body: body as unknown as ProgrammeCreate })),
    onDone: ({ view }) => onDone(view),
  })
}

/** Adds a service to a programme, or takes it out. */
export function useProgrammeService(programme: ProgrammeView) {
  return useChange({
    kind: 'programme',
    id: programme.id,
    run: async ({ service, add }: { service: string; add: boolean }) => {
      const options = { params: { path: { id: programme.id, service_id: service }, header: ifMatch(`"${programme.version}"`) } }
      await read<unknown>(add ? api.PUT('/api/v1/programmes/{id}/services/{service_id}', options) : api.DELETE('/api/v1/programmes/{id}/services/{service_id}', options))
    },
  })
}

export const templateList = queryOptions({
  queryKey: ['template', 'list', { all: true }] as const,
  queryFn: ({ signal }) => read<{ items: TemplateRow[] }>(api.GET('/api/v1/templates', { params: { query: { limit: 200 } }, signal })),
})

export const templateQuery = (id: string) =>
  oneQuery<TemplateView>('template', id, (signal) => readTagged(api.GET('/api/v1/templates/{id}', { params: { path: { id } }, signal })))

export function useImportTemplate(onDone: (template: TemplateView) => void) {
  return useChange({
    kind: 'template',
    run: (definition: TemplateDefinition, key) => read<TemplateView>(api.POST('/api/v1/templates', { params: { header: idempotencyKey(key) }, body: definition })),
    onDone,
  })
}

/** Publishes or retires a version. */
export function useTemplateAct({ view, etag }: Tagged<TemplateView>, onDone: (act: 'publish' | 'retire') => void) {
  return useChange({
    kind: 'template',
    id: view.id,
    run: async (act: 'publish' | 'retire') => {
      const options = { params: { path: { id: view.id }, header: ifMatch(etag) } }
      const after = await readTagged<TemplateView>(act === 'publish' ? api.POST('/api/v1/templates/{id}/publish', options) : api.POST('/api/v1/templates/{id}/retire', options))
      return { ...after, act }
    },
    onDone: ({ act }) => onDone(act),
  })
}
