import { Button, Group, Input, NumberField as AriaNumberField } from 'react-aria-components'
import { FieldLabel, FieldNotes, rootProps, type FieldProps } from './Field'
import { MinusIcon, PlusIcon } from './icons'

export interface NumberFieldProps extends FieldProps {
  value: number | null
  onChange: (value: number | null) => void
  minValue?: number
  maxValue?: number
  step?: number
  /** Shown behind the number: "Arbeitstage". */
  unit?: string
  formatOptions?: Intl.NumberFormatOptions
}

/** A number typed as Germans write it ("1.214,5"); the language comes from the surrounding I18nProvider. Empty is null. */
export function NumberField(props: NumberFieldProps) {
  const { value, onChange, minValue, maxValue, step, formatOptions, unit } = props
  return (
    <AriaNumberField
      {...rootProps(props)}
      value={value ?? Number.NaN}
      onChange={(next) => onChange(Number.isNaN(next) ? null : next)}
      {...(minValue === undefined ? {} : { minValue })}
      {...(maxValue === undefined ? {} : { maxValue })}
      {...(step === undefined ? {} : { step })}
      {...(formatOptions === undefined ? {} : { formatOptions })}
    >
      <FieldLabel label={props.label} optional={props.optional} />
      <Group className="dw-group">
        <Input className="dw-input" />
        {unit ? <span className="dw-group-unit">{unit}</span> : null}
        <Button slot="decrement" className="dw-group-button"><MinusIcon aria-hidden="true" /></Button>
        <Button slot="increment" className="dw-group-button"><PlusIcon aria-hidden="true" /></Button>
      </Group>
      <FieldNotes description={props.description} error={props.error} />
    </AriaNumberField>
  )
}
