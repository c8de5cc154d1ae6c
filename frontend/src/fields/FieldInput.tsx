import { useTranslation } from 'react-i18next'
import { OrganisationPicker } from '@/pickers/OrganisationPicker'
import { PersonPicker } from '@/pickers/PersonPicker'
import { Checkbox } from '@/ui/Checkbox'
import { DateField } from '@/ui/DateField'
import { NumberField } from '@/ui/NumberField'
import { Select, type Option } from '@/ui/Select'
import { TextArea, TextField } from '@/ui/TextField'
import { useLanguage } from '@/ui/When'
import type { Answer, Answers } from './answers'
import { Entries } from './Entries'
import { FileField } from './FileField'
import { Group } from './Group'
import type { FieldInputProps } from './props'
import './fields.css'

const text = (value: Answer) => (typeof value === 'string' ? value : '')
const number = (value: Answer) => (typeof value === 'number' ? value : null)

/** One question, whatever kind of answer it takes. */
export function FieldInput(props: FieldInputProps) {
  const { field, path, value, onChange, errors, isDisabled, names } = props
  const { t } = useTranslation('fields')
  const language = useLanguage()
  const { kind } = field
  const named = typeof value === 'string' ? { id: value, name: names.find(({ id }) => id === value)?.name ?? null } : null
  const common = { label: field.label[language], description: field.help?.[language], pointer: path, optional: !field.required, isDisabled: isDisabled ?? false, error: errors[path] }
  switch (kind.type) {
    case 'text': return <TextField {...common} value={text(value)} onChange={onChange} {...(kind.pattern === 'email' ? { type: 'email' as const } : kind.pattern === 'phone' ? { type: 'tel' as const } : {})} />
    case 'long_text': return <TextArea {...common} value={text(value)} onChange={onChange} rows={4} />
    case 'integer': return <NumberField {...common} value={number(value)} onChange={onChange} step={1} />
    case 'decimal': return <TextField {...common} inputMode="decimal" value={text(value).replace('.', language === 'de' ? ',' : '.')} onChange={(typed) => onChange(typed.replace(',', '.'))} />
    case 'money': return <NumberField {...common} value={number(value) === null ? null : (number(value) ?? 0) / 100} onChange={(euro) => onChange(euro === null ? null : Math.round(euro * 100))} formatOptions={{ style: 'currency', currency: 'EUR' }} />
    case 'date': return <DateField {...common} value={text(value) === '' ? null : text(value)} onChange={onChange} />
    case 'yes_no': return <Select {...common} options={[{ id: 'yes', label: t('yes') }, { id: 'no', label: t('no') }]} value={value === true ? 'yes' : value === false ? 'no' : null} onChange={(id) => onChange(id === null ? null : id === 'yes')} />
    case 'choice': return <Select {...common} options={kind.options.map((option) => ({ id: option.key, label: option.label[language] }))} value={text(value) === '' ? null : text(value)} onChange={onChange} />
    case 'several': return <Several {...props} options={kind.options.map((option) => ({ id: option.key, label: option.label[language] }))} />
    case 'person': return <PersonPicker {...common} value={named} onChange={(picked) => onChange(picked?.id ?? null)} />
    case 'organisation': return <OrganisationPicker {...common} value={named} onChange={(picked) => onChange(picked?.id ?? null)} />
    case 'file': return <FileField {...common} files={props.files} value={text(value)} onChange={onChange} />
    case 'repeat': return <Entries {...props} fields={kind.fields} max={kind.max ?? 20} value={(Array.isArray(value) ? value : []) as Answers[]} render={FieldInput} />
  }
}

function Several({ field, path, value, onChange, errors, isDisabled, options }: FieldInputProps & { options: Option[] }) {
  const language = useLanguage()
  const chosen = Array.isArray(value) ? (value as string[]) : []
  return (
    <Group label={field.label[language]} optional={!field.required} path={path} error={errors[path]} help={field.help?.[language]}>
      {options.map(({ id, label }) => (
        <Checkbox key={id} isSelected={chosen.includes(id)} isDisabled={isDisabled ?? false} onChange={(on) => onChange(options.map((option) => option.id).filter((one) => (one === id ? on : chosen.includes(one))))}>{label}</Checkbox>
      ))}
    </Group>
  )
}
