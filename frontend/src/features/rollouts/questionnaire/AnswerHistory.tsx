import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { QuestionnaireEntry } from '@/api/types'
import { Button } from '@/ui/Button'
import { LoadingNote, Skeleton } from '@/ui/Skeleton'
import { Timeline, TimelineEntry } from '@/ui/Timeline'
import { questionnaireHistory } from './queries'

const ACTS = ['questionnaire.opened', 'questionnaire.answered', 'questionnaire.submitted', 'questionnaire.reopened'] as const

/** Who answered what when: "Ansprechperson: A → B". Read only when somebody asks. */
export function AnswerHistory({ id, form }: { id: string; form: string }) {
  const { t } = useTranslation('questionnaire')
  const [isOpen, setOpen] = useState(false)
  return (
    <section className="dw-card qu-history" aria-labelledby="qu-history">
      <header className="ro-card-head"><h2 id="qu-history">{t('history.title')}</h2>{isOpen ? null : <Button small onPress={() => setOpen(true)}>{t('history.show')}</Button>}</header>
      {isOpen ? <Entries id={id} form={form} /> : null}
    </section>
  )
}

function Entries({ id, form }: { id: string; form: string }) {
  const { t } = useTranslation('questionnaire')
  const entries = useQuery(questionnaireHistory(id, form)).data
  if (!entries) return <><LoadingNote /><Skeleton lines={3} /></>
  if (entries.length === 0) return <p className="ro-quiet">{t('history.none')}</p>
  return <Timeline label={t('history.title')}>{entries.map((entry) => <TimelineEntry key={entry.id} author={entry.actor_name} at={entry.at} quiet><Told entry={entry} /></TimelineEntry>)}</Timeline>
}

function Told({ entry }: { entry: QuestionnaireEntry }) {
  const { t } = useTranslation('questionnaire')
  const action = ACTS.find((one) => one === entry.action)
  if (entry.changes.length === 0 && action) return <>{t(`history.${action.replace('questionnaire.', '')}` as 'history.submitted')}{entry.reason ? <span className="ro-reason">{entry.reason}</span> : null}</>
  return <ul className="qu-changes">{entry.changes.map(({ field, label, before, after }) => <li key={field}>{`${label}: `}{before ? <><del>{before}</del>{' → '}</> : null}{after ? <ins>{after}</ins> : t('history.taken_back')}</li>)}</ul>
}
