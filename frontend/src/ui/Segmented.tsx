import { Label, Radio, RadioGroup } from 'react-aria-components'
import './field.css'

export interface SegmentedProps {
  label: string
  options: { id: string; label: string }[]
  value: string
  onChange: (id: string) => void
  isDisabled?: boolean
  /** The label is read out only, where a text beside it says the same. */
  hideLabel?: boolean
}

/** One of two to four short choices, all in sight. */
export function Segmented({ label, options, value, onChange, isDisabled, hideLabel }: SegmentedProps) {
  return (
    <RadioGroup className="dw-field" orientation="horizontal" value={value} onChange={onChange} isDisabled={isDisabled ?? false} {...(hideLabel ? { 'aria-label': label } : {})}>
      {hideLabel ? null : <Label className="dw-label">{label}</Label>}
      <div className="dw-segments">
        {options.map((option) => <Radio key={option.id} value={option.id} className="dw-segment">{option.label}</Radio>)}
      </div>
    </RadioGroup>
  )
}
