import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { FormChoice, FormField, FormFieldKind } from '@/api/types'
import { NumberField } from '@/ui/NumberField'
import { Select } from '@/ui/Select'
import { TextArea } from '@/ui/TextField'
import { freeKey, kindOf, PATTERNS, TYPES } from './model'

/** What a kind of answer can be told beside its name. */
export function KindSettings({ kind, onChange }: { kind: FormFieldKind; onChange: (kind: FormFieldKind) => void }) {
  const { t } = useTranslation('forms')
  switch (kind.type) {
    case 'text': {
      const { pattern, ...rest } = kind
      return (
        <>
          <Select label={t('pattern')} value={pattern ?? 'none'} onChange={(id) => { const wanted = PATTERNS.find((one) => one === id); onChange(wanted ? { ...rest, pattern: wanted } : rest) }} options={[{ id: 'none', label: t('pattern_none') }, ...PATTERNS.map((id) => ({ id, label: t(`pattern_name.${id}`) }))]} />
          <NumberField label={t('max_length')} value={kind.max_length ?? 200} minValue={1} onChange={(length) => onChange({ ...kind, max_length: length ?? 200 })} />
        </>
      )
    }
    case 'long_text': return <NumberField label={t('max_length')} value={kind.max_length ?? 4000} minValue={1} onChange={(length) => onChange({ ...kind, max_length: length ?? 4000 })} />
    case 'integer':
      return (
        <>
          <NumberField label={t('min')} optional value={kind.min ?? null} onChange={(min) => onChange({ ...kind, min })} />
          <NumberField label={t('max')} optional value={kind.max ?? null} onChange={(max) => onChange({ ...kind, max })} />
        </>
      )
    case 'decimal': return <NumberField label={t('places')} value={kind.places ?? 2} minValue={0} maxValue={6} onChange={(places) => onChange({ ...kind, places: places ?? 2 })} />
    case 'choice':
    case 'several': return <Listed label={t('options')} hint={t('options_hint')} text={kind.options.map(({ key, label }) => [key, label.de, label.en].join(' | ')).join('\n')} onChange={(lines) => onChange({ ...kind, options: lines.map(optionOf) })} />
    case 'repeat':
      return (
        <>
          <Listed label={t('inner')} hint={t('inner_hint', { types: TYPES.filter((type) => type !== 'repeat').join(', ') })} text={kind.fields.map(({ key, label, kind: { type }, required }) => [key, label.de, label.en, `${type}${required ? '!' : ''}`].join(' | ')).join('\n')} onChange={(lines) => onChange({ ...kind, fields: lines.map((line) => innerOf(line, kind.fields)) })} />
          <NumberField label={t('max_entries')} value={kind.max ?? 20} minValue={1} maxValue={50} onChange={(max) => onChange({ ...kind, max: max ?? 20 })} />
        </>
      )
    default: return null
  }
}

function optionOf(parts: string[]): FormChoice {
  const [first = '', de = first, en = de] = parts
  return { key: parts.length > 1 ? first : freeKey(first, []), label: { de, en } }
}

/** Conditions and settings of a question that is there already stay with it. */
function innerOf(parts: string[], before: FormField[]): FormField {
  const [key = '', de = key, en = de, kind = 'text'] = parts
  const known = before.find((field) => field.key === key)
  const type = TYPES.find((one) => one !== 'repeat' && one === kind.replace('!', '')) ?? 'text'
  const plain: FormFieldKind = { type: 'text', max_length: 200 }
  return { ...known, key, label: { de, en }, required: kind.endsWith('!'), kind: known?.kind.type === type ? known.kind : kindOf(type, plain) }
}

/** A short list as lines of text; taken over on leaving the field. */
function Listed({ label, hint, text, onChange }: { label: string; hint: string; text: string; onChange: (lines: string[][]) => void }) {
  const [typed, setTyped] = useState<string | undefined>()
  function commit() {
    if (typed === undefined) return
    onChange(typed.split('\n').filter((line) => line.trim() !== '').map((line) => line.split('|').map((part) => part.trim())))
    setTyped(undefined)
  }
  return <TextArea label={label} description={hint} rows={5} value={typed ?? text} onChange={setTyped} onBlur={commit} />
}
