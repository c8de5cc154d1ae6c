import { useId, type ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import { DangerIcon } from '@/ui/icons'
import './fields.css'

/** Several inputs under one question. */
export function Group({ label, optional, path, error, help, children }: { label: string; optional: boolean; path: string; error: string | undefined; help: string | undefined; children: ReactNode }) {
  const { t } = useTranslation('ui')
  const id = useId()
  return (
    <fieldset className="dw-field fi-group" data-field={path} aria-describedby={error ? id : undefined}>
      <legend className="dw-label">{label}{optional ? <span className="dw-label-note">{` ${t('field.optional')}`}</span> : null}</legend>
      {help ? <span className="dw-hint">{help}</span> : null}
      {children}
      {error ? <span id={id} className="dw-error"><DangerIcon aria-hidden="true" /><span>{error}</span></span> : null}
    </fieldset>
  )
}
