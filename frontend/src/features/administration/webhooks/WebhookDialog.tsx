import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { Tagged } from '@/api/client'
import type { WebhookView, WebhookWithSecret } from '@/api/types'
import { useProblemText } from '@/api/useProblemText'
import { inputOfTexts, useEdit } from '@/pickers/useEdit'
import { FormDialog } from '@/ui/FormDialog'
import { TextField } from '@/ui/TextField'
import { toasts } from '@/ui/toasts'
import { EventBoxes } from './EventBoxes'
import { useChangeWebhook, useCreateWebhook } from './queries'

type Draft = { name: string; url: string; events: string[] }

const draftOf = ({ name, url, events }: WebhookView): Draft => ({ name, url, events: events.toSorted() })

/** Where events will go and which. */
export function WebhookDialog({ onClose, onMade }: { onClose: () => void; onMade: (made: WebhookWithSecret) => void }) {
  const { t } = useTranslation('administration')
  const say = useProblemText()
  const [draft, setDraft] = useState<Draft>({ name: '', url: 'https://', events: ['order.*'] })
  const create = useCreateWebhook(onMade)
  const { problem } = create
  const send = () => create.mutate({ ...draft, name: draft.name.trim(), url: draft.url.trim() })
  return (
    <FormDialog title={t('webhooks.create')} submit={t('create')} onClose={onClose} wide onSubmit={send} isPending={create.isPending} problem={problem ? say(problem) : undefined}>
      <Fields draft={draft} set={(patch) => setDraft({ ...draft, ...patch })} error={(pointer) => problem?.under(pointer)} />
    </FormDialog>
  )
}

const only = (events: string[], other: string[]) => events.filter((event) => !other.includes(event)).join('\n')

/** Another address, another choice of events. */
export function WebhookEditDialog({ current, onClose }: { current: Tagged<WebhookView>; onClose: () => void }) {
  const { t } = useTranslation('administration')
  const change = useChangeWebhook(current.view.id, () => { toasts.show({ text: t('saved') }); onClose() })
  const edit = useEdit({
    current, draftOf, change, inputOf: inputOfTexts, onSame: onClose,
    fields: { name: { label: t('webhooks.name') }, url: { label: t('webhooks.url') }, events: { label: t('webhooks.only_here'), say: only } },
  })
  return (
    <FormDialog title={t('edit_title', { name: edit.base.view.name })} submit={t('save')} onClose={onClose} wide onSubmit={() => edit.save()} isPending={edit.isPending} problem={edit.problem} notice={edit.notice}>
      <Fields draft={edit.draft} set={edit.set} error={(pointer) => change.problem?.under(pointer)} />
    </FormDialog>
  )
}

function Fields({ draft, set, error }: { draft: Draft; set: (patch: Partial<Draft>) => void; error: (pointer: string) => string | undefined }) {
  const { t } = useTranslation('administration')
  return (
    <>
      <TextField label={t('webhooks.name')} pointer="/name" value={draft.name} onChange={(name) => set({ name })} error={error('/name')} maxLength={200} isRequired />
      <TextField label={t('webhooks.url')} pointer="/url" type="url" value={draft.url} onChange={(url) => set({ url })} error={error('/url')} description={t('webhooks.url_hint')} maxLength={2000} isRequired />
      <EventBoxes value={draft.events} onChange={(events) => set({ events: events.toSorted() })} error={error('/events')} />
    </>
  )
}
