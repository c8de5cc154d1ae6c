import type { KeyboardEvent, ReactElement, Ref } from 'react'
import { Input, TextArea as AriaTextArea, TextField as AriaTextField } from 'react-aria-components'
import { FieldLabel, FieldNotes, rootProps, type FieldProps } from './Field'

interface TextProps extends FieldProps {
  value?: string
  defaultValue?: string
  onChange?: (value: string) => void
  onBlur?: () => void
  placeholder?: string
  name?: string
  maxLength?: number
  isReadOnly?: boolean
}

export interface TextFieldProps extends TextProps {
  type?: 'text' | 'email' | 'password' | 'search' | 'tel' | 'url'
  autoComplete?: string
  inputMode?: 'text' | 'numeric' | 'decimal' | 'email'
  onKeyUp?: (event: KeyboardEvent) => void
  inputRef?: Ref<HTMLInputElement>
  /** A button inside the frame at the end, such as "show password". */
  end?: ReactElement
}

/** One line of text. */
export function TextField(props: TextFieldProps) {
  const { label, description, error, optional, value, defaultValue, onChange, onBlur, name, maxLength, isReadOnly, type, autoComplete, inputMode, inputRef } = props
  const input = <Input ref={inputRef} className="dw-input" placeholder={props.placeholder} onKeyUp={props.onKeyUp} />
  const given = { value, defaultValue, onChange, onBlur, name, maxLength, isReadOnly, type, autoComplete, inputMode }
  return (
    <AriaTextField {...rootProps(props)} {...withoutUndefined(given)}>
      <FieldLabel label={label} optional={optional} />
      {props.end ? <div className="dw-group dw-group--text" data-invalid={error === undefined ? undefined : true}>{input}{props.end}</div> : input}
      <FieldNotes description={description} error={error} />
    </AriaTextField>
  )
}

export interface TextAreaProps extends TextProps {
  rows?: number
  onKeyDown?: (event: KeyboardEvent) => void
}

/** Several lines of text; grows with what is typed. */
export function TextArea(props: TextAreaProps) {
  const { label, description, error, optional, value, defaultValue, onChange, onBlur, name, maxLength, isReadOnly } = props
  return (
    <AriaTextField {...rootProps(props)} {...withoutUndefined({ value, defaultValue, onChange, onBlur, name, maxLength, isReadOnly })}>
      <FieldLabel label={label} optional={optional} />
      <AriaTextArea className="dw-input" rows={props.rows ?? 3} placeholder={props.placeholder} onKeyDown={props.onKeyDown} />
      <FieldNotes description={description} error={error} />
    </AriaTextField>
  )
}

/** react-aria takes a present but undefined `value` for "uncontrolled", and warns when that changes. */
function withoutUndefined<T extends object>(given: T): T {
  return Object.fromEntries(Object.entries(given).filter(([, value]) => value !== undefined)) as T
}
