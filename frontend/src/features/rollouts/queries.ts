import { queryOptions, useQuery } from '@tanstack/react-query'
import { api, read, readItems, readTagged, type Tagged } from '@/api/client'
import { asProblem } from '@/api/problem'
import { idempotencyKey, ifMatch, listQuery, oneQuery, useChange } from '@/api/query'
import type { ArticleView, AttachmentView, Audience, ForecastView, HistoryEntry, JobView, MilestoneView, MotherDetail, OrganisationView, PartyRoleView, PersonView, QueryOf, ReminderBulkInput, ReminderInput, ReminderRow, RolloutCommand, RolloutDetail, RolloutPartyView, RolloutRow, RollupRow, WaveView } from '@/api/types'

/** The filter of the list, with the names the API has. */
export interface RolloutFilter {
  q?: string
  kind?: string[]
  phase?: string[]
  light?: string[]
  state?: string[]
  service?: string[]
  programme?: string[]
  wave?: string[]
  outcome?: string[]
  /** Levels of a Reifegradmodell ("1.1:3"), or "none". */
  maturity?: string[]
  ball_role?: string[]
  ball_party?: string[]
  body?: string[]
  /** Roles nobody plays yet; set by links alone. */
  party_gap?: string[]
  below?: string
  covers?: string
  mine?: string
  /** Became yellow or red after this moment. */
  light_after?: string
  /** "true" or "false". */
  live?: string
  live_from?: string
  /** The next milestone is due between these days. */
  due_from?: string
  due_until?: string
  sort?: string
}

export const rolloutList = (filter: RolloutFilter) => rolloutPages(filter, undefined)

/** The same in pages of another size. */
export const rolloutPages = (filter: RolloutFilter, limit: number | undefined) =>
  listQuery<RolloutRow>('rollout', { ...filter, limit }, (cursor, signal) =>
    read(api.GET('/api/v1/rollouts', { params: { query: { ...filter, mine: filter.mine === 'true' ? true : undefined, live: filter.live === undefined ? undefined : filter.live === 'true', limit, count: true, cursor } as QueryOf<'/api/v1/rollouts'> }, signal })))

const UUID = /^[0-9a-f]{8}-[0-9a-f]{4}-/i

export const rolloutQuery = (id: string) =>
  oneQuery<RolloutDetail>('rollout', id, (signal) => readTagged(api.GET('/api/v1/rollouts/{id}', { params: { path: { id } }, signal })))

/** Live events name things by id; an address may name them by number, so the number is looked up once. */
const rolloutId = (name: string) =>
  queryOptions({
    queryKey: ['rollout_id', name],
    queryFn: async ({ signal, client }) => {
      const found = await readTagged<RolloutDetail>(api.GET('/api/v1/rollouts/{id}', { params: { path: { id: name } }, signal }))
      client.setQueryData(rolloutQuery(found.view.id).queryKey, found)
      return found.view.id
    },
    staleTime: Infinity,
    enabled: !UUID.test(name),
  })

/** A rollout by id or number. */
export function useRollout(name: string) {
  const lookup = useQuery(rolloutId(name))
  const id = UUID.test(name) ? name : lookup.data
  const query = useQuery({ ...rolloutQuery(id ?? ''), enabled: id !== undefined })
  const error = lookup.error ?? query.error
  return { rollout: query.data?.view, problem: error && !query.data ? asProblem(error) : undefined }
}

/** A mother changes with each of its rollouts, so it is kept as a list is. */
export const motherQuery = (id: string) =>
  queryOptions({
    queryKey: ['rollout', 'list', { mother: id }] as const,
    queryFn: ({ signal }) => readTagged<MotherDetail>(api.GET('/api/v1/mothers/{id}', { params: { path: { id } }, signal })),
  })

export const rollup = (by: 'phase' | 'service' | 'programme' | 'region', filter: { below?: string | undefined; programme?: string | undefined } = {}) =>
  queryOptions({
    queryKey: ['rollout', 'list', { rollup: by, ...filter }] as const,
    queryFn: ({ signal }) => readItems<RollupRow>(api.GET('/api/v1/rollup', { params: { query: { by, ...filter } }, signal })),
  })

export const forecastQuery = (id: string) =>
  queryOptions({
    queryKey: ['rollout', 'one', id, 'forecast'] as const,
    queryFn: ({ signal }) => read<ForecastView>(api.GET('/api/v1/rollouts/{id}/forecast', { params: { path: { id } }, signal })),
  })

export const rolloutHistory = (id: string, before?: string) =>
  queryOptions({
    queryKey: ['rollout', 'one', id, 'history', before ?? ''] as const,
    queryFn: ({ signal }) => read<{ items: HistoryEntry[]; next_before?: string | null }>(api.GET('/api/v1/rollouts/{id}/history', { params: { path: { id }, query: before ? { before } : {} }, signal })),
  })

export const articles = (id: string) =>
  queryOptions({
    queryKey: ['ticket', 'one', id, 'articles'] as const,
    queryFn: ({ signal }) => read<{ items: ArticleView[] }>(api.GET('/api/v1/tickets/{id}/articles', { params: { path: { id }, query: { limit: 200 } }, signal })),
  })

export const attachments = (id: string) =>
  queryOptions({
    queryKey: ['ticket', 'one', id, 'attachments'] as const,
    queryFn: ({ signal }) => read<{ items: AttachmentView[] }>(api.GET('/api/v1/tickets/{id}/attachments', { params: { path: { id } }, signal })),
  })

export const waves = queryOptions({
  queryKey: ['rollout', 'list', { waves: true }] as const,
  queryFn: ({ signal }) => read<{ items: WaveView[] }>(api.GET('/api/v1/waves', { params: { query: { limit: 200 } }, signal })),
})

/** The newest published version of a template. */
export const newestTemplate = (key: string) =>
  queryOptions({
    queryKey: ['template', 'list', { newest: key }] as const,
    queryFn: async ({ signal }) => {
      const { items } = await read(api.GET('/api/v1/templates', { params: { query: { key, status: ['published'], limit: 200 } }, signal }))
      return items.toSorted((one, other) => other.version - one.version)[0] ?? null
    },
  })

export const organisation = (id: string) =>
  queryOptions({
    queryKey: ['organisation', 'one', id, 'facts'] as const,
    queryFn: ({ signal }) => read<OrganisationView>(api.GET('/api/v1/organisations/{id}', { params: { path: { id } }, signal })),
  })

export const contacts = (organisationId: string) =>
  queryOptions({
    queryKey: ['person', 'list', { contacts: organisationId }] as const,
    queryFn: ({ signal }) => read<{ items: PersonView[] }>(api.GET('/api/v1/persons', { params: { query: { organisation: organisationId, limit: 20 } }, signal })),
  })

export interface Act {
  command: RolloutCommand
  audience?: Audience
  note?: string
}

/** Sends a command under the version that this view of the rollout, or of its milestone, shows. */
async function send(rollout: RolloutDetail, act: Act) {
  const key = 'milestone' in act.command ? act.command.milestone : undefined
  const milestone: MilestoneView | undefined = rollout.milestones.find((one) => one.key === key)
  const version = milestone?.version ?? rollout.version
  return readTagged<RolloutDetail>(api.POST('/api/v1/rollouts/{id}/commands', { params: { path: { id: rollout.id }, header: ifMatch(`"${version}"`) }, body: act }))
}

/** A command to a rollout or mother. Its ETag is the milestone's where it names one. */
export function useCommand(rollout: RolloutDetail, onDone?: (after: RolloutDetail, act: Act) => void) {
  return useChange({
    kind: 'rollout',
    id: rollout.id,
    run: async (act: Act) => ({ ...(await send(rollout, act)), act }),
    onDone: ({ view, act }) => onDone?.(view, act),
  })
}

/** A view with its ETag, for those read without headers. */
export const tagged = (view: RolloutDetail): Tagged<RolloutDetail> => ({ view, etag: `"${view.version}"` })

/** What `useSetting` sends: a command to the rollout as it was seen. */
export const setting = (at: RolloutDetail, command: RolloutCommand) => ({ at, act: { command } })

/** The roles of the party directory. */
export const partyRoles = queryOptions({ queryKey: ['template', 'list', { roles: true }] as const, queryFn: ({ signal }): Promise<PartyRoleView[]> => readItems(api.GET('/api/v1/party-roles', { signal })) })

/** Why somebody plays a role; renewed with the rollout it belongs to. */
export const rolloutParties = (id: string) =>
  queryOptions({ queryKey: ['rollout', 'one', id, 'parties'] as const, queryFn: ({ signal }): Promise<RolloutPartyView[]> => readItems(api.GET('/api/v1/rollouts/{id}/parties', { params: { path: { id } }, signal })) })

/** A command that sets values people edit, under the version the editing began with; for `useEdit`. */
export function useSetting(rollout: RolloutDetail, onDone: () => void) {
  return useChange({ kind: 'rollout', id: rollout.id, run: ({ at, act }: { at: RolloutDetail; act: Act }) => send(at, act), onDone })
}

export function useSay(id: string, onDone: () => void) {
  return useChange({
    kind: 'ticket',
    id,
    run: async ({ text, audience, files }: { text: string; audience: Audience; files: File[] }, key) => {
      const article = text === '' ? undefined : await read<ArticleView>(api.POST('/api/v1/tickets/{id}/articles', { params: { path: { id }, header: idempotencyKey(key) }, body: { text, audience } }))
      for (const [index, file] of files.entries()) await attach(id, file, article ? { article_id: article.id } : { audience }, `${key}-${index}`)
    },
    onDone,
  })
}

/** Adds a file to a ticket. */
export function attach(id: string, file: File, at: { article_id?: string; audience?: Audience }, key: string): Promise<AttachmentView> {
  return read(api.POST('/api/v1/tickets/{id}/attachments', {
    params: { path: { id }, query: { name: file.name, ...at }, header: idempotencyKey(key) },
    body: file as unknown as string,
    bodySerializer: (body: unknown) => body as BodyInit,
    headers: { 'Content-Type': file.type || 'application/octet-stream' },
  }))
}

/** The contents of a file, read with the session and handed to the browser: a file has no address that works without it. */
export async function openAttachment(file: AttachmentView): Promise<void> {
  const blob = await read<Blob>(api.GET('/api/v1/tickets/{id}/attachments/{attachment}/content', { params: { path: { id: file.ticket_id, attachment: file.id } }, parseAs: 'blob' }))
  const address = URL.createObjectURL(blob)
  const link = Object.assign(document.createElement('a'), { href: address, download: file.name })
  link.click()
  setTimeout(() => URL.revokeObjectURL(address), 60_000)
}

export function useWatch(rollout: RolloutDetail) {
  return useChange({
    kind: 'rollout',
    id: rollout.id,
    run: (watch: boolean) => {
      const options = { params: { path: { id: rollout.id, user: 'me' } } }
      return read<unknown>(watch ? api.PUT('/api/v1/tickets/{id}/watchers/{user}', options) : api.DELETE('/api/v1/tickets/{id}/watchers/{user}', options))
    },
  })
}

/** A reminder to those who must act: in these rollouts or, where none is named, in those of the filter. */
interface Reminding {
  filter: RolloutFilter
  body: ReminderInput
}

const remindQuery = ({ filter, body }: Reminding) => (body.ids && body.ids.length > 0 ? {} : { ...filter, sort: undefined, mine: filter.mine === 'true' ? true : undefined }) as QueryOf<'/api/v1/rollouts'>

export const useRemindPreview = (onDone: (rows: ReminderRow[]) => void) =>
  useChange({ kind: 'reminder', run: async (asked: Reminding) => (await read(api.POST('/api/v1/rollouts/reminders/preview', { params: { query: remindQuery(asked) }, body: asked.body }))).items, onDone })

/** The same as a job, which tries it for each rollout first. */
export const useRemindMany = (onDone: (job: JobView) => void) =>
  useChange({
    kind: 'job',
    run: ({ filter, body }: { filter: RolloutFilter; body: ReminderBulkInput }, key) => {
      const named = (body.ids?.length ?? 0) + (body.keys?.length ?? 0) > 0
      return read<JobView>(api.POST('/api/v1/rollouts/reminders/bulk', { params: { query: named ? {} : remindQuery({ filter, body: { text: body.text, audience: body.audience } }), header: idempotencyKey(key) }, body }))
    },
    onDone,
  })

/** Takes back what has not gone out. */
export const useRemindWithdraw = (onDone: (count: number) => void) =>
  useChange({ kind: 'rollout', run: async (id: string) => (await read(api.POST('/api/v1/rollouts/reminders/{id}/withdraw', { params: { path: { id } } }))).rollout_ids.length, onDone })

export const useRemind = (onDone: (rows: ReminderRow[]) => void) =>
  useChange({ kind: 'rollout', run: async (asked: Reminding, key) => (await read(api.POST('/api/v1/rollouts/reminders', { params: { query: remindQuery(asked), header: idempotencyKey(key) }, body: asked.body }))).items, onDone })
