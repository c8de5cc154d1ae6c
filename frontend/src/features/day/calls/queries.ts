import { queryOptions } from '@tanstack/react-query'
import { api, read } from '@/api/client'
import { idempotencyKey, ifMatch, useChange, type Page } from '@/api/query'
import type { Call, CallCreate, CallList } from '@/api/types'

/** Whom to call; renewed with the rollouts it is about. */
export const callList = (limit: number) =>
  queryOptions({
    queryKey: ['rollout', 'list', { calls: limit }] as const,
    queryFn: ({ signal }) => read<CallList>(api.GET('/api/v1/call-list', { params: { query: { limit } }, signal })),
  })

/** Whom to call again today. */
export const callFollowUps = queryOptions({
  queryKey: ['rollout', 'list', { call_follow_ups: true }] as const,
  queryFn: ({ signal }) => read<Page<Call>>(api.GET('/api/v1/calls', { params: { query: { limit: 10, count: true } }, signal })),
})

export const useNote = (onDone: (call: Call) => void) =>
  useChange({ kind: 'rollout', run: (body: CallCreate, key) => read<Call>(api.POST('/api/v1/calls', { params: { header: idempotencyKey(key) }, body })), onDone })

const path = ({ id, version }: Call) => ({ params: { path: { id }, header: ifMatch(`"${version}"`) } })

export const useCallUndo = (onDone: (call: Call) => void) => useChange({ kind: 'rollout', run: (call: Call) => read<Call>(api.POST('/api/v1/calls/{id}/undo', path(call))), onDone })

export const useCallSettle = (onDone: (call: Call) => void) => useChange({ kind: 'rollout', run: (call: Call) => read<Call>(api.POST('/api/v1/calls/{id}/settle', path(call))), onDone })
