import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { Tagged } from '@/api/client'
import { currentOf } from '@/api/conflict'
import type { PersonPatch, PersonView } from '@/api/types'
import { useProblemText } from '@/api/useProblemText'
import { Conflict } from '@/ui/Conflict'
import { FormDialog } from '@/ui/FormDialog'
import { toasts } from '@/ui/toasts'
import { PERSON_FIELDS, PersonFields, type PersonDraft } from './PersonFields'
import { useChangePerson } from './queries'

const draftOf = (view: PersonView): PersonDraft => ({
  title: view.title ?? '', given_name: view.given_name ?? '', family_name: view.family_name, email: view.email ?? '', phone: view.phone ?? '',
})

/** Name and contact data. What the editor may not read is not offered and not sent. */
export function PersonEditDialog({ current, onClose }: { current: Tagged<PersonView>; onClose: () => void }) {
  const { t } = useTranslation('organisations')
  const say = useProblemText()
  const [base, setBase] = useState(current)
  const before = draftOf(base.view)
  const [draft, setDraft] = useState(before)
  const change = useChangePerson(base.view.id, () => { toasts.show({ text: t('edit.done') }); onClose() })
  const { problem } = change
  const stored = currentOf<PersonView>(problem)
  const changed = PERSON_FIELDS.filter((field) => draft[field].trim() !== before[field])

  function save(etag: string) {
    if (changed.length === 0) return onClose()
    const body: Partial<PersonPatch> = Object.fromEntries(changed.map((field) => [field, draft[field].trim() === '' ? null : draft[field].trim()]))
    change.mutate({ body, etag })
  }
  function reload() {
    if (!stored) return
    setBase(stored)
    setDraft(draftOf(stored.view))
    change.reset()
  }
  const notice = stored ? (
    <Conflict
      fields={changed.map((field) => ({ label: t(`person.${field}`), mine: draft[field], theirs: draftOf(stored.view)[field] }))}
      onReload={reload} onOverwrite={() => save(stored.etag)} isPending={change.isPending}
    />
  ) : undefined
  return (
    <FormDialog title={t('edit.title', { name: base.view.name })} submit={t('save')} onClose={onClose} onSubmit={() => save(base.etag)} isPending={change.isPending} problem={problem ? say(problem) : undefined} notice={notice}>
      <PersonFields draft={draft} onChange={setDraft} problem={problem} hidden={base.view.hidden} />
    </FormDialog>
  )
}
