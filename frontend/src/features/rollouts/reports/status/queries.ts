import { queryOptions } from '@tanstack/react-query'
import { api, read, readTagged } from '@/api/client'
import { MERGE_PATCH, patchBody } from '@/api/patch'
import { idempotencyKey, ifMatch, listQuery, oneQuery, useChange } from '@/api/query'
import type { ReportContent, ReportCreate, ReportPatch, StatusReport } from '@/api/types'

export const statusReports = listQuery<StatusReport>('report', {}, (cursor, signal) =>
  read(api.GET('/api/v1/status-reports', { params: { query: { cursor } }, signal })))

export const statusReport = (id: string) =>
  oneQuery<StatusReport>('report', id, (signal) => readTagged(api.GET('/api/v1/status-reports/{id}', { params: { path: { id } }, signal })))

/** Where the same report is saved as a file. */
export const contentPath = (id: string) => `/api/v1/status-reports/${id}/content`

/** What stands in a report now. Figures change with the rollouts, so they are kept as lists of these are. */
export const reportContent = (id: string, version: number) =>
  queryOptions({
    queryKey: ['rollout', 'list', { report: id, version }] as const,
    queryFn: ({ signal }) => read<ReportContent>(api.GET('/api/v1/status-reports/{id}/content', { params: { path: { id } }, signal })),
  })

export const useCreateReport = (onDone: (made: StatusReport) => void) =>
  useChange({ kind: 'report', run: (body: ReportCreate, key) => read<StatusReport>(api.POST('/api/v1/status-reports', { params: { header: idempotencyKey(key) }, body })), onDone })

export const useChangeReport = (id: string, onDone: () => void) =>
  useChange({
    kind: 'report', id,
    run: ({ body, version }: { body: ReportPatch; version: number }) =>
      readTagged<StatusReport>(api.PATCH('/api/v1/status-reports/{id}', { params: { path: { id }, header: ifMatch(`"${version}"`) }, body: patchBody(body), headers: MERGE_PATCH })),
    onDone,
  })

export const useDeleteReport = (onDone: () => void) =>
  useChange({ kind: 'report', run: (report: StatusReport) => read<unknown>(api.DELETE('/api/v1/status-reports/{id}', { params: { path: { id: report.id }, header: ifMatch(`"${report.version}"`) } })), onDone })

export const useSendReport = (id: string, onDone: (sent: StatusReport) => void) =>
  useChange({
    kind: 'report', id,
    run: (report: StatusReport, key) =>
      readTagged<StatusReport>(api.POST('/api/v1/status-reports/{id}/send', { params: { path: { id }, header: { ...ifMatch(`"${report.version}"`), ...idempotencyKey(key) } } })),
    onDone: ({ view }) => onDone(view),
  })
