import { useId } from 'react'
import { useTranslation } from 'react-i18next'
import type { FormField, QuestionnaireView } from '@/api/types'
import { asker, fieldsOf, type Answer, type Missing } from '@/fields/answers'
import { FieldInput } from '@/fields/FieldInput'
import type { Files } from '@/fields/props'
import { Button } from '@/ui/Button'
import { useLanguage, When } from '@/ui/When'
import { useWords } from './useWords'
import type { AnswerEditing } from './useAnswers'

interface TopicProps {
  section: { title: { de: string; en: string }; help?: { de: string; en: string } | null | undefined; fields: FormField[] }
  view: QuestionnaireView
  editing: AnswerEditing
  lacking: Missing[]
  files: Files
}

/** One topic of a questionnaire: a card on a wide screen, a step on a phone. */
export function Topic({ section, view, editing, lacking, files }: TopicProps) {
  const { t } = useTranslation('questionnaire')
  const language = useLanguage()
  const id = useId()
  const { answer } = asker(fieldsOf(view.definition), editing.values)
  const errors = { ...Object.fromEntries(lacking.map(({ pointer }) => [pointer, t('needed')])), ...editing.errors }
  return (
    <section className="dw-card qu-topic" aria-labelledby={id}>
      <h2 id={id}>{section.title[language]}</h2>
      {section.help ? <p className="dw-muted">{section.help[language]}</p> : null}
      {section.fields.map((field) => (
        <div key={field.key} className="qu-field">
          <FieldInput field={field} path={`/${field.key}`} value={editing.values[field.key]} onChange={(value) => editing.change(field.key, value)} errors={errors} isDisabled={!view.can.includes('save')} names={view.names} files={files} answer={answer} />
          <About field={field} view={view} editing={editing} />
        </div>
      ))}
    </section>
  )
}

/** Who answered, what could be answered, and what somebody else answered meanwhile. */
function About({ field, view, editing }: { field: FormField; view: QuestionnaireView; editing: AnswerEditing }) {
  const { t } = useTranslation('questionnaire')
  const language = useLanguage()
  const words = useWords(view.names)
  const stored = view.answers.find((answer) => answer.field === field.key && answer.value !== null)
  const proposal = view.proposals.find((one) => one.field === field.key)
  const conflict = editing.conflicts.find((one) => one.field === field.key)
  const said = (value: Answer) => words(field, value) || t('nothing')
  if (conflict) {
    return (
      <div className="qu-conflict" role="alert">
        <p>{conflict.message} <strong>{t('theirs', { value: said(conflict.stored) })}</strong></p>
        <p className="qu-acts">
          <Button small onPress={() => editing.takeStored(field.key)}>{t('take_theirs')}</Button>
          <Button small onPress={() => editing.keepMine(field.key)}>{t('keep_mine')}</Button>
        </p>
      </div>
    )
  }
  if (proposal && editing.values[field.key] === undefined && view.can.includes('save')) {
    return (
      <p className="qu-proposal">
        <span>{t(`proposal.${proposal.origin}`)} <strong>{said(proposal.value)}</strong></span>
        <Button small aria-label={t('take_name', { label: field.label[language] })} onPress={() => editing.change(field.key, proposal.value)}>{t('take')}</Button>
      </p>
    )
  }
  if (!stored) return null
  return <p className="qu-by">{stored.by.name} · <When value={stored.at} />{stored.origin === 'entered' ? null : ` · ${t(`origin.${stored.origin}`)}`}</p>
}
