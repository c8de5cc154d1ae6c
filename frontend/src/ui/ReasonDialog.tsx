import { useState, type FormEvent, type ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import { Button } from './Button'
import { Dialog } from './Dialog'
import { TextArea } from './TextField'

export interface ReasonDialogProps {
  /** Names the thing and the act: "M3.2 Empfangsweg überspringen?" */
  title: string
  /** What follows from it. */
  children?: ReactNode
  label: string
  /** The act in a word: "Überspringen". */
  confirm: string
  danger?: boolean
  optional?: boolean
  isPending: boolean
  /** A refusal by the server; the typed reason stays. */
  problem?: ReactNode
  onConfirm: (reason: string) => void
  onClose: () => void
}

/** Asks for the reason of an act that others will want to understand. */
export function ReasonDialog(props: ReasonDialogProps) {
  const { t } = useTranslation('ui')
  const [reason, setReason] = useState('')
  const [missing, setMissing] = useState(false)
  function send(event?: FormEvent) {
    event?.preventDefault()
    if (!props.optional && reason.trim() === '') setMissing(true)
    else props.onConfirm(reason.trim())
  }
  const footer = (
    <>
      <Button onPress={props.onClose}>{t('cancel')}</Button>
      <Button variant={props.danger ? 'danger' : 'primary'} isPending={props.isPending} onPress={() => send()}>{props.confirm}</Button>
    </>
  )
  return (
    <Dialog isOpen onClose={props.onClose} title={props.title} footer={footer} alert={props.danger ?? false}>
      <form className="dw-stack" onSubmit={send} noValidate>
        {props.problem}
        {props.children}
        <TextArea
          label={props.label} pointer="/reason" value={reason} onChange={setReason} optional={props.optional ?? false} isRequired={!props.optional} maxLength={2000}
          error={missing && reason.trim() === '' ? t('reason.missing') : undefined}
          onKeyDown={(event) => { if (event.key === 'Enter' && (event.ctrlKey || event.metaKey)) send() }}
        />
      </form>
    </Dialog>
  )
}
