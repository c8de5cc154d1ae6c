import { queryOptions } from '@tanstack/react-query'
import { api, read } from '@/api/client'
import { idempotencyKey, useChange } from '@/api/query'
import type { BulkInput, JobView, QueryOf, TemplateDefinition } from '@/api/types'
import type { RolloutFilter } from '../queries'

export interface Word {
  key: string
  name: { de: string; en: string }
}

/** What commands may name: milestones in template order, roles, what is waited for; of all published templates. */
export interface Words {
  milestones: Word[]
  roles: Word[]
  waiting: Word[]
}

const once = (words: Word[]): Word[] => [...new Map(words.map((word) => [word.key, word])).values()]

export const bulkWords = queryOptions({
  queryKey: ['template', 'list', { words: true }] as const,
  queryFn: async ({ signal }): Promise<Words> => {
    const { items } = await read(api.GET('/api/v1/templates', { params: { query: { status: ['published'], limit: 50 } }, signal }))
    const views = await Promise.all(items.map(({ id }) => read(api.GET('/api/v1/templates/{id}', { params: { path: { id } }, signal }))))
    const all: TemplateDefinition[] = views.map((view) => view.definition)
    return {
      milestones: once(all.flatMap((one) => one.phases.flatMap((phase) => phase.milestones))),
      roles: once(all.flatMap((one) => one.parties)),
      waiting: once(all.flatMap((one) => one.waiting_kinds)),
    }
  },
})

export interface Asked {
  /** Counts where neither ids nor keys are named. */
  filter: RolloutFilter
  body: BulkInput
}

const named = ({ body }: Asked) => (body.ids?.length ?? 0) + (body.keys?.length ?? 0) > 0

/** Prepares a job: everything is tried and nothing changed. */
export const useBulk = (onDone: (job: JobView) => void) =>
  useChange({
    kind: 'job',
    run: (asked: Asked, key) => {
      const query = (named(asked) ? {} : { ...asked.filter, sort: undefined, mine: asked.filter.mine === 'true' ? true : undefined }) as QueryOf<'/api/v1/rollouts'>
      return read<JobView>(api.POST('/api/v1/rollouts/bulk', { params: { query, header: idempotencyKey(key) }, body: asked.body }))
    },
    onDone,
  })
