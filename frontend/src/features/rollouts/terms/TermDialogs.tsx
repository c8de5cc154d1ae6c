import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { Named, TermCreate, TermView } from '@/api/types'
import { useProblemText } from '@/api/useProblemText'
import { OrganisationPicker } from '@/pickers/OrganisationPicker'
import { ProblemNote } from '@/pickers/ProblemNote'
import { ServicePicker } from '@/pickers/ServicePicker'
import { DateField } from '@/ui/DateField'
import { FormDialog } from '@/ui/FormDialog'
import { NumberField } from '@/ui/NumberField'
import { ReasonDialog } from '@/ui/ReasonDialog'
import { Select } from '@/ui/Select'
import { TextArea, TextField } from '@/ui/TextField'
import { toasts } from '@/ui/toasts'
import { useTermCreate, useTermEnd, useTermRenew } from './queries'

export const KINDS = ['certificate', 'contract', 'directory_entry', 'other'] as const

/** What holds until a day, for whom, and who renews it. */
export function TermDialog({ onClose }: { onClose: () => void }) {
  const { t } = useTranslation('terms')
  const say = useProblemText()
  const [kind, setKind] = useState<TermCreate['kind']>('certificate')
  const [title, setTitle] = useState('')
  const [body, setBody] = useState<Named | null>(null)
  const [party, setParty] = useState<Named | null>(null)
  const [service, setService] = useState<Named | null>(null)
  const [until, setUntil] = useState<string | null>(null)
  const [lead, setLead] = useState<number | null>(30)
  const [note, setNote] = useState('')
  const [missing, setMissing] = useState(false)
  const create = useTermCreate((term) => { toasts.show({ text: t('created', { name: term.title }) }); onClose() })
  const at = (pointer: string, value: unknown) => create.problem?.at(pointer) ?? (missing && !value ? t('missing') : undefined)
  function send() {
    if (!title.trim() || !body || !until) { setMissing(true); return }
    create.mutate({ kind, title: title.trim(), body_id: body.id, party_id: party?.id ?? null, service_id: service?.id ?? null, valid_until: until, lead_days: lead, note: note.trim() || null })
  }
  return (
    <FormDialog title={t('new')} submit={t('create')} onClose={onClose} onSubmit={send} isPending={create.isPending} problem={create.problem ? say(create.problem) : undefined} wide>
      <Select label={t('kind_label')} pointer="/kind" value={kind} onChange={(id) => setKind((id ?? 'other') as TermCreate['kind'])} options={KINDS.map((id) => ({ id, label: t(`kind.${id}`) }))} />
      <TextField label={t('title_label')} pointer="/title" value={title} onChange={setTitle} maxLength={200} error={at('/title', title.trim())} />
      <OrganisationPicker label={t('body')} pointer="/body_id" value={body} onChange={setBody} error={at('/body_id', body)} />
      <OrganisationPicker label={t('party')} pointer="/party_id" value={party} onChange={setParty} description={t('party_hint')} error={create.problem?.at('/party_id')} optional />
      <ServicePicker value={service} onChange={setService} optional />
      <DateField label={t('valid_until')} pointer="/valid_until" value={until} onChange={setUntil} error={at('/valid_until', until)} />
      <NumberField label={t('lead')} pointer="/lead_days" value={lead} onChange={setLead} minValue={1} maxValue={730} description={t('lead_hint')} error={create.problem?.at('/lead_days')} />
      <TextArea label={t('note')} pointer="/note" value={note} onChange={setNote} rows={2} maxLength={2000} optional />
    </FormDialog>
  )
}

/** The new last day. */
export function RenewDialog({ term, onClose }: { term: TermView; onClose: () => void }) {
  const { t } = useTranslation('terms')
  const say = useProblemText()
  const [day, setDay] = useState<string | null>(null)
  const [missing, setMissing] = useState(false)
  const renew = useTermRenew((after) => { toasts.show({ text: t('renewed', { name: after.title }) }); onClose() })
  const send = () => (day ? renew.mutate({ term, day }) : setMissing(true))
  return (
    <FormDialog title={t('renew_name', { name: term.title })} submit={t('renew')} onClose={onClose} onSubmit={send} isPending={renew.isPending} problem={renew.problem ? say(renew.problem) : undefined}>
      <DateField label={t('new_until')} pointer="/valid_until" value={day} onChange={setDay} error={renew.problem?.at('/valid_until') ?? (missing && !day ? t('missing') : undefined)} />
    </FormDialog>
  )
}

/** Why it is needed no more. */
export function EndDialog({ term, onClose }: { term: TermView; onClose: () => void }) {
  const { t } = useTranslation('terms')
  const end = useTermEnd((after) => { toasts.show({ text: t('ended', { name: after.title }) }); onClose() })
  return <ReasonDialog title={t('end_name', { name: term.title })} label={t('reason')} confirm={t('end')} isPending={end.isPending} problem={<ProblemNote problem={end.problem} />} onConfirm={(reason) => end.mutate({ term, reason })} onClose={onClose} />
}
