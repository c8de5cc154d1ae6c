import { describe, expect, it } from 'vitest'
import type { FormDefinition, FormField } from '@/api/types'
import { standing } from './answers'

const field = (key: string, more: Partial<FormField> = {}): FormField => ({ key, label: { de: key, en: key }, kind: { type: 'text', max_length: 200 }, required: true, ...more })
const form = (...fields: FormField[]): FormDefinition => ({ key: 'f', title: { de: 'F', en: 'F' }, sections: [{ title: { de: 'A', en: 'A' }, fields }] })
const pointers = (definition: FormDefinition, answers: Record<string, unknown>) => standing(definition, answers, 'de').missing.map(({ pointer }) => pointer)

describe('what is asked and missing', () => {
  it('hides what its condition does not ask for, and counts hidden answers as none', () => {
    const chain = form(field('kind'), field('other', { when: { op: 'eq', field: 'kind', value: 'other' } }), field('why', { when: { op: 'answered', field: 'other' } }))
    expect(pointers(chain, {})).toEqual(['/kind'])
    expect(pointers(chain, { kind: 'other', other: 'x' })).toEqual(['/why'])
    expect(pointers(chain, { kind: 'town', other: 'x' })).toEqual([])
    expect(standing(chain, { kind: 'other', other: ' ' }, 'de').answered).toBe(1)
  })

  it('knows lists of keys, and entries that see the form around them', () => {
    const inner = [field('name', { required: false }), field('phone', { when: { op: 'or', conditions: [{ op: 'answered', field: 'name' }, { op: 'in', field: 'ways', values: ['phone'] }] } })]
    const list = form(field('ways', { required: false }), field('people', { kind: { type: 'repeat', fields: inner, max: 5 } }))
    expect(pointers(list, { people: [] })).toEqual(['/people'])
    expect(pointers(list, { people: [{}, { name: 'A' }] })).toEqual(['/people/1/phone'])
    expect(pointers(list, { ways: ['mail', 'phone'], people: [{}] })).toEqual(['/people/0/phone'])
  })

  it('does not hang on circles', () => {
    const circle = form(field('a', { when: { op: 'not', condition: { op: 'answered', field: 'b' } } }), field('b', { when: { op: 'and', conditions: [{ op: 'answered', field: 'a' }] } }))
    expect(standing(circle, { a: 'x', b: 'y' }, 'de').asked).toBeDefined()
  })
})
