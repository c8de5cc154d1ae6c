import { queryOptions } from '@tanstack/react-query'
import { api, read, readTagged } from '@/api/client'
import { ifMatch, listQuery, useChange } from '@/api/query'
import type { JobItemView, JobView, QueryOf } from '@/api/types'

export const isBusy = (job: JobView | undefined): boolean => job !== undefined && ['checking', 'running', 'undoing'].includes(job.state)

/** How far a job is; asked again every second while it works. */
export const jobQuery = (id: string) =>
  queryOptions({
    queryKey: ['job', 'one', id] as const,
    queryFn: ({ signal }) => readTagged<JobView>(api.GET('/api/v1/jobs/{id}', { params: { path: { id } }, signal })),
    refetchInterval: (query) => (isBusy(query.state.data?.view) ? 1000 : false),
  })

/** The caller's last jobs. */
export const jobList = listQuery<JobView>('job', {}, (cursor, signal) => read(api.GET('/api/v1/jobs', { params: { query: { ...(cursor ? { cursor } : {}), limit: 50 } }, signal })))

export type ItemState = JobItemView['state']

/** What becomes of each thing; another list in each state of the job. */
export const jobItems = (id: string, at: string, state: ItemState[]) =>
  listQuery<JobItemView>('job', { items: id, at, state }, (cursor, signal) =>
    read(api.GET('/api/v1/jobs/{id}/items', { params: { path: { id }, query: { state, limit: 200, count: true, ...(cursor ? { cursor } : {}) } as QueryOf<'/api/v1/jobs/{id}/items'> }, signal })))

export type JobAct = 'start' | 'cancel' | 'undo'

export function useJobAct(job: JobView, onDone: (act: JobAct) => void) {
  return useChange({
    kind: 'job',
    id: job.id,
    run: async (act: JobAct) => {
      const options = { params: { path: { id: job.id }, header: ifMatch(`"${job.version}"`) } }
      const paths = { start: '/api/v1/jobs/{id}/start', cancel: '/api/v1/jobs/{id}/cancel', undo: '/api/v1/jobs/{id}/undo' } as const
      return { ...(await readTagged<JobView>(api.POST(paths[act], options))), act }
    },
    onDone: ({ act }) => onDone(act),
  })
}
