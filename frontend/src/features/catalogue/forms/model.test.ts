import { describe, expect, it } from 'vitest'
import type { FormCondition, FormDefinition } from '@/api/types'
import { conditionOf, freeKey, groupOf, isField, moved, shifted, toRows, toSections } from './model'

const words = (text: string) => ({ de: text, en: text })
const field = (key: string) => ({ key, label: words(key), kind: { type: 'yes_no' as const }, required: false })
const form: FormDefinition = { key: 'f', title: words('F'), sections: [{ title: words('A'), fields: [field('a'), field('b')] }, { title: words('B'), fields: [field('c')] }] }
const names = (rows: ReturnType<typeof toRows>) => rows.map((row) => (isField(row) ? row.field.key : row.section.title.de))

describe('the lines of a form', () => {
  it('go back to the same form', () => {
    expect(toSections(toRows(form))).toEqual(form.sections)
  })

  it('move with the keys and by dragging, and never before the first topic', () => {
    const rows = toRows(form)
    const id = (name: string) => rows[names(rows).indexOf(name)]?.id ?? ''
    expect(names(shifted(rows, id('b'), 1))).toEqual(['A', 'a', 'B', 'b', 'c'])
    expect(names(shifted(rows, id('a'), -1))).toEqual(['A', 'a', 'b', 'B', 'c'])
    expect(names(moved(rows, new Set([id('a'), id('b')]), id('c'), true))).toEqual(['A', 'B', 'c', 'a', 'b'])
    expect(names(moved(rows, new Set([id('A')]), id('b'), true))).toEqual(['A', 'a', 'b', 'B', 'c'])
  })

  it('get keys that nobody has', () => {
    expect(freeKey('Straße und Haus', ['strasse_und_haus'])).toBe('strasse_und_haus_2')
    expect(freeKey('1.', [])).toBe('frage')
  })
})

describe('conditions', () => {
  const all: FormCondition[] = [
    { op: 'eq', field: 'a', value: true },
    { op: 'not', condition: { op: 'answered', field: 'a' } },
    { op: 'or', conditions: [{ op: 'eq', field: 'a', value: 'x' }, { op: 'not', condition: { op: 'eq', field: 'b', value: 'y' } }] },
    { op: 'and', conditions: [{ op: 'answered', field: 'a' }, { op: 'or', conditions: [{ op: 'eq', field: 'b', value: 1 }, { op: 'eq', field: 'b', value: 2 }] }] },
  ]
  it.each(all)('$op goes there and back', (condition) => {
    expect(conditionOf(groupOf(condition))).toEqual(condition)
  })

  it('"not" moves to the statements, and values become statements', () => {
    const either: FormCondition = { op: 'or', conditions: [{ op: 'answered', field: 'a' }, { op: 'in', field: 'b', values: [1, 2] }] }
    expect(groupOf({ op: 'not', condition: either })).toEqual({
      all: true,
      members: [
        { field: 'a', op: 'not_answered', value: null },
        { all: true, members: [{ field: 'b', op: 'not_eq', value: 1 }, { field: 'b', op: 'not_eq', value: 2 }] },
      ],
    })
  })

  it('nothing said is no condition', () => {
    expect(conditionOf({ all: true, members: [] })).toBeUndefined()
    expect(conditionOf({ all: true, members: [{ all: false, members: [] }] })).toBeUndefined()
  })
})
