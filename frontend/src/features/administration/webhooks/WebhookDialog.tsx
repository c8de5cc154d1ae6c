import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { Tagged } from '@/api/client'
import { currentOf } from '@/api/conflict'
import type { WebhookView, WebhookWithSecret } from '@/api/types'
import { useProblemText } from '@/api/useProblemText'
import { Conflict } from '@/ui/Conflict'
import { FormDialog } from '@/ui/FormDialog'
import { TextField } from '@/ui/TextField'
import { toasts } from '@/ui/toasts'
import { EventBoxes } from './EventBoxes'
import { useChangeWebhook, useCreateWebhook } from './queries'

export interface WebhookDialogProps {
  current: Tagged<WebhookView> | undefined
  onClose: () => void
  onMade: (made: WebhookWithSecret) => void
}

/** Where events go and which. */
export function WebhookDialog({ current, onClose, onMade }: WebhookDialogProps) {
  const { t } = useTranslation('administration')
  const say = useProblemText()
  const [base] = useState(current)
  const [name, setName] = useState(base?.view.name ?? '')
  const [url, setUrl] = useState(base?.view.url ?? 'https://')
  const [events, setEvents] = useState<string[]>(base?.view.events ?? ['order.*'])
  const create = useCreateWebhook(onMade)
  const change = useChangeWebhook(base?.view.id ?? '', () => { toasts.show({ text: t('saved') }); onClose() })
  const act = base ? change : create
  const { problem } = act
  const stored = currentOf<WebhookView>(problem)
  const body = { name: name.trim(), url: url.trim(), events }
  const save = (etag: string) => change.mutate({ body, etag })
  const notice = stored ? (
    <Conflict
      fields={[{ label: t('webhooks.name'), mine: name, theirs: stored.view.name }, { label: t('webhooks.url'), mine: url, theirs: stored.view.url }, { label: t('webhooks.events'), mine: events.join(', '), theirs: stored.view.events.join(', ') }]}
      onReload={onClose} onOverwrite={() => save(stored.etag)} isPending={change.isPending}
    />
  ) : undefined
  return (
    <FormDialog
      title={base ? t('edit_title', { name: base.view.name }) : t('webhooks.create')} submit={base ? t('save') : t('create')} onClose={onClose} wide
      onSubmit={() => (base ? save(base.etag) : create.mutate(body))} isPending={act.isPending} problem={problem ? say(problem) : undefined} notice={notice}
    >
      <TextField label={t('webhooks.name')} pointer="/name" value={name} onChange={setName} error={problem?.at('/name')} maxLength={200} isRequired />
      <TextField label={t('webhooks.url')} pointer="/url" type="url" value={url} onChange={setUrl} error={problem?.at('/url')} description={t('webhooks.url_hint')} maxLength={2000} isRequired />
      <EventBoxes value={events} onChange={setEvents} error={problem?.errors.find((fault) => fault.pointer.startsWith('/events'))?.message} />
    </FormDialog>
  )
}
