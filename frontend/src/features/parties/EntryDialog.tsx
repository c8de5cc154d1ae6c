import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { Tagged } from '@/api/client'
import { asProblem } from '@/api/problem'
import type { Named, PartyEntryPatch, PartyEntryView } from '@/api/types'
import { OrganisationPicker } from '@/pickers/OrganisationPicker'
import { PersonPicker } from '@/pickers/PersonPicker'
import { ProblemNote } from '@/pickers/ProblemNote'
import { EditNote, sayDay, useEdit } from '@/pickers/useEdit'
import { Button } from '@/ui/Button'
import { DateField } from '@/ui/DateField'
import { DescriptionList } from '@/ui/DescriptionList'
import { Confirm, Dialog } from '@/ui/Dialog'
import { NameOf } from '@/ui/NameOf'
import { TextField } from '@/ui/TextField'
import { toasts } from '@/ui/toasts'
import { entryQuery, useChangeEntry, useEndEntry } from './queries'
import { usePlace } from './words'

interface EntryProps {
  id: string
  onClose: () => void
}

interface Draft {
  organisation: Named | null
  person: Named | null
  to: string | null
  note: string
}

const name = (of: Named | null) => of?.name ?? '–'

/** One entry: who it is from today on, until when; ended where one may. */
export function EntryDialog({ id, onClose }: EntryProps) {
  const { t } = useTranslation('parties')
  const { data, error } = useQuery(entryQuery(id))
  if (data) return <Loaded current={data} onClose={onClose} />
  if (!error) return null
  return <Dialog isOpen onClose={onClose} title={t('title')} footer={<Button onPress={onClose}>{t('close')}</Button>}><ProblemNote problem={asProblem(error)} /></Dialog>
}

function Loaded({ current, onClose }: { current: Tagged<PartyEntryView>; onClose: () => void }) {
  const { t } = useTranslation('parties')
  const entry = current.view
  const place = usePlace()
  const [ending, setEnding] = useState(false)
  const saved = () => { toasts.show({ text: t('changed', { role: entry.role_name }) }); onClose() }
  const end = useEndEntry(() => { toasts.show({ text: t('ended', { role: entry.role_name }) }); onClose() })
  const edit = useEdit({
    current, change: useChangeEntry(entry.id, saved), onSame: onClose,
    draftOf: (view: PartyEntryView): Draft => ({ organisation: view.organisation, person: view.person ?? null, to: view.valid_to ?? null, note: view.note ?? '' }),
    fields: { organisation: { label: t('organisation'), say: name }, person: { label: t('person'), say: name }, to: { label: t('to'), say: sayDay }, note: { label: t('note') } },
    inputOf: (draft, before, base) => inputOf(draft, before, base.etag),
  })
  const { organisation, person, to, note } = edit.draft
  const may = entry.can.includes('update')
  const footer = may ? <><Button variant="quiet" onPress={() => setEnding(true)}>{t('end')}</Button><Button onPress={onClose}>{t('cancel')}</Button><Button variant="primary" isPending={edit.isPending} onPress={() => edit.save()}>{t('save')}</Button></> : <Button onPress={onClose}>{t('close')}</Button>
  return (
    <Dialog isOpen onClose={onClose} title={entry.role_name} footer={footer}>
      <div className="dw-form">
        <p>{place(entry)}</p>
        <EditNote edit={edit} />
        {may ? (
          <>
            <OrganisationPicker label={t('organisation')} pointer="/organisation_id" value={organisation} onChange={(picked) => edit.set({ organisation: picked })} error={edit.error('/organisation_id')} isRequired />
            <PersonPicker pointer="/person_id" value={person} onChange={(picked) => edit.set({ person: picked })} error={edit.error('/person_id')} optional {...(organisation ? { organisation: organisation.id } : {})} />
            <DateField label={t('to')} description={t('to_hint')} pointer="/valid_to" value={to} onChange={(day) => edit.set({ to: day })} error={edit.error('/valid_to')} optional />
            <TextField label={t('note')} pointer="/note" value={note} onChange={(text) => edit.set({ note: text })} maxLength={500} optional />
          </>
        ) : <DescriptionList items={[{ term: t('organisation'), value: <NameOf of={entry.organisation} /> }, { term: t('person'), value: <NameOf of={entry.person} /> }]} />}
      </div>
      <Confirm isOpen={ending} onClose={() => setEnding(false)} title={t('end_title', { role: entry.role_name })} confirm={t('end')} onConfirm={() => end.mutate(entry)} isPending={end.isPending}>
        <p>{t('end_text', { count: entry.rollouts })}</p>
      </Confirm>
    </Dialog>
  )
}

function inputOf(draft: Draft, before: Draft, etag: string) {
  const body: Partial<PartyEntryPatch> = {}
  if (draft.organisation && draft.organisation.id !== before.organisation?.id) body.organisation_id = draft.organisation.id
  if (draft.person?.id !== before.person?.id) body.person_id = draft.person?.id ?? null
  if (draft.to !== before.to) body.valid_to = draft.to
  if (draft.note.trim() !== before.note) body.note = draft.note.trim() || null
  return Object.keys(body).length > 0 ? { body, etag } : undefined
}
