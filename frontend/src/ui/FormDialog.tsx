import { useEffect, useId, useRef, type FormEvent, type ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import { Button } from './Button'
import { Dialog } from './Dialog'
import { ProblemSummary, type ProblemSummaryProps } from './ProblemSummary'

export interface FormDialogProps {
  title: string
  onClose: () => void
  /** The act in a word or two: "Anlegen". */
  submit: string
  onSubmit: () => void
  isPending?: boolean
  /** What the server refused, in words; its lines lead to the fields by their `pointer`. */
  problem?: ProblemSummaryProps | undefined
  /** Shown in place of the problem: a Conflict. */
  notice?: ReactNode
  wide?: boolean
  children: ReactNode
}

/** Something to fill in and send. Stays open until the caller closes it, so that nothing typed is lost when sending fails. */
export function FormDialog({ title, onClose, submit, onSubmit, isPending, problem, notice, wide, children }: FormDialogProps) {
  const { t } = useTranslation('ui')
  const id = useId()
  const form = useRef<HTMLFormElement>(null)
  // One begins to type at once, instead of passing the button that closes. A list that would open over the rest by itself has to wait.
  useEffect(() => {
    const first = form.current?.querySelector<HTMLElement>('.dw-field :is(input, textarea, button):not([disabled], [tabindex="-1"])')
    if (first?.getAttribute('role') !== 'combobox') first?.focus({ preventScroll: true })
  }, [])
  function send(event: FormEvent) {
    event.preventDefault()
    if (!isPending) onSubmit()
  }
  const footer = (
    <>
      <Button onPress={onClose}>{t('cancel')}</Button>
      <Button variant="primary" type="submit" form={id} isPending={isPending ?? false}>{submit}</Button>
    </>
  )
  return (
    <Dialog isOpen onClose={onClose} title={title} footer={footer} wide={wide ?? false} alert>
      <form id={id} ref={form} onSubmit={send} noValidate className="dw-form">
        {notice ?? (problem ? <ProblemSummary {...problem} /> : null)}
        {children}
      </form>
    </Dialog>
  )
}
