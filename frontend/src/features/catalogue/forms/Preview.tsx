import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { FormDefinition } from '@/api/types'
import { asker, fieldsOf, standing, type Answers } from '@/fields/answers'
import { FieldInput } from '@/fields/FieldInput'
import { useLanguage } from '@/ui/When'

/** The form as it is filled in. What is tried here is kept nowhere. */
export function Preview({ definition }: { definition: FormDefinition }) {
  const { t } = useTranslation('forms')
  const language = useLanguage()
  const [answers, setAnswers] = useState<Answers>({})
  const { asks, answer } = asker(fieldsOf(definition), answers)
  const { asked, answered } = standing(definition, answers, language)
  return (
    <section className="fo-preview" aria-labelledby="fo-preview">
      <header className="fo-head"><h2 id="fo-preview">{t('preview')}</h2><span className="dw-muted dw-small" aria-live="polite">{t('preview_of', { answered, asked: asked.length })}</span></header>
      {definition.help ? <p>{definition.help[language]}</p> : null}
      {definition.sections.map((section, at) => (
        // oxlint-disable-next-line react/no-array-index-key -- topics have no name but their place
        <section key={at} className="dw-card fo-topic" aria-label={section.title[language]}>
          <h3>{section.title[language]}</h3>
          {section.help ? <p className="dw-muted">{section.help[language]}</p> : null}
          {(section.fields ?? []).filter(asks).map((field) => (
            <FieldInput key={field.key} field={field} path={`/${field.key}`} value={answers[field.key]} onChange={(value) => setAnswers((all) => ({ ...all, [field.key]: value }))} errors={{}} names={[]} files={{ known: [] }} answer={answer} />
          ))}
        </section>
      ))}
    </section>
  )
}
