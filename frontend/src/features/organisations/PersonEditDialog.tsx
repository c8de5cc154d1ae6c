import { useTranslation } from 'react-i18next'
import type { Tagged } from '@/api/client'
import type { PersonView } from '@/api/types'
import { inputOfTexts, useEdit } from '@/pickers/useEdit'
import { FormDialog } from '@/ui/FormDialog'
import { toasts } from '@/ui/toasts'
import { PersonFields, type PersonDraft } from './PersonFields'
import { useChangePerson } from './queries'

const draftOf = (view: PersonView): PersonDraft => ({
  title: view.title ?? '', given_name: view.given_name ?? '', family_name: view.family_name, email: view.email ?? '', phone: view.phone ?? '',
})

/** Name and contact data. What the editor may not read is not offered and not sent. */
export function PersonEditDialog({ current, onClose }: { current: Tagged<PersonView>; onClose: () => void }) {
  const { t } = useTranslation('organisations')
  const change = useChangePerson(current.view.id, () => { toasts.show({ text: t('edit.done') }); onClose() })
  const label = (field: keyof PersonDraft) => ({ label: t(`person.${field}`) })
  const edit = useEdit({
    current, draftOf, change, inputOf: inputOfTexts, onSame: onClose,
    fields: { title: label('title'), given_name: label('given_name'), family_name: label('family_name'), email: label('email'), phone: label('phone') },
  })
  return (
    <FormDialog title={t('edit.title', { name: edit.base.view.name })} submit={t('save')} onClose={onClose} onSubmit={() => edit.save()} isPending={edit.isPending} problem={edit.problem} notice={edit.notice}>
      <PersonFields draft={edit.draft} onChange={edit.set} error={edit.error} hidden={edit.base.view.hidden} />
    </FormDialog>
  )
}
