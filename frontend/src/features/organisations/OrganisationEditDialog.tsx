import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { Tagged } from '@/api/client'
import { currentOf } from '@/api/conflict'
import type { OrganisationPatch, OrganisationView } from '@/api/types'
import { useProblemText } from '@/api/useProblemText'
import { OWN_KINDS } from '@/pickers/labels'
import { OrganisationPicker } from '@/pickers/OrganisationPicker'
import type { Picked } from '@/pickers/picked'
import { Conflict } from '@/ui/Conflict'
import { FormDialog } from '@/ui/FormDialog'
import { TextField } from '@/ui/TextField'
import { toasts } from '@/ui/toasts'
import { useChangeOrganisation } from './queries'

type Draft = { name: string; own_key: string; fictive_ags: string; seat: string; parent: Picked | null }

const draftOf = (view: OrganisationView): Draft => ({
  name: view.name, own_key: view.own_key ?? '', fictive_ags: view.fictive_ags ?? '', seat: view.seat ?? '', parent: view.path.at(-1) ?? null,
})

/** Only what differs from what was shown goes out (RFC 7396), so that two people changing different fields do not disturb each other. */
function patchOf(draft: Draft, before: Draft): Partial<OrganisationPatch> {
  const patch: Partial<OrganisationPatch> = {}
  for (const field of ['name', 'own_key', 'fictive_ags', 'seat'] as const) {
    const value = draft[field].trim()
    if (value !== before[field]) patch[field] = value === '' ? null : value
  }
  if (draft.parent?.id !== before.parent?.id) patch.parent_id = draft.parent?.id ?? null
  return patch
}

/** One value in words, to compare two drafts. */
const text = (value: Draft, field: string) => (field === 'parent' ? (value.parent?.name ?? '') : String(value[field as keyof Draft] ?? ''))

/** What people keep by hand; what the register knows changes with the register. */
export function OrganisationEditDialog({ current, onClose }: { current: Tagged<OrganisationView>; onClose: () => void }) {
  const { t } = useTranslation('organisations')
  const say = useProblemText()
  const [base, setBase] = useState(current)
  const before = draftOf(base.view)
  const [draft, setDraft] = useState(before)
  const change = useChangeOrganisation(base.view.id, () => { toasts.show({ text: t('edit.done') }); onClose() })
  const { problem } = change
  const stored = currentOf<OrganisationView>(problem)
  const own = OWN_KINDS.includes(base.view.kind)
  const set = (field: keyof Draft) => (value: string) => setDraft((old) => ({ ...old, [field]: value }))

  function save(etag: string) {
    const body = patchOf(draft, before)
    if (Object.keys(body).length === 0) return onClose()
    change.mutate({ body, etag })
  }
  function reload() {
    if (!stored) return
    setBase(stored)
    setDraft(draftOf(stored.view))
    change.reset()
  }
  const changed = Object.keys(patchOf(draft, before)).map((field) => (field === 'parent_id' ? 'parent' : field))
  const notice = stored ? (
    <Conflict
      fields={changed.map((field) => ({ label: t(`facts.${field}`), mine: text(draft, field), theirs: text(draftOf(stored.view), field) }))}
      onReload={reload} onOverwrite={() => save(stored.etag)} isPending={change.isPending}
    />
  ) : undefined
  return (
    <FormDialog title={t('edit.title', { name: base.view.name })} submit={t('save')} onClose={onClose} onSubmit={() => save(base.etag)} isPending={change.isPending} problem={problem ? say(problem) : undefined} notice={notice}>
      {own ? null : <p className="dw-muted">{t('edit.register')}</p>}
      {own ? <TextField label={t('facts.name')} pointer="/name" value={draft.name} onChange={set('name')} error={problem?.at('/name')} maxLength={200} isRequired /> : null}
      {own ? <OrganisationPicker label={t('facts.parent')} pointer="/parent_id" optional value={draft.parent} onChange={(parent) => setDraft((old) => ({ ...old, parent }))} error={problem?.at('/parent_id')} /> : null}
      <div className="dw-form-two">
        <TextField label={t('facts.own_key')} pointer="/own_key" optional value={draft.own_key} onChange={set('own_key')} error={problem?.at('/own_key')} maxLength={60} />
        <TextField label={t('facts.fictive_ags')} pointer="/fictive_ags" optional value={draft.fictive_ags} onChange={set('fictive_ags')} error={problem?.at('/fictive_ags')} maxLength={8} inputMode="numeric" />
      </div>
      {own ? <TextField label={t('facts.seat')} pointer="/seat" optional value={draft.seat} onChange={set('seat')} error={problem?.at('/seat')} maxLength={200} /> : null}
    </FormDialog>
  )
}
