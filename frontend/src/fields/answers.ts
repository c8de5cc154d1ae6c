import type { FormCondition, FormDefinition, FormField } from '@/api/types'

/** An answer as the API has it: text, number, truth, list of keys, list of entries. */
export type Answer = unknown
export type Answers = Record<string, Answer>

/** No answer: as the server reads it. */
export const isBlank = (value: Answer): boolean => value === undefined || value === null || (typeof value === 'string' && value.trim() === '') || (Array.isArray(value) && value.length === 0)

export const fieldsOf = (form: FormDefinition): FormField[] => form.sections.flatMap((section) => section.fields ?? [])

const innerOf = (field: FormField): FormField[] => (field.kind.type === 'repeat' ? field.kind.fields : [])

/**
 * Whether fields are asked, as the server decides it: a hidden field counts as not answered, and entries of a list see the form around
 * them. Kept in step while one types; what counts is what the server says.
 */
export function asker(fields: FormField[], answers: Answers, outer?: (key: string) => Answer): { asks: (field: FormField) => boolean; answer: (key: string) => Answer } {
  const known = new Map<string, boolean>()
  const byKey = new Map(fields.map((field) => [field.key, field]))
  function asks(field: FormField): boolean {
    if (!field.when) return true
    const before = known.get(field.key)
    if (before !== undefined) return before
    // A draft may go in circles: what is asked for again meanwhile is hidden.
    known.set(field.key, false)
    const holds = isTrue(field.when)
    known.set(field.key, holds)
    return holds
  }
  function answer(key: string): Answer {
    const field = byKey.get(key)
    if (!field) return outer?.(key)
    const value = answers[key]
    return isBlank(value) || !asks(field) ? undefined : value
  }
  function isTrue(condition: FormCondition): boolean {
    switch (condition.op) {
      case 'eq': return says(answer(condition.field), condition.value)
      case 'in': return condition.values.some((value) => says(answer(condition.field), value))
      case 'answered': return answer(condition.field) !== undefined
      case 'and': return condition.conditions.every(isTrue)
      case 'or': return condition.conditions.some(isTrue)
      case 'not': return !isTrue(condition.condition)
    }
  }
  return { asks, answer }
}

const says = (given: Answer, value: unknown): boolean => given !== undefined && (Array.isArray(given) ? given.includes(value) : given === value)

export interface Missing {
  /** As the server names it among the answers: `/contacts/0/phone`. */
  pointer: string
  label: string
}

/** How far the answers are: fields asked, answered, and what is required and missing. */
export function standing(form: FormDefinition, answers: Answers, language: 'de' | 'en'): { asked: FormField[]; answered: number; missing: Missing[] } {
  const scope = asker(fieldsOf(form), answers)
  const asked = fieldsOf(form).filter(scope.asks)
  const missing = asked.flatMap((field): Missing[] => {
    const value = answers[field.key]
    if (isBlank(value)) return field.required ? [{ pointer: `/${field.key}`, label: field.label[language] }] : []
    if (field.kind.type !== 'repeat') return []
    const inner = innerOf(field)
    return (value as Answers[]).flatMap((entry, index) => {
      const own = asker(inner, entry, scope.answer)
      return inner.filter((one) => one.required && own.asks(one) && isBlank(entry[one.key])).map((one) => ({ pointer: `/${field.key}/${index}/${one.key}`, label: one.label[language] }))
    })
  })
  return { asked, answered: asked.filter((field) => !isBlank(answers[field.key])).length, missing }
}
