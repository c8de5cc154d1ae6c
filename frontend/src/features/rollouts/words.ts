import type { Named } from '@/api/types'

/** A name that may be withheld: `hidden` then. */
export const nameOf = (named: Named | null | undefined, hidden: string): string | undefined => (named ? (named.name ?? hidden) : undefined)

/** Who must act: the party where one is named, else the role. */
export function holder(ball: { role_name: string; party?: Named | null } | null | undefined): string | undefined {
  return ball ? (ball.party?.name ?? ball.role_name) : undefined
}

/** The title of a rollout: "VG Aßling · Elektronische Wohnsitzanmeldung"; of a mother the body alone. */
export const titleOf = (rollout: { body: Named; service?: Named | null }): string => [rollout.body.name, rollout.service?.name].filter(Boolean).join(' · ')
export const hrefOf = (rollout: { kind: 'mother' | 'daughter'; number: string }): string => `/${rollout.kind === 'mother' ? 'mothers' : 'rollouts'}/${rollout.number}`
