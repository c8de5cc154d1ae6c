import { useState, type ReactNode } from 'react'
import type { Tagged } from '@/api/client'
import { currentOf } from '@/api/conflict'
import type { Edit } from '@/api/patch'
import { asProblem, type Problem } from '@/api/problem'
import { useProblemText, type ProblemText } from '@/api/useProblemText'
import { Conflict } from '@/ui/Conflict'
import { ProblemSummary } from '@/ui/ProblemSummary'
import { When } from '@/ui/When'
import { changedTexts, rebase, same } from './rebase'

/** What one value of a form is called, and how it reads beside somebody else's. */
export interface EditField<Value> {
  label: string
  /** The value in words; text and numbers need none. `other` is the one beside it. */
  say?: (value: Value, other: Value) => ReactNode
}

export interface EditOptions<View, Draft, Input> {
  /** What is edited, as it was on screen when the editing began. */
  current: Tagged<View>
  /** The values of the form, from what is stored. */
  draftOf: (view: View) => Draft
  fields: { [Key in keyof Draft]: EditField<Draft[Key]> }
  /** The write, as `useChange` gives it. */
  change: { mutate: (input: Input, options: { onError: (error: Error) => void }) => void; problem: Problem | undefined; isPending: boolean }
  /** What to send; undefined where nothing differs from what is stored. */
  inputOf: (draft: Draft, before: Draft, base: Tagged<View>) => Input | undefined
  /** Saving was asked for and nothing differs. */
  onSame?: () => void
}

/** A day beside another one. */
export const sayDay = (day: string | null): ReactNode => (day ? <When value={day} /> : null)

/** For forms whose values are the members of the merge patch: what differs, texts without blanks around them. */
export function inputOfTexts<Draft extends object, Body>(draft: Draft, before: Draft, { etag }: Tagged<unknown>): Edit<Body> | undefined {
  const body = changedTexts(draft, before) as object as Partial<Body>
  return Object.keys(body).length > 0 ? { body, etag } : undefined
}

interface State<View, Draft> {
  base: Tagged<View>
  draft: Draft
  /** Both changed these, differently. */
  clash?: { mine: Draft; theirs: Draft; keys: (keyof Draft & string)[] }
}

/**
 * Editing beside others. A 412 carries what is stored now: what only others changed is taken over and the save repeated by itself;
 * where both changed the same value, `notice` shows both for choosing, and saving again keeps what was chosen.
 */
export function useEdit<View extends { version: number }, Draft extends object, Input>(options: EditOptions<View, Draft, Input>) {
  const { draftOf, fields, change, inputOf, onSame } = options
  const say = useProblemText()
  const [{ base, draft, clash }, setState] = useState<State<View, Draft>>(() => ({ base: options.current, draft: draftOf(options.current.view) }))
  const set = (patch: Partial<Draft>) => setState((now) => ({ ...now, draft: { ...now.draft, ...patch } }))

  function send(from: Tagged<View>, values: Draft): void {
    const before = draftOf(from.view)
    const input = inputOf(values, before, from)
    if (input === undefined) return onSame?.()
    change.mutate(input, {
      onError(error) {
        const stored = currentOf<View>(asProblem(error))
        if (!stored) return
        const theirs = draftOf(stored.view)
        const { merged, clashes } = rebase(before, values, theirs)
        setState({ base: stored, draft: merged, ...(clashes.length > 0 ? { clash: { mine: values, theirs, keys: clashes } } : {}) })
        if (clashes.length === 0) send(stored, merged)
      },
    })
  }

  const stale = change.problem?.status === 412 && clash !== undefined
  const shown = <Key extends keyof Draft & string>(key: Key, value: Draft[Key], other: Draft[Key]): ReactNode => {
    const words = fields[key].say
    return words ? words(value, other) : String(value ?? '')
  }
  const notice = stale ? (
    <Conflict
      fields={clash.keys.map((key) => ({
        key, label: fields[key].label,
        mine: shown(key, clash.mine[key], clash.theirs[key]), theirs: shown(key, clash.theirs[key], clash.mine[key]),
        chosen: same(draft[key], clash.mine[key]) ? 'mine' : same(draft[key], clash.theirs[key]) ? 'theirs' : null,
        onChoose: (whose) => set({ [key]: clash[whose][key] } as Partial<Draft>),
      }))}
    />
  ) : undefined
  const problem: ProblemText | undefined = change.problem && !stale ? say(change.problem) : undefined
  return {
    base, draft, set, notice, problem,
    isPending: change.isPending,
    /** What the server says about one value. */
    error: (pointer: string) => change.problem?.at(pointer),
    /** Sends what differs; `patch` goes into the form with it. */
    save(patch?: Partial<Draft>) {
      if (patch) set(patch)
      send(base, { ...draft, ...patch })
    },
  }
}

/** What was refused, or both values to choose from; for dialogs that have no place of their own for it. */
export function EditNote({ edit: { notice, problem } }: { edit: { notice: ReactNode; problem: ProblemText | undefined } }) {
  return notice ?? (problem ? <ProblemSummary {...problem} /> : null)
}
