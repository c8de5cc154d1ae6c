import type { MaturityModel, Named, OutcomeKey, RolloutCommand } from '@/api/types'

/** Commands people give to many rollouts at once, the most frequent first. */
export const COMMANDS = ['complete', 'skip', 'reopen', 'set_due', 'set_party', 'start_waiting', 'end_waiting', 'defer', 'resume', 'block', 'unblock', 'set_programme', 'change_template', 'record_maturity', 'set_outcome'] as const
export type CommandName = (typeof COMMANDS)[number]

export const OUTCOMES: OutcomeKey[] = ['own_solution', 'not_competent', 'cancelled', 'replaced']

/** Chosen where a rollout is to count for no programme. */
export const NONE = 'none'

/** Everything that can be filled in; each command takes its own. */
export interface Fields {
  milestone: string | null
  role: string | null
  kind: string | null
  organisation: Named | null
  programme: string | null
  day: string | null
  outcome: OutcomeKey | null
  /** A level of a Reifegradmodell: "2.0:5". */
  level: string | null
  reason: string
  note: string
}

export const EMPTY: Fields = { milestone: null, role: null, kind: null, organisation: null, programme: null, day: null, outcome: null, level: null, reason: '', note: '' }

/** The fields a command needs (and may take, after the question mark). */
export const NEEDS: Record<CommandName, (keyof Fields | `${keyof Fields}?`)[]> = {
  complete: ['milestone'],
  skip: ['milestone', 'reason?'],
  reopen: ['milestone', 'reason'],
  set_due: ['milestone', 'day?'],
  set_party: ['role', 'organisation?'],
  start_waiting: ['kind', 'organisation?', 'reason?', 'day?'],
  end_waiting: [],
  defer: ['day', 'reason'],
  resume: [],
  block: ['reason'],
  unblock: [],
  set_programme: ['programme'],
  change_template: [],
  record_maturity: ['level', 'day?'],
  set_outcome: ['outcome', 'reason'],
}

/** The command, once everything it needs is there. */
export function commandOf(name: CommandName, { milestone, role, kind, organisation, programme, day, outcome, level, reason: said }: Fields): RolloutCommand | undefined {
  const reason = said.trim()
  switch (name) {
    case 'complete': return milestone ? { command: name, milestone } : undefined
    case 'skip': return milestone ? { command: name, milestone, reason: reason || null } : undefined
    case 'reopen': return milestone && reason ? { command: name, milestone, reason } : undefined
    case 'set_due': return milestone ? { command: name, milestone, due: day } : undefined
    case 'set_party': return role ? { command: name, role, organisation_id: organisation?.id ?? null, person_id: null } : undefined
    case 'start_waiting': return kind ? { command: name, kind, organisation_id: organisation?.id ?? null, reason: reason || null, follow_up: day } : undefined
    case 'defer': return day && reason ? { command: name, until: day, reason } : undefined
    case 'block': return reason ? { command: name, reason } : undefined
    case 'set_programme': return programme ? { command: name, programme_id: programme === NONE ? null : programme } : undefined
    case 'change_template': return { command: name, template_id: null }
    case 'record_maturity': return level ? maturity(level, day) : undefined
    case 'set_outcome': return outcome && reason ? { command: name, outcome, reason } : undefined
    default: return { command: name }
  }
}

function maturity(chosen: string, on: string | null): RolloutCommand {
  const [model, level] = chosen.split(':')
  return { command: 'record_maturity', model: model as MaturityModel, level: Number(level), on, assessor: null }
}
