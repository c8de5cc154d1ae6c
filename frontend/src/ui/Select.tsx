import type { ReactElement } from 'react'
import { Button, ListBox, ListBoxItem, Popover, Select as AriaSelect, SelectValue, Text } from 'react-aria-components'
import { useTranslation } from 'react-i18next'
import { FieldLabel, FieldNotes, rootProps, type FieldProps } from './Field'
import { CheckIcon, ChevronDownIcon } from './icons'
import './overlay.css'

export interface Option {
  id: string
  label: string
  /** Second line: what tells two alike apart. */
  note?: string
  icon?: ReactElement
}

export interface SelectProps extends FieldProps {
  options: Option[]
  value: string | null
  onChange: (id: string | null) => void
  placeholder?: string
}

/** One of a short, known list. For long or remote lists use ComboBox. */
export function Select(props: SelectProps) {
  const { t } = useTranslation('ui')
  return (
    <AriaSelect
      {...rootProps(props)}
      className="dw-field dw-select"
      value={props.value}
      onChange={(key) => props.onChange(key === null ? null : String(key))}
      placeholder={props.placeholder ?? t('select.placeholder')}
    >
      <FieldLabel label={props.label} optional={props.optional} />
      <Button className="dw-input dw-select-button">
        <SelectValue className="dw-select-value" />
        <ChevronDownIcon className="dw-select-arrow" aria-hidden="true" />
      </Button>
      <FieldNotes description={props.description} error={props.error} />
      <Popover className="dw-popover">
        <ListBox className="dw-menu" items={props.options}>{(option) => <OptionItem option={option} />}</ListBox>
      </Popover>
    </AriaSelect>
  )
}

/** A line in the lists of Select and ComboBox. */
export function OptionItem({ option }: { option: Option }) {
  return (
    <ListBoxItem id={option.id} textValue={option.label} className="dw-item">
      {({ isSelected }) => (
        <>
          {option.icon}
          <span className="dw-item-text">
            <Text slot="label">{option.label}</Text>
            {option.note ? <Text slot="description" className="dw-item-note">{option.note}</Text> : null}
          </span>
          {isSelected ? <CheckIcon className="dw-item-check" aria-hidden="true" /> : null}
        </>
      )}
    </ListBoxItem>
  )
}
