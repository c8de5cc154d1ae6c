import { api, read } from '@/api/client'
import { useChange } from '@/api/query'
import type { JobView, StockColumns } from '@/api/types'

const XLSX = 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet'

/** A sheet goes as it is; browsers do not agree on the type of CSV files. */
const sheet = (file: File) => ({
  body: file as never,
  bodySerializer: (body: unknown) => body as BodyInit,
  headers: { 'Content-Type': file.name.toLowerCase().endsWith('.xlsx') ? XLSX : 'text/csv' },
})

/** What the columns of a sheet are, and what their names tell. */
export const useColumns = () =>
  useChange({
    kind: 'rollout',
    run: ({ file, programme }: { file: File; programme: string }) => read<StockColumns>(api.POST('/api/v1/rollouts/stock-imports/columns', { params: { query: { programme } }, ...sheet(file) })),
  })

/** Prepares the job that takes the rows in. */
export const useTakeIn = (onDone: (job: JobView) => void) =>
  useChange({
    kind: 'job',
    run: ({ file, programme, as_of, map }: { file: File; programme: string; as_of?: string; map: string[] }) =>
      read<JobView>(api.POST('/api/v1/rollouts/stock-imports', { params: { query: { programme, map, ...(as_of ? { as_of } : {}) } }, ...sheet(file) })),
    onDone,
  })
