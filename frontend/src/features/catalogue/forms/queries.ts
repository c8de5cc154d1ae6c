import { queryOptions, useQueryClient } from '@tanstack/react-query'
import { api, download, read, readTagged } from '@/api/client'
import { idempotencyKey, ifMatch, useChange } from '@/api/query'
import type { AttachedTo, FormCheck, FormDefinition, FormRow, FormView } from '@/api/types'
import { saveFile } from '@/lib/files'

export const formList = queryOptions({
  queryKey: ['form', 'list', { all: true }] as const,
  queryFn: ({ signal }) => read<{ items: FormRow[] }>(api.GET('/api/v1/forms', { params: { query: { limit: 200 } }, signal })),
})

/** Its version counts forms, not changes; what is sent back is its `revision`. */
export const formQuery = (id: string) =>
  queryOptions({
    queryKey: ['form', 'one', id] as const,
    queryFn: ({ signal }) => read<FormView>(api.GET('/api/v1/forms/{id}', { params: { path: { id } }, signal })),
  })

export interface FormContent {
  attached_to: AttachedTo
  definition: FormDefinition
}

/** Begins a draft: of a new form, or the next version of one that is there. */
export function useDraftForm(onDone: (form: FormView) => void) {
  return useChange({
    kind: 'form',
    run: async (content: FormContent, key) => (await readTagged<FormView>(api.POST('/api/v1/forms', { params: { header: idempotencyKey(key) }, body: content }))).view,
    onDone,
  })
}

export function useSaveForm(form: FormView, onDone: () => void) {
  const client = useQueryClient()
  return useChange({
    kind: 'form',
    id: form.id,
    run: (content: FormContent) => read<FormView>(api.PATCH('/api/v1/forms/{id}', { params: { path: { id: form.id }, header: ifMatch(`"${form.revision}"`) }, body: content })),
    onDone: (saved) => { client.setQueryData(formQuery(form.id).queryKey, saved); onDone() },
  })
}

export type FormAct = 'publish' | 'retire'

export function useFormAct(form: FormView, onDone: (act: FormAct) => void) {
  return useChange({
    kind: 'form',
    id: form.id,
    run: async (act: FormAct) => {
      const options = { params: { path: { id: form.id }, header: ifMatch(`"${form.revision}"`) } }
      await read<FormView>(act === 'publish' ? api.POST('/api/v1/forms/{id}/publish', options) : api.POST('/api/v1/forms/{id}/retire', options))
      return act
    },
    onDone,
  })
}

/** What would be wrong with a definition, in words; stored is nothing. */
export const formCheck = (definition: FormDefinition) =>
  queryOptions({
    queryKey: ['form_check', definition] as const,
    queryFn: ({ signal }) => read<FormCheck>(api.POST('/api/v1/forms/check', { body: { definition, answers: {} }, signal })),
    gcTime: 60_000,
  })

const FILES = { xlsx: 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet', json: 'application/json' } as const
export type AnswersFormat = keyof typeof FILES

/** All answers to a form as a file. */
export async function saveAnswersFile(form: string, format: AnswersFormat): Promise<void> {
  const file = await download('/api/v1/questionnaires/export', { form }, FILES[format])
  saveFile(format === 'json' ? { ...file, name: `${form}.json` } : file)
}
