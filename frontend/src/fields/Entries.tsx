import type { ComponentType } from 'react'
import { useTranslation } from 'react-i18next'
import type { FormField } from '@/api/types'
import { Button, IconButton } from '@/ui/Button'
import { DeleteIcon, PlusIcon } from '@/ui/icons'
import { useLanguage } from '@/ui/When'
import { asker, type Answers } from './answers'
import { Group } from './Group'
import type { FieldInputProps } from './props'

interface EntriesProps extends Omit<FieldInputProps, 'value'> {
  fields: FormField[]
  max: number
  value: Answers[]
  /** How one question is shown. */
  render: ComponentType<FieldInputProps>
}

/** A list of entries with the same questions each. */
export function Entries({ fields, max, value, render: Input, ...props }: EntriesProps) {
  const { t } = useTranslation('fields')
  const language = useLanguage()
  const { field, path, onChange, errors, isDisabled } = props
  const label = field.label[language]
  return (
    <Group label={label} optional={!field.required} path={path} error={errors[path]} help={field.help?.[language]}>
      {value.map((entry, index) => {
        const { asks, answer } = asker(fields, entry, props.answer)
        return (
          // oxlint-disable-next-line react/no-array-index-key -- entries have no name but their place
          <div key={index} className="fi-entry" role="group" aria-label={t('entry', { label, number: index + 1 })}>
            <div className="fi-entry-fields">
              {fields.filter(asks).map((one) => (
                <Input key={one.key} {...props} field={one} path={`${path}/${index}/${one.key}`} value={entry[one.key]} answer={answer} onChange={(next) => onChange(value.map((old, at) => (at === index ? { ...old, [one.key]: next } : old)))} />
              ))}
            </div>
            {isDisabled ? null : <IconButton label={t('remove_entry', { label, number: index + 1 })} icon={<DeleteIcon />} small onPress={() => onChange(value.filter((_, at) => at !== index))} />}
          </div>
        )
      })}
      {isDisabled || value.length >= max ? null : <div><Button small icon={<PlusIcon aria-hidden="true" />} onPress={() => onChange([...value, {}])}>{t('add_entry')}</Button></div>}
    </Group>
  )
}
