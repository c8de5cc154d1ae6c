import type { ReactNode } from 'react'
import { FieldError, Label, Text } from 'react-aria-components'
import { useTranslation } from 'react-i18next'
import { DangerIcon } from './icons'
import './field.css'

/** What every field takes. */
export interface FieldProps {
  label: string
  /** JSON pointer of the value in the request ("/requester_id"); the problem summary moves focus by it. */
  pointer?: string
  description?: ReactNode
  /** What is wrong and what to do; shown at the field. */
  error?: string | undefined
  /** Marks the field as voluntary, as KERN does, instead of starring the required ones. */
  optional?: boolean
  isRequired?: boolean
  isDisabled?: boolean
}

/** Label of a field, with "(freiwillig)" where it is optional. */
export function FieldLabel({ label, optional }: { label: string; optional?: boolean | undefined }) {
  const { t } = useTranslation('ui')
  return (
    <Label className="dw-label">
      {label}
      {optional ? <span className="dw-label-note">{` ${t('field.optional')}`}</span> : null}
    </Label>
  )
}

/** Hint and error below a field, tied to it for screen readers. */
export function FieldNotes({ description, error }: { description?: ReactNode; error?: string | undefined }) {
  return (
    <>
      {description ? <Text slot="description" className="dw-hint">{description}</Text> : null}
      <FieldError className="dw-error">
        <DangerIcon aria-hidden="true" />
        <span>{error}</span>
      </FieldError>
    </>
  )
}

/** The attributes shared by the react-aria roots of all fields. */
export function rootProps({ pointer, error, isRequired, isDisabled }: FieldProps) {
  return {
    className: 'dw-field',
    'data-field': pointer,
    isInvalid: error !== undefined,
    isRequired: isRequired ?? false,
    isDisabled: isDisabled ?? false,
    validationBehavior: 'aria',
  } as const
}
