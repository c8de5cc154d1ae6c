import type { CallTarget } from '@/api/types'

/** Organisation and person: one call. */
export const keyOf = ({ party, person }: CallTarget) => `${party.id}:${person?.id ?? ''}`

/** Whom one calls, in words. */
export const whoOf = ({ party, person }: CallTarget) => [person?.name, party.name].filter(Boolean).join(', ')
