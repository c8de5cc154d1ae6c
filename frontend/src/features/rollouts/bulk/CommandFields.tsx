import { useTranslation } from 'react-i18next'
import type { MaturityModel } from '@/api/types'
import { OrganisationPicker } from '@/pickers/OrganisationPicker'
import { DateField } from '@/ui/DateField'
import { Select } from '@/ui/Select'
import { TextArea } from '@/ui/TextField'
import { useLanguage } from '@/ui/When'
import { MODELS, useLevelName } from '../maturity'
import { NEEDS, OUTCOMES, type CommandName, type Fields } from './command'
import { ProgrammeSelect } from './ProgrammeSelect'
import type { Word, Words } from './queries'

interface FieldsProps {
  name: CommandName
  fields: Fields
  words: Words
  /** Says what is missing. */
  missing: boolean
  onChange: (patch: Partial<Fields>) => void
}

/** What the chosen command wants to know. */
export function CommandFields({ name, fields, words, missing, onChange }: FieldsProps) {
  const { t } = useTranslation('rollouts')
  const language = useLanguage()
  const levelName = useLevelName()
  const needs = NEEDS[name]
  const asks = (field: keyof Fields) => needs.includes(field) || needs.includes(`${field}?`)
  const optional = (field: keyof Fields) => !needs.includes(field)
  const error = (field: keyof Fields) => (missing && needs.includes(field) && !fields[field] ? t('bulk.missing') : undefined)
  const options = (all: Word[]) => all.map((word) => ({ id: word.key, label: `${word.key} ${word.name[language]}` }))
  const model = (of: MaturityModel) => Array.from({ length: MODELS[of] + 1 }, (_, at) => ({ id: `${of}:${at}`, label: `${of === '2.0' ? t('maturity.two') : t('maturity.one')}: ${levelName(of, at)}` }))
  const levels = asks('level') ? [...model('2.0'), ...model('1.1')] : []
  return (
    <>
      {asks('milestone') ? <Select label={t('bulk.milestone')} pointer="/act/command/milestone" value={fields.milestone} onChange={(milestone) => onChange({ milestone })} options={options(words.milestones)} error={error('milestone')} /> : null}
      {asks('role') ? <Select label={t('bulk.role')} pointer="/act/command/role" value={fields.role} onChange={(role) => onChange({ role })} options={words.roles.map((word) => ({ id: word.key, label: word.name[language] }))} error={error('role')} /> : null}
      {asks('kind') ? <Select label={t('acts.kind')} pointer="/act/command/kind" value={fields.kind} onChange={(kind) => onChange({ kind })} options={words.waiting.map((word) => ({ id: word.key, label: word.name[language] }))} error={error('kind')} /> : null}
      {asks('organisation') ? <OrganisationPicker label={t('acts.party')} pointer="/act/command/organisation_id" value={fields.organisation} onChange={(organisation) => onChange({ organisation })} optional /> : null}
      {asks('programme') ? <ProgrammeSelect value={fields.programme} onChange={(programme) => onChange({ programme })} error={error('programme')} /> : null}
      {name === 'change_template' ? <p>{t('bulk.template_hint')}</p> : null}
      {asks('day') ? <DateField label={t(`bulk.day.${name}`)} pointer="/act/command/due" value={fields.day} onChange={(day) => onChange({ day })} optional={optional('day')} error={error('day')} /> : null}
      {asks('outcome') ? <Select label={t('bulk.outcome')} pointer="/act/command/outcome" value={fields.outcome} onChange={(id) => onChange({ outcome: OUTCOMES.find((one) => one === id) ?? null })} options={OUTCOMES.map((id) => ({ id, label: t(`outcome.${id}`) }))} error={error('outcome')} /> : null}
      {asks('level') ? <Select label={t('maturity.level')} pointer="/act/command/level" value={fields.level} onChange={(level) => onChange({ level })} options={levels} error={error('level')} /> : null}
      {asks('reason') ? <TextArea label={t('reason')} pointer="/act/command/reason" value={fields.reason} onChange={(reason) => onChange({ reason })} rows={2} optional={optional('reason')} error={error('reason')} /> : null}
    </>
  )
}
