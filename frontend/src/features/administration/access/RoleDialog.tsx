import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { Tagged } from '@/api/client'
import type { RoleView } from '@/api/types'
import { useProblemText } from '@/api/useProblemText'
import { fold } from '@/lib/text'
import { inputOfTexts, useEdit } from '@/pickers/useEdit'
import { FormDialog } from '@/ui/FormDialog'
import { TextField } from '@/ui/TextField'
import { toasts } from '@/ui/toasts'
import { PermissionBoxes, usePermissionNames } from './Permissions'
import { useChangeRole, useCreateRole } from './queries'

type Draft = {
  name_de: string
  name_en: string
  permissions: string[]
}

/** "Rollout-Team Süd" is "rollout_team_sued": what the server takes for a key. */
const keyOf = (name: string) => fold(name).replace(/[^a-z0-9]+/g, '_').replace(/^[^a-z]+|_+$/g, '').slice(0, 40)

/** A role of one's own, from nothing or from another one. */
export function RoleDialog({ copy, onClose, onDone }: { copy: RoleView | undefined; onClose: () => void; onDone: (made: RoleView) => void }) {
  const { t } = useTranslation('administration')
  const say = useProblemText()
  const [draft, setDraft] = useState<Draft>({ name_de: copy ? t('roles.copy_de', { name: copy.name_de }) : '', name_en: copy ? t('roles.copy_en', { name: copy.name_en }) : '', permissions: copy?.permissions ?? [] })
  const [key, setKey] = useState<string | null>(null)
  const shownKey = key ?? keyOf(draft.name_de)
  const create = useCreateRole((made) => { toasts.show({ text: t('roles.created') }); onDone(made) })
  const { problem } = create
  return (
    <FormDialog
      title={copy ? t('roles.copy_title', { name: copy.name_de }) : t('roles.create')} submit={t('create')} onClose={onClose} wide
      onSubmit={() => create.mutate({ key: shownKey, ...draft })} isPending={create.isPending} problem={problem ? say(problem) : undefined}
    >
      <Names draft={draft} onChange={setDraft} error={(pointer) => problem?.at(pointer)} />
      <TextField label={t('roles.key')} pointer="/key" value={shownKey} onChange={setKey} error={problem?.at('/key')} description={t('roles.key_hint')} maxLength={40} isRequired />
      <p className="dw-muted dw-small">{t('roles.limit')}</p>
      <PermissionBoxes label={t('roles.permissions')} value={draft.permissions} onChange={(permissions) => setDraft({ ...draft, permissions })} />
    </FormDialog>
  )
}

const draftOf = ({ name_de, name_en, permissions }: RoleView): Draft => ({ name_de, name_en, permissions: permissions.toSorted() })

/** Names and permissions of a role of one's own. */
export function RoleEditDialog({ current, onClose }: { current: Tagged<RoleView>; onClose: () => void }) {
  const { t } = useTranslation('administration')
  const change = useChangeRole(current.view.id, () => { toasts.show({ text: t('saved') }); onClose() })
  const named = usePermissionNames()
  const edit = useEdit({
    current, draftOf, change, inputOf: inputOfTexts, onSame: onClose,
    fields: { name_de: { label: t('roles.name_de') }, name_en: { label: t('roles.name_en') }, permissions: { label: t('roles.only_here'), say: named } },
  })
  const { draft, set } = edit
  return (
    <FormDialog title={t('edit_title', { name: edit.base.view.name_de })} submit={t('save')} onClose={onClose} onSubmit={() => edit.save()} isPending={edit.isPending} problem={edit.problem} notice={edit.notice} wide>
      <Names draft={draft} onChange={set} error={edit.error} />
      <PermissionBoxes label={t('roles.permissions')} value={draft.permissions} onChange={(permissions) => set({ permissions })} />
    </FormDialog>
  )
}

function Names({ draft, onChange, error }: { draft: Draft; onChange: (draft: Draft) => void; error: (pointer: string) => string | undefined }) {
  const { t } = useTranslation('administration')
  return (
    <div className="dw-form-two">
      <TextField label={t('roles.name_de')} pointer="/name_de" value={draft.name_de} onChange={(name_de) => onChange({ ...draft, name_de })} error={error('/name_de')} maxLength={200} isRequired />
      <TextField label={t('roles.name_en')} pointer="/name_en" value={draft.name_en} onChange={(name_en) => onChange({ ...draft, name_en })} error={error('/name_en')} maxLength={200} isRequired />
    </div>
  )
}
