import type { FormCondition, FormDefinition, FormField, FormFieldKind, FormSection, FormText } from '@/api/types'

/** A line of the editor: the head of a topic, or a question below it. Ids live as long as the page. */
export type Row = { id: string; section: Omit<FormSection, 'fields'> } | { id: string; field: FormField }

export const isField = (row: Row): row is { id: string; field: FormField } => 'field' in row

let count = 0
const nextId = () => `row-${(count += 1)}`

export const toRows = (definition: FormDefinition): Row[] =>
  definition.sections.flatMap(({ fields, ...section }): Row[] => [{ id: nextId(), section }, ...(fields ?? []).map((field) => ({ id: nextId(), field }))])

/** Questions belong to the topic above them. */
export function toSections(rows: Row[]): FormSection[] {
  const sections: FormSection[] = []
  for (const row of rows) {
    if (isField(row)) sections.at(-1)?.fields?.push(row.field)
    else sections.push({ ...row.section, fields: [] })
  }
  return sections
}

/** Moves rows before another one, or behind it. The first row stays the head of a topic. */
export function moved(rows: Row[], ids: ReadonlySet<string>, target: string, behind: boolean): Row[] {
  const taken = rows.filter((row) => ids.has(row.id))
  const rest = rows.filter((row) => !ids.has(row.id))
  const at = rest.findIndex((row) => row.id === target)
  if (at < 0) return rows
  const next = rest.toSpliced(behind ? at + 1 : at, 0, ...taken)
  const first = next[0]
  return first && !isField(first) ? next : rows
}

/** Moves one row up or down by one. */
export function shifted(rows: Row[], id: string, by: 1 | -1): Row[] {
  const at = rows.findIndex((row) => row.id === id)
  const target = rows[at + by]
  return at < 0 || !target ? rows : moved(rows, new Set([id]), target.id, by > 0)
}

const text = (de: string, en: string): FormText => ({ de, en })

/** What a new form begins with. */
export const FIRST_SECTION: FormSection = { title: text('Angaben', 'Answers'), fields: [] }

export const newSection = (): Row => ({ id: nextId(), section: { title: text('Neuer Abschnitt', 'New section') } })

/** A key that nobody has yet, made of the words of the label. */
export function freeKey(wish: string, taken: string[]): string {
  const folded = wish.toLowerCase().replaceAll('ä', 'ae').replaceAll('ö', 'oe').replaceAll('ü', 'ue').replaceAll('ß', 'ss')
  const base = folded.replaceAll(/[^a-z0-9]+/g, '_').replaceAll(/^[^a-z]+|_+$/g, '').slice(0, 50) || 'frage'
  let key = base
  for (let number = 2; taken.includes(key); number += 1) key = `${base}_${number}`
  return key
}

export const newField = (rows: Row[]): Row => ({
  id: nextId(),
  field: { key: freeKey('frage', rows.flatMap((row) => (isField(row) ? [row.field.key] : []))), label: text('Neue Frage', 'New question'), kind: { type: 'text', max_length: 200 }, required: false },
})

export const TYPES = ['text', 'long_text', 'integer', 'decimal', 'money', 'date', 'yes_no', 'choice', 'several', 'person', 'organisation', 'file', 'repeat'] as const satisfies FormFieldKind['type'][]
export const PATTERNS = ['ags', 'ars', 'postal_code', 'url', 'domain', 'email', 'phone', 'iban'] as const

/** A kind with what it cannot do without. Options stay where both kinds have some. */
export function kindOf(type: FormFieldKind['type'], before: FormFieldKind): FormFieldKind {
  const options = 'options' in before ? before.options : [{ key: 'ja', label: text('Ja', 'Yes') }, { key: 'nein', label: text('Nein', 'No') }]
  switch (type) {
    case 'text': return { type, max_length: 200 }
    case 'long_text': return { type, max_length: 4000 }
    case 'decimal': return { type, places: 2 }
    case 'choice':
    case 'several': return { type, options }
    case 'repeat': return { type, max: 20, fields: [{ key: 'eintrag', label: text('Eintrag', 'Entry'), kind: { type: 'text', max_length: 200 }, required: true }] }
    default: return { type }
  }
}

/** A single statement about a field, as the editor shows it. */
export interface Statement {
  field: string
  op: 'eq' | 'not_eq' | 'answered' | 'not_answered'
  value: unknown
}

/** Statements and groups of them of which all, or any, must hold. */
export interface Group {
  all: boolean
  members: (Statement | Group)[]
}

export const isGroup = (one: Statement | Group): one is Group => 'members' in one

/** A condition as people read it: "not" moves to the statements, "one of these values" is any of several equalities. */
function part(condition: FormCondition, negated: boolean): Statement | Group {
  switch (condition.op) {
    case 'eq': return { field: condition.field, op: negated ? 'not_eq' : 'eq', value: condition.value }
    case 'answered': return { field: condition.field, op: negated ? 'not_answered' : 'answered', value: null }
    case 'not': return part(condition.condition, !negated)
    case 'in': return { all: negated, members: condition.values.map((value) => ({ field: condition.field, op: negated ? 'not_eq' : 'eq', value })) }
    default: return { all: (condition.op === 'and') !== negated, members: condition.conditions.map((one) => part(one, negated)) }
  }
}

export function groupOf(condition: FormCondition | null | undefined): Group {
  if (!condition) return { all: true, members: [] }
  const whole = part(condition, false)
  return isGroup(whole) ? whole : { all: true, members: [whole] }
}

/** Groups without members say nothing. */
export function conditionOf({ all, members }: Group): FormCondition | undefined {
  const conditions = members.map((one) => (isGroup(one) ? conditionOf(one) : said(one))).filter((one) => one !== undefined)
  return conditions.length < 2 ? conditions[0] : { op: all ? 'and' : 'or', conditions }
}

function said({ field, op, value }: Statement): FormCondition {
  const positive: FormCondition = op === 'eq' || op === 'not_eq' ? { op: 'eq', field, value } : { op: 'answered', field }
  return op === 'eq' || op === 'answered' ? positive : { op: 'not', condition: positive }
}
