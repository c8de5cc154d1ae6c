import { useQueryClient } from '@tanstack/react-query'
import { useCallback, useEffect, useMemo, useRef, useState } from 'react'
import { currentOf } from '@/api/conflict'
import { asProblem, type Problem } from '@/api/problem'
import type { QuestionnaireView } from '@/api/types'
import type { Answer, Answers } from '@/fields/answers'
import { questionnaire, saveAnswers } from './queries'

/** How long one may go on typing before it is saved. */
const PAUSE_MS = 700

interface Edit {
  value: Answer
  /** The version the answer had when one began to change it. */
  version: number
  /** The version it was saved as; it stays until the view shows that one, so that nothing flickers. */
  saved?: number
}

export type SaveState = 'saved' | 'waiting' | 'saving' | 'failed'

export interface AnswerEditing {
  /** What is on screen: stored answers, over them what is being typed. */
  values: Answers
  change: (field: string, value: Answer) => void
  state: SaveState
  /** Faults by path among the answers: `/phone`. */
  errors: Record<string, string>
  /** Fields that somebody else answered otherwise meanwhile, with what is stored now. */
  conflicts: { field: string; message: string; stored: Answer }[]
  keepMine: (field: string) => void
  takeStored: (field: string) => void
  /** Why nothing can be saved. */
  problem: Problem | undefined
  /** Saves now what waits; answers what is stored then, or nothing where something could not be saved. */
  flush: () => Promise<QuestionnaireView | undefined>
}

const fieldOf = (pointer: string) => pointer.split('/')[1] ?? ''

/** Saves while one types, field by field, so that several people can fill in the same questionnaire. */
export function useAnswers(view: QuestionnaireView): AnswerEditing {
  const client = useQueryClient()
  const { rollout_id: id, form } = view
  const [edits, setEdits] = useState<Record<string, Edit>>({})
  const [errors, setErrors] = useState<Record<string, string>>({})
  const [conflicts, setConflicts] = useState<AnswerEditing['conflicts']>([])
  const [isSaving, setSaving] = useState(false)
  const [problem, setProblem] = useState<Problem | undefined>()
  const now = useRef({ view, edits, errors, conflicts })
  useEffect(() => { now.current = { view, edits, errors, conflicts } })
  const running = useRef<Promise<QuestionnaireView | undefined> | undefined>(undefined)

  const stored = useMemo(() => new Map(view.answers.map((answer) => [answer.field, answer])), [view])
  const values = useMemo(() => {
    const all: Answers = {}
    for (const answer of view.answers) if (answer.value !== null) all[answer.field] = answer.value
    for (const [field, edit] of Object.entries(edits)) all[field] = edit.value
    return all
  }, [view, edits])

  const change = useCallback((field: string, value: Answer) => {
    setProblem(undefined)
    setErrors((all) => Object.fromEntries(Object.entries(all).filter(([path]) => fieldOf(path) !== field)))
    setEdits((all) => ({ ...all, [field]: { value: value === undefined ? null : value, version: all[field]?.saved ?? all[field]?.version ?? stored.get(field)?.version ?? 0 } }))
  }, [stored])

  useEffect(() => {
    const shown = ([field, { saved }]: [string, Edit]) => saved !== undefined && (stored.get(field)?.version ?? 0) >= saved
    setEdits((all) => (Object.entries(all).some(shown) ? Object.fromEntries(Object.entries(all).filter((entry) => !shown(entry))) : all))
  }, [stored])

  const save = useCallback(async (): Promise<QuestionnaireView | undefined> => {
    const { edits: all, errors: wrong, conflicts: open } = now.current
    const stuck = new Set([...Object.keys(wrong).map(fieldOf), ...open.map(({ field }) => field)])
    const sent = Object.fromEntries(Object.entries(all).flatMap(([field, { value, version, saved }]) => (stuck.has(field) || saved !== undefined ? [] : [[field, { value, version }]])))
    if (Object.keys(sent).length === 0) return stuck.size === 0 ? now.current.view : undefined
    setSaving(true)
    try {
      const after = await saveAnswers(id, form, sent)
      await client.cancelQueries({ queryKey: questionnaire(id, form).queryKey, exact: true })
      client.setQueryData(questionnaire(id, form).queryKey, after)
      const versions = new Map(after.answers.map((answer) => [answer.field, answer.version]))
      // What was typed on meanwhile stays, and goes on from what has just been saved.
      const put = (field: string, edit: Edit): Edit => {
        if (sent[field] === undefined) return edit
        const version = versions.get(field) ?? 0
        return edit === all[field] ? { ...edit, saved: version } : { ...edit, version }
      }
      setEdits((kept) => Object.fromEntries(Object.entries(kept).map(([field, edit]) => [field, put(field, edit)])))
      return after
    } catch (error) {
      const failed = asProblem(error)
      const current = currentOf<QuestionnaireView>(failed)?.view
      if (current) {
        client.setQueryData(questionnaire(id, form).queryKey, current)
        setConflicts(failed.errors.map(({ pointer, message }) => { const field = pointer.split('/')[2] ?? ''; return { field, message, stored: current.answers.find((answer) => answer.field === field)?.value } }))
      } else if (failed.status === 422 && failed.errors.length > 0) {
        setErrors((known) => ({ ...known, ...Object.fromEntries(failed.errors.map(({ pointer, message }) => [pointer.replace(/^\/answers/, ''), message])) }))
      } else {
        setProblem(failed)
      }
      return undefined
    } finally {
      setSaving(false)
    }
  }, [client, id, form])

  const flush = useCallback(async () => {
    await running.current
    running.current = save()
    const done = await running.current
    running.current = undefined
    return done
  }, [save])

  const stuck = new Set([...Object.keys(errors).map(fieldOf), ...conflicts.map(({ field }) => field)])
  const waits = Object.entries(edits).some(([field, edit]) => edit.saved === undefined && !stuck.has(field))
  useEffect(() => {
    if (!waits || isSaving || problem) return
    const timer = setTimeout(() => void flush(), PAUSE_MS)
    return () => clearTimeout(timer)
  }, [edits, waits, isSaving, problem, flush, errors, conflicts])

  // Leaving the page is no reason to lose the last word.
  useEffect(() => () => { void save() }, [save])
  useEffect(() => {
    if (!waits) return
    const stay = (event: BeforeUnloadEvent) => event.preventDefault()
    window.addEventListener('beforeunload', stay)
    return () => window.removeEventListener('beforeunload', stay)
  }, [waits])

  const settle = (field: string) => setConflicts((all) => all.filter((one) => one.field !== field))
  return {
    values, change, errors, conflicts, problem, flush,
    state: problem || stuck.size > 0 ? 'failed' : isSaving ? 'saving' : waits ? 'waiting' : 'saved',
    keepMine: (field) => { settle(field); setEdits((all) => ({ ...all, [field]: { value: all[field]?.value ?? null, version: stored.get(field)?.version ?? 0 } })) },
    takeStored: (field) => { settle(field); setEdits((all) => Object.fromEntries(Object.entries(all).filter(([key]) => key !== field))) },
  }
}
