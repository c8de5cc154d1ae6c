import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { Named, PartyEntriesBulk, PartyEntriesBulkView } from '@/api/types'
import { useProblemText } from '@/api/useProblemText'
import { dayOf } from '@/lib/dates'
import { sayNumber } from '@/lib/numbers'
import { OrganisationPicker } from '@/pickers/OrganisationPicker'
import { PersonPicker } from '@/pickers/PersonPicker'
import { DateField } from '@/ui/DateField'
import { FormDialog } from '@/ui/FormDialog'
import { Select } from '@/ui/Select'
import { toasts } from '@/ui/toasts'
import { useLanguage } from '@/ui/When'
import { useBulk } from './queries'
import { usePlace } from './words'

interface BulkProps {
  /** The chosen ones, or what the list is filtered by. */
  entries: object
  onClose: () => void
  onDone: () => void
}

type What = 'organisation' | 'person' | 'end'

/** One change of many entries from a day on: first what it would do, then doing it. */
export function BulkDialog({ entries, onClose, onDone }: BulkProps) {
  const { t } = useTranslation('parties')
  const say = useProblemText()
  const [what, setWhat] = useState<What>('organisation')
  const [organisation, setOrganisation] = useState<Named | null>(null)
  const [person, setPerson] = useState<Named | null>(null)
  const [day, setDay] = useState<string | null>(dayOf(new Date()))
  const preview = useBulk(() => {})
  const apply = useBulk((result) => { toasts.show({ text: t('bulk.done', { count: result.entries }) }); onDone() })
  const result = preview.data
  const again = <T,>(set: (value: T) => void) => (value: T) => { preview.reset(); set(value) }
  const change = what === 'end' ? { end: true } : what === 'person' ? { person_id: person?.id ?? null } : { organisation_id: organisation?.id ?? null, ...(person ? { person_id: person.id } : {}) }
  const body = (only: boolean) => ({ entries, change, ...(day ? { from_day: day } : {}), preview: only }) as unknown as PartyEntriesBulk
  const problem = apply.problem ?? preview.problem
  const ready = result !== undefined && result.entries > 0
  return (
    <FormDialog title={t('bulk.title')} submit={ready ? t('bulk.apply', { count: result.entries }) : t('bulk.preview')} onClose={onClose} onSubmit={() => (ready ? apply.mutate(body(false)) : preview.mutate(body(true)))} isPending={preview.isPending || apply.isPending} problem={problem ? say(problem) : undefined}>
      <Select label={t('bulk.what')} options={(['organisation', 'person', 'end'] as const).map((id) => ({ id, label: t(`bulk.what_${id}`) }))} value={what} onChange={(id) => id && again(setWhat)(id as What)} isRequired />
      {what === 'organisation' ? <OrganisationPicker label={t('organisation')} pointer="/change/organisation_id" value={organisation} onChange={again(setOrganisation)} error={problem?.at('/change/organisation_id')} isRequired /> : null}
      {what === 'end' ? null : <PersonPicker pointer="/change/person_id" value={person} onChange={again(setPerson)} error={problem?.at('/change/person_id')} optional {...(organisation ? { organisation: organisation.id } : {})} />}
      <DateField label={t('bulk.day')} description={t('bulk.day_hint')} pointer="/from_day" value={day} onChange={again(setDay)} error={problem?.at('/from_day')} isRequired />
      {result ? <Preview result={result} /> : null}
    </FormDialog>
  )
}

function Preview({ result }: { result: PartyEntriesBulkView }) {
  const { t } = useTranslation('parties')
  const language = useLanguage()
  const place = usePlace()
  const counts = { entries: sayNumber(result.entries, language), rollouts: sayNumber(result.rollouts, language) }
  return (
    <div className="dw-stack" role="status">
      <p><strong>{result.entries === 0 ? t('bulk.nothing') : t('bulk.counts', counts)}</strong></p>
      {result.unchanged > 0 ? <p className="dw-muted">{t('bulk.unchanged', { count: result.unchanged })}</p> : null}
      <ul className="pt-sample">{result.sample.slice(0, 5).map((row) => <li key={row.id}>{row.role_name}{': '}{place(row)}</li>)}</ul>
    </div>
  )
}
