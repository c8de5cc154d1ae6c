import { queryOptions } from '@tanstack/react-query'
import { api, read } from '@/api/client'
import { listQuery, useChange } from '@/api/query'
import type { RegisterImportView } from '@/api/types'

/** While an import runs its numbers are asked for each second; live events tell the end as well. */
const EVERY_MS = 1000

export const importList = () =>
  listQuery<RegisterImportView>('register_import', {}, (cursor, signal) =>
    read(api.GET('/api/v1/register-imports', { params: { query: cursor ? { cursor } : {} }, signal })))

export const registerImport = (id: string) =>
  queryOptions({
    queryKey: ['register_import', 'one', id],
    queryFn: ({ signal }): Promise<RegisterImportView> => read(api.GET('/api/v1/register-imports/{id}', { params: { path: { id } }, signal })),
    refetchInterval: (query) => (query.state.data?.status === 'running' ? EVERY_MS : false),
  })

/** Sends the file as it is; the answer is what it would change. */
export const useUpload = (onDone: (made: RegisterImportView) => void) =>
  useChange({
    kind: 'register_import',
    run: (file: File): Promise<RegisterImportView> =>
      read(api.POST('/api/v1/register-imports', {
        params: { query: { file_name: file.name } },
        body: file as never,
        bodySerializer: (body: unknown) => body as BodyInit,
        headers: { 'Content-Type': 'application/octet-stream' },
      })),
    onDone,
  })

export const useApply = (id: string) =>
  useChange({
    kind: 'register_import',
    id,
    run: (): Promise<RegisterImportView> => read(api.POST('/api/v1/register-imports/{id}/apply', { params: { path: { id } } })),
  })
