import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { Tagged } from '@/api/client'
import type { ApiClientView, ApiClientSecret } from '@/api/types'
import { useProblemText } from '@/api/useProblemText'
import { addDays, dayOf } from '@/lib/dates'
import { inputOfTexts, sayDay, useEdit } from '@/pickers/useEdit'
import { DateField } from '@/ui/DateField'
import { FormDialog } from '@/ui/FormDialog'
import { TextField } from '@/ui/TextField'
import { toasts } from '@/ui/toasts'
import { PermissionBoxes, usePermissionNames } from '../access/Permissions'
import { useChangeClient, useCreateClient } from './queries'

type Draft = {
  name: string
  scopes: string[]
  /** The last day on which it may log in. */
  expires: string | null
}

const draftOf = (view: ApiClientView): Draft => ({ name: view.name, scopes: view.scopes.toSorted(), expires: view.expires_at ? dayOf(new Date(view.expires_at)) : null })

/** The end of that day here. */
const endOf = (day: string | null) => (day === null ? null : new Date(`${day}T23:59:59`).toISOString())

/** A program that will log in by itself. */
export function ClientDialog({ onClose, onMade }: { onClose: () => void; onMade: (made: ApiClientSecret) => void }) {
  const { t } = useTranslation('administration')
  const say = useProblemText()
  const [draft, setDraft] = useState<Draft>({ name: '', scopes: [], expires: null })
  const create = useCreateClient(onMade)
  const { problem } = create
  const send = () => create.mutate({ name: draft.name.trim(), scopes: draft.scopes, expires_at: endOf(draft.expires) })
  return (
    <FormDialog title={t('clients.create')} submit={t('create')} onClose={onClose} wide onSubmit={send} isPending={create.isPending} problem={problem ? say(problem) : undefined}>
      <Fields draft={draft} set={(patch) => setDraft({ ...draft, ...patch })} error={(pointer) => problem?.at(pointer)} />
    </FormDialog>
  )
}

/** Name, end and the permissions a program may use at most. */
export function ClientEditDialog({ current, onClose }: { current: Tagged<ApiClientView>; onClose: () => void }) {
  const { t } = useTranslation('administration')
  const change = useChangeClient(current.view.id, () => { toasts.show({ text: t('saved') }); onClose() })
  const named = usePermissionNames()
  const edit = useEdit({
    current, draftOf, change, onSame: onClose,
    fields: { name: { label: t('clients.name') }, scopes: { label: t('clients.scopes'), say: named }, expires: { label: t('clients.expires'), say: (day) => sayDay(day) ?? t('clients.no_end') } },
    inputOf({ expires, ...draft }, { expires: old, ...before }, base) {
      const input = inputOfTexts(draft, before, base)
      return expires === old ? input : { etag: base.etag, body: { ...input?.body, expires_at: endOf(expires) } }
    },
  })
  return (
    <FormDialog title={t('edit_title', { name: edit.base.view.name })} submit={t('save')} onClose={onClose} wide onSubmit={() => edit.save()} isPending={edit.isPending} problem={edit.problem} notice={edit.notice}>
      <Fields draft={edit.draft} set={edit.set} error={edit.error} />
    </FormDialog>
  )
}

function Fields({ draft, set, error }: { draft: Draft; set: (patch: Partial<Draft>) => void; error: (pointer: string) => string | undefined }) {
  const { t } = useTranslation('administration')
  return (
    <>
      <div className="dw-form-two">
        <TextField label={t('clients.name')} pointer="/name" value={draft.name} onChange={(name) => set({ name })} error={error('/name')} description={t('clients.name_hint')} maxLength={200} isRequired />
        <DateField label={t('clients.expires')} pointer="/expires_at" optional value={draft.expires} onChange={(expires) => set({ expires })} error={error('/expires_at')} minValue={addDays(dayOf(new Date()), 1)} />
      </div>
      <p className="dw-muted dw-small">{t('clients.scopes_hint')}</p>
      <PermissionBoxes label={t('clients.scopes')} value={draft.scopes} onChange={(scopes) => set({ scopes })} />
    </>
  )
}
