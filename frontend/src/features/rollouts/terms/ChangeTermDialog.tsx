import { useTranslation } from 'react-i18next'
import type { Named, TermPatch, TermView } from '@/api/types'
import { OrganisationPicker } from '@/pickers/OrganisationPicker'
import { inputOfTexts, useEdit } from '@/pickers/useEdit'
import { DescriptionList } from '@/ui/DescriptionList'
import { FormDialog } from '@/ui/FormDialog'
import { NumberField } from '@/ui/NumberField'
import { TextArea, TextField } from '@/ui/TextField'
import { toasts } from '@/ui/toasts'
import { When } from '@/ui/When'
import { useTermChange } from './queries'

interface Draft {
  title: string
  party: Named | null
  lead: number | null
  note: string
}

const draftOf = ({ title, party, lead_days, note }: TermView): Draft => ({ title, party, lead: lead_days, note: note ?? '' })

type Members = Required<TermPatch>

/** As they go out; where nobody is named, the body itself renews it. */
const membersOf = ({ title, party, lead, note }: Draft, { body }: TermView): Members => ({ title, party_id: party?.id ?? body.id, lead_days: lead, note })

/** What is said of something that holds until a day; what it is, for whom and until when stays. */
export function ChangeTermDialog({ term, onClose }: { term: TermView; onClose: () => void }) {
  const { t } = useTranslation('terms')
  const edit = useEdit({
    current: { view: term, etag: `"${term.version}"` }, draftOf, onSame: onClose,
    change: useTermChange(term.id, (after) => { toasts.show({ text: t('changed', { name: after.title }) }); onClose() }),
    fields: { title: { label: t('title_label') }, party: { label: t('party'), say: (party) => party?.name ?? term.body.name ?? '–' }, lead: { label: t('lead') }, note: { label: t('note') } },
    inputOf: (draft, before, base) => inputOfTexts<Members, TermPatch>(membersOf(draft, term), membersOf(before, term), base),
  })
  const { title, party, lead, note } = edit.draft
  const fixed = edit.base.view
  return (
    <FormDialog title={t('change_name', { name: term.title })} submit={t('save')} onClose={onClose} onSubmit={() => edit.save()} isPending={edit.isPending} problem={edit.problem} notice={edit.notice} wide>
      <DescriptionList
        items={[
          { term: t('kind_label'), value: t(`kind.${fixed.kind}`) }, { term: t('body'), value: fixed.body.name },
          ...(fixed.service ? [{ term: t('service'), value: fixed.service.name }] : []), { term: t('valid_until'), value: <When value={fixed.valid_until} /> },
        ]}
      />
      <TextField label={t('title_label')} pointer="/title" value={title} onChange={(text) => edit.set({ title: text })} maxLength={200} error={edit.error('/title')} />
      <OrganisationPicker label={t('party')} pointer="/party_id" value={party} onChange={(picked) => edit.set({ party: picked })} description={t('party_hint')} error={edit.error('/party_id')} optional />
      <NumberField label={t('lead')} pointer="/lead_days" value={lead} onChange={(days) => edit.set({ lead: days })} minValue={1} maxValue={730} description={t('lead_hint')} error={edit.error('/lead_days')} />
      <TextArea label={t('note')} pointer="/note" value={note} onChange={(text) => edit.set({ note: text })} rows={2} maxLength={2000} error={edit.error('/note')} optional />
    </FormDialog>
  )
}
