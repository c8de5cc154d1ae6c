import { useTranslation } from 'react-i18next'
import type { Tagged } from '@/api/client'
import type { OrganisationView } from '@/api/types'
import { OWN_KINDS } from '@/pickers/labels'
import { OrganisationPicker } from '@/pickers/OrganisationPicker'
import type { Picked } from '@/pickers/picked'
import { changedTexts } from '@/pickers/rebase'
import { useEdit } from '@/pickers/useEdit'
import { FormDialog } from '@/ui/FormDialog'
import { TextField } from '@/ui/TextField'
import { toasts } from '@/ui/toasts'
import { useChangeOrganisation } from './queries'

type Draft = { name: string; own_key: string; fictive_ags: string; seat: string; parent: Picked | null }

const draftOf = (view: OrganisationView): Draft => ({
  name: view.name, own_key: view.own_key ?? '', fictive_ags: view.fictive_ags ?? '', seat: view.seat ?? '', parent: view.path.at(-1) ?? null,
})

/** Only what differs from what was shown goes out (RFC 7396), so that two people changing different fields do not disturb each other. */
function bodyOf(draft: Draft, before: Draft) {
  const { parent, ...texts } = changedTexts(draft, before)
  return { ...texts, ...(parent === undefined ? {} : { parent_id: draft.parent?.id ?? null }) }
}

/** What people keep by hand; what the register knows changes with the register. */
export function OrganisationEditDialog({ current, onClose }: { current: Tagged<OrganisationView>; onClose: () => void }) {
  const { t } = useTranslation('organisations')
  const change = useChangeOrganisation(current.view.id, () => { toasts.show({ text: t('edit.done') }); onClose() })
  const edit = useEdit({
    current, draftOf, change, onSame: onClose,
    fields: {
      name: { label: t('facts.name') }, own_key: { label: t('facts.own_key') }, fictive_ags: { label: t('facts.fictive_ags') }, seat: { label: t('facts.seat') },
      parent: { label: t('facts.parent'), say: (parent) => parent?.name },
    },
    inputOf(draft, before, { etag }) {
      const body = bodyOf(draft, before)
      return Object.keys(body).length > 0 ? { body, etag } : undefined
    },
  })
  const { draft, set, error } = edit
  const own = OWN_KINDS.includes(edit.base.view.kind)
  return (
    <FormDialog title={t('edit.title', { name: edit.base.view.name })} submit={t('save')} onClose={onClose} onSubmit={() => edit.save()} isPending={edit.isPending} problem={edit.problem} notice={edit.notice}>
      {own ? null : <p className="dw-muted">{t('edit.register')}</p>}
      {own ? <TextField label={t('facts.name')} pointer="/name" value={draft.name} onChange={(name) => set({ name })} error={error('/name')} maxLength={200} isRequired /> : null}
      {own ? <OrganisationPicker label={t('facts.parent')} pointer="/parent_id" optional value={draft.parent} onChange={(parent) => set({ parent })} error={error('/parent_id')} /> : null}
      <div className="dw-form-two">
        <TextField label={t('facts.own_key')} pointer="/own_key" optional value={draft.own_key} onChange={(own_key) => set({ own_key })} error={error('/own_key')} maxLength={60} />
        <TextField label={t('facts.fictive_ags')} pointer="/fictive_ags" optional value={draft.fictive_ags} onChange={(fictive_ags) => set({ fictive_ags })} error={error('/fictive_ags')} maxLength={8} inputMode="numeric" />
      </div>
      {own ? <TextField label={t('facts.seat')} pointer="/seat" optional value={draft.seat} onChange={(seat) => set({ seat })} error={error('/seat')} maxLength={200} /> : null}
    </FormDialog>
  )
}
