import { useTranslation } from 'react-i18next'
import type { FormField, FormSection } from '@/api/types'
import { Button } from '@/ui/Button'
import { Checkbox } from '@/ui/Checkbox'
import { DeleteIcon } from '@/ui/icons'
import { Select } from '@/ui/Select'
import { TextField } from '@/ui/TextField'
import { useLanguage } from '@/ui/When'
import { BothTexts } from './BothTexts'
import { ConditionEditor } from './ConditionEditor'
import { KindSettings } from './KindSettings'
import { isField, kindOf, TYPES, type Row } from './model'

type Section = Omit<FormSection, 'fields'>

export function SectionProperties({ section, onChange, onRemove }: { section: Section; onChange: (section: Section) => void; onRemove?: () => void }) {
  const { t } = useTranslation('forms')
  return (
    <>
      <BothTexts label={t('section_title')} value={section.title} onChange={(title) => onChange({ ...section, title })} />
      <BothTexts label={t('help')} optional value={section.help} onChange={(help) => onChange({ ...section, help })} onNone={() => onChange({ title: section.title })} />
      {onRemove ? <div><Button small variant="danger" icon={<DeleteIcon aria-hidden="true" />} onPress={onRemove}>{t('remove_section')}</Button></div> : null}
    </>
  )
}

interface FieldPropertiesProps {
  field: FormField
  rows: Row[]
  sources: string[]
  onChange: (field: FormField) => void
  onRemove: () => void
}

/** Everything about one question. */
export function FieldProperties({ field, rows, sources, onChange, onRemove }: FieldPropertiesProps) {
  const { t } = useTranslation('forms')
  const language = useLanguage()
  const others = rows.flatMap((row) => (isField(row) && row.field.key !== field.key ? [row.field] : []))
  const earlier = rows.flatMap((row) => (isField(row) && row.field.kind.type === field.kind.type ? [row.field] : []))
  return (
    <>
      <BothTexts label={t('label')} value={field.label} onChange={(label) => onChange({ ...field, label })} />
      <TextField label={t('key')} description={t('key_hint')} value={field.key} onChange={(key) => onChange({ ...field, key })} />
      <BothTexts label={t('help')} optional value={field.help} onChange={(help) => onChange({ ...field, help })} onNone={() => onChange({ ...field, help: null })} />
      <Select label={t('kind')} value={field.kind.type} onChange={(type) => { const wanted = TYPES.find((one) => one === type); if (wanted && wanted !== field.kind.type) onChange({ ...field, kind: kindOf(wanted, field.kind) }) }} options={TYPES.map((id) => ({ id, label: t(`type.${id}`) }))} />
      <KindSettings kind={field.kind} onChange={(kind) => onChange({ ...field, kind })} />
      <Checkbox isSelected={field.required ?? false} onChange={(required) => onChange({ ...field, required })}>{t('is_required')}</Checkbox>
      <Select
        label={t('prefill')} value={field.prefill ?? 'none'} onChange={(source) => onChange({ ...field, prefill: source === 'none' ? null : source })}
        options={[{ id: 'none', label: t('prefill_none') }, ...sources.map((id) => ({ id, label: t(`source.${id.replace('.', '_')}` as 'source.organisation') })), ...earlier.map((one) => ({ id: `earlier:${one.key}`, label: t('prefill_earlier', { name: one.label[language] }) }))]}
      />
      <ConditionEditor when={field.when} others={others} onChange={(when) => onChange({ ...field, when: when ?? null })} />
      <div><Button small variant="danger" icon={<DeleteIcon aria-hidden="true" />} onPress={onRemove}>{t('remove_field')}</Button></div>
    </>
  )
}
