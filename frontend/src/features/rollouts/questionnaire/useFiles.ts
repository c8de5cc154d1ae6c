import { useQuery, useQueryClient } from '@tanstack/react-query'
import { newKey } from '@/api/query'
import type { Files } from '@/fields/props'
import { attach, attachments, openAttachment } from '../queries'

/** The documents of a rollout, for answers that name one. */
export function useFiles(id: string, mayAdd: boolean): Files {
  const { data } = useQuery(attachments(id))
  const client = useQueryClient()
  const items = data?.items ?? []
  return {
    known: data?.items.map((file) => ({ id: file.id, label: file.name })),
    open: (wanted) => { const file = items.find((one) => one.id === wanted); if (file) void openAttachment(file) },
    ...(mayAdd ? { add: async (file: File) => {
      const made = await attach(id, file, { audience: 'all' }, newKey())
      await client.invalidateQueries({ queryKey: attachments(id).queryKey })
      return made.id
    } } : {}),
  }
}
