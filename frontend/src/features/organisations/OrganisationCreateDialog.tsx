import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { OrganisationKind, OrganisationView } from '@/api/types'
import { useProblemText } from '@/api/useProblemText'
import { OWN_KINDS, useKindName } from '@/pickers/labels'
import { OrganisationPicker } from '@/pickers/OrganisationPicker'
import type { Picked } from '@/pickers/picked'
import { FormDialog } from '@/ui/FormDialog'
import { Select } from '@/ui/Select'
import { TextField } from '@/ui/TextField'
import { toasts } from '@/ui/toasts'
import { useCreateOrganisation } from './queries'

export interface OrganisationCreateDialogProps {
  parent: Picked | null
  onClose: () => void
  onDone: (made: OrganisationView) => void
}

const filled = (text: string) => (text.trim() === '' ? null : text.trim())

/** A department, provider, vendor … that the register does not know. */
export function OrganisationCreateDialog({ parent: initial, onClose, onDone }: OrganisationCreateDialogProps) {
  const { t } = useTranslation('organisations')
  const kindName = useKindName()
  const say = useProblemText()
  const [kind, setKind] = useState<string>('department')
  const [parent, setParent] = useState<Picked | null>(initial)
  const [draft, setDraft] = useState({ name: '', own_key: '', fictive_ags: '', seat: '' })
  const set = (field: keyof typeof draft) => (value: string) => setDraft((before) => ({ ...before, [field]: value }))
  const create = useCreateOrganisation((made) => {
    toasts.show({ text: t('create.done', { name: made.name }) })
    onDone(made)
  })
  const { problem } = create
  const error = (pointer: string) => problem?.at(pointer)
  function send() {
    create.mutate({
      kind: kind as OrganisationKind,
      name: draft.name.trim(),
      parent_id: parent?.id ?? null,
      own_key: filled(draft.own_key),
      fictive_ags: filled(draft.fictive_ags),
      seat: filled(draft.seat),
    })
  }
  return (
    <FormDialog title={t('create.title')} submit={t('create.send')} onClose={onClose} onSubmit={send} isPending={create.isPending} problem={problem ? say(problem) : undefined}>
      <p className="dw-muted">{t('create.text')}</p>
      <Select label={t('facts.kind')} pointer="/kind" value={kind} onChange={(id) => setKind(id ?? 'department')} options={OWN_KINDS.map((id) => ({ id, label: kindName(id) }))} error={error('/kind')} />
      <TextField label={t('facts.name')} pointer="/name" value={draft.name} onChange={set('name')} error={error('/name')} maxLength={200} isRequired />
      <OrganisationPicker label={t('create.parent')} pointer="/parent_id" optional value={parent} onChange={setParent} error={error('/parent_id')} />
      <div className="dw-form-two">
        <TextField label={t('facts.own_key')} pointer="/own_key" optional value={draft.own_key} onChange={set('own_key')} error={error('/own_key')} description={t('create.own_key_hint')} maxLength={60} />
        <TextField label={t('facts.fictive_ags')} pointer="/fictive_ags" optional value={draft.fictive_ags} onChange={set('fictive_ags')} error={error('/fictive_ags')} description={t('create.fictive_ags_hint')} maxLength={8} inputMode="numeric" />
      </div>
      <TextField label={t('facts.seat')} pointer="/seat" optional value={draft.seat} onChange={set('seat')} error={error('/seat')} maxLength={200} />
    </FormDialog>
  )
}
