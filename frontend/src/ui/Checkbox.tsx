import type { ReactNode } from 'react'
import { Checkbox as AriaCheckbox, Switch as AriaSwitch } from 'react-aria-components'
import { CheckIcon, MinusIcon } from './icons'
import './field.css'

export interface CheckboxProps {
  /** Visible text; where there is none give `label`. */
  children?: ReactNode
  label?: string
  isSelected: boolean
  onChange: (selected: boolean) => void
  isIndeterminate?: boolean
  isDisabled?: boolean
  isInvalid?: boolean
  pointer?: string
  /** Leaves the tab order, for boxes inside a grid that has its own keys. */
  excludeFromTabOrder?: boolean
}

/** Yes or no, effective when the form is sent. */
export function Checkbox({ children, label, pointer, ...rest }: CheckboxProps) {
  return (
    <AriaCheckbox {...rest} aria-label={label} data-field={pointer} className="dw-check">
      {({ isSelected, isIndeterminate }) => (
        <>
          <span className="dw-check-box" aria-hidden="true">{isIndeterminate ? <MinusIcon /> : isSelected ? <CheckIcon /> : null}</span>
          {children ? <span>{children}</span> : null}
        </>
      )}
    </AriaCheckbox>
  )
}

export interface SwitchProps {
  children: ReactNode
  isSelected: boolean
  onChange: (selected: boolean) => void
  isDisabled?: boolean
}

/** On or off, effective at once. */
export function Switch({ children, ...rest }: SwitchProps) {
  return (
    <AriaSwitch {...rest} className="dw-check">
      <span className="dw-switch-track" aria-hidden="true" />
      <span>{children}</span>
    </AriaSwitch>
  )
}
