import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { HandoverPart, HandoverView, Named, PersonView } from '@/api/types'
import { useProblemText } from '@/api/useProblemText'
import { dayOf } from '@/lib/dates'
import { PersonPicker } from '@/pickers/PersonPicker'
import { DateField } from '@/ui/DateField'
import { FormDialog } from '@/ui/FormDialog'
import { toasts } from '@/ui/toasts'
import { useHandover } from './queries'

/** Somebody takes over all that a person does: first what that is, then doing it. */
export function HandoverDialog({ person, onClose }: { person: PersonView; onClose: () => void }) {
  const { t } = useTranslation('organisations')
  const say = useProblemText()
  const [to, setTo] = useState<Named | null>(null)
  const [day, setDay] = useState<string | null>(dayOf(new Date()))
  const [missing, setMissing] = useState(false)
  const preview = useHandover(person.id, () => {})
  const apply = useHandover(person.id, (done) => { toasts.show({ text: t('handover.done', { name: done.to.name ?? '' }) }); onClose() })
  const result = preview.data
  const problem = apply.problem ?? preview.problem
  function send() {
    setMissing(to === null)
    if (!to) return
    const body = { to: to.id, ...(day ? { from_day: day } : {}) }
    if (result) apply.mutate(body)
    else preview.mutate({ ...body, preview: true })
  }
  return (
    <FormDialog title={t('handover.title', { name: person.name })} submit={result ? t('handover.send') : t('handover.preview')} onClose={onClose} onSubmit={send} isPending={preview.isPending || apply.isPending} problem={problem ? say(problem) : undefined}>
      <p>{t('handover.text')}</p>
      <PersonPicker label={t('handover.to')} pointer="/to" value={to} onChange={(picked) => { preview.reset(); setTo(picked) }} error={missing && !to ? t('handover.missing') : problem?.at('/to')} isRequired />
      <DateField label={t('handover.day')} pointer="/from_day" value={day} onChange={(picked) => { preview.reset(); setDay(picked) }} error={problem?.at('/from_day')} isRequired />
      {result ? <Preview result={result} /> : null}
    </FormDialog>
  )
}

function Preview({ result }: { result: HandoverView }) {
  const { t } = useTranslation('organisations')
  const parts = (['entries', 'parties', 'milestones', 'tickets', 'absences'] as const).map((part) => ({ part, of: result[part] }))
  return (
    <div role="status">
      <ul className="dw-lines">
        {parts.map(({ part, of }) => <li key={part}><span className="dw-grow">{t(`handover.${part}`, { count: of.count })}</span><span className="dw-muted dw-small">{some(of)}</span></li>)}
      </ul>
    </div>
  )
}

const some = ({ sample, count }: HandoverPart) => `${sample.map(({ name }) => name ?? '–').join(', ')}${count > sample.length ? ' …' : ''}`
