import { queryOptions } from '@tanstack/react-query'
import { api, read, readItems, readTagged } from '@/api/client'
import { ifMatch, useChange } from '@/api/query'
import type { QuestionnaireEntry, QuestionnaireRow, QuestionnaireView } from '@/api/types'
import type { Answer } from '@/fields/answers'

const path = (id: string, form: string) => ({ path: { id, form } })

/** What is to be filled in at a rollout or mother. */
export const questionnaires = (id: string) =>
  queryOptions({
    queryKey: ['questionnaire', 'list', { rollout: id }] as const,
    queryFn: ({ signal }) => readItems<QuestionnaireRow>(api.GET('/api/v1/rollouts/{id}/questionnaires', { params: { path: { id } }, signal })),
  })

/** Named by rollout and form rather than by id, which it has only once somebody has begun: so events about any find it. */
export const questionnaire = (id: string, form: string) =>
  queryOptions({
    queryKey: ['questionnaire', 'list', { rollout: id, form }] as const,
    queryFn: ({ signal }) => read<QuestionnaireView>(api.GET('/api/v1/rollouts/{id}/questionnaires/{form}', { params: path(id, form), signal })),
  })

export const questionnaireHistory = (id: string, form: string) =>
  queryOptions({
    queryKey: ['questionnaire', 'list', { rollout: id, form, history: true }] as const,
    queryFn: ({ signal }) => readItems<QuestionnaireEntry>(api.GET('/api/v1/rollouts/{id}/questionnaires/{form}/history', { params: { ...path(id, form), query: { limit: 50 } }, signal })),
  })

export type AnswerChanges = Record<string, { value: Answer; version: number }>

export const saveAnswers = (id: string, form: string, answers: AnswerChanges): Promise<QuestionnaireView> =>
  read<QuestionnaireView>(api.PATCH('/api/v1/rollouts/{id}/questionnaires/{form}', { params: path(id, form), body: { answers } as never }))

/** Hands it in, or opens it again with a reason. */
export function useHandIn(id: string, form: string, onDone: (view: QuestionnaireView) => void) {
  return useChange({
    kind: 'questionnaire',
    run: async ({ version, reason }: { version: number; reason?: string }) => {
      const params = { ...path(id, form), header: ifMatch(`"${version}"`) }
      const done = reason === undefined
        ? readTagged<QuestionnaireView>(api.POST('/api/v1/rollouts/{id}/questionnaires/{form}/submit', { params }))
        : readTagged<QuestionnaireView>(api.POST('/api/v1/rollouts/{id}/questionnaires/{form}/reopen', { params, body: { reason } }))
      return (await done).view
    },
    onDone,
  })
}
