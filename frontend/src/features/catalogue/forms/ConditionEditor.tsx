import { useTranslation } from 'react-i18next'
import type { FormCondition, FormField } from '@/api/types'
import { Button, IconButton } from '@/ui/Button'
import { DeleteIcon, PlusIcon } from '@/ui/icons'
import { Segmented } from '@/ui/Segmented'
import { Select, type Option } from '@/ui/Select'
import { TextField } from '@/ui/TextField'
import { useLanguage } from '@/ui/When'
import { conditionOf, simple, type Simple, type Statement } from './model'

const OPS = ['eq', 'not_eq', 'answered', 'not_answered'] as const

/** When the question is asked: statements about others, of which all or any must hold. */
export function ConditionEditor({ when, others, onChange }: { when: FormCondition | null | undefined; others: FormField[]; onChange: (when: FormCondition | undefined) => void }) {
  const { t } = useTranslation('forms')
  const shown = simple(when)
  const put = (next: Simple) => onChange(conditionOf(next))
  if (!shown) return <p className="dw-small">{t('condition_nested')} <Button small onPress={() => onChange(undefined)}>{t('condition_drop')}</Button></p>
  const { all, statements } = shown
  const change = (at: number, next: Statement) => put({ all, statements: statements.with(at, next) })
  const first = others[0]
  return (
    <fieldset className="fi-group">
      <legend className="dw-label">{t('condition')}</legend>
      {statements.length === 0 ? <p className="dw-hint">{t('condition_always')}</p> : null}
      {statements.length > 1 ? <Segmented hideLabel label={t('condition')} value={all ? 'all' : 'any'} onChange={(id) => put({ all: id === 'all', statements })} options={[{ id: 'all', label: t('condition_all') }, { id: 'any', label: t('condition_any') }]} /> : null}
      {statements.map((one, at) => (
        // oxlint-disable-next-line react/no-array-index-key -- statements have no name but their place
        <Line key={at} statement={one} others={others} onChange={(next) => change(at, next)} onRemove={() => put({ all, statements: statements.toSpliced(at, 1) })} />
      ))}
      {first ? <div><Button small icon={<PlusIcon aria-hidden="true" />} onPress={() => put({ all, statements: [...statements, { field: first.key, op: 'answered', value: null }] })}>{t('condition_add')}</Button></div> : null}
    </fieldset>
  )
}

function Line({ statement, others, onChange, onRemove }: { statement: Statement; others: FormField[]; onChange: (statement: Statement) => void; onRemove: () => void }) {
  const { t } = useTranslation('forms')
  const language = useLanguage()
  const asked = others.find(({ key }) => key === statement.field)
  const options = asked ? optionsOf(asked, language, t('yes'), t('no')) : []
  const needsValue = statement.op === 'eq' || statement.op === 'not_eq'
  const pick = (id: string | null) => onChange({ ...statement, value: asked?.kind.type === 'yes_no' ? id === 'yes' : id })
  const value = asked?.kind.type === 'yes_no' ? (statement.value === true ? 'yes' : 'no') : String(statement.value ?? '')
  const chosenOp = (id: string | null) => {
    const op = OPS.find((one) => one === id) ?? 'answered'
    const wants = op === 'eq' || op === 'not_eq'
    const first = options[0]?.id
    onChange({ ...statement, op, value: wants ? (statement.value ?? (asked?.kind.type === 'yes_no' ? true : (first ?? ''))) : null })
  }
  return (
    <div className="fo-statement">
      <Select label={t('condition_field')} value={statement.field} onChange={(key) => { if (key !== null) onChange({ field: key, op: 'answered', value: null }) }} options={others.map((one) => ({ id: one.key, label: one.label[language] || one.key }))} />
      <Select label={t('condition_op')} value={statement.op} onChange={chosenOp} options={OPS.map((id) => ({ id, label: t(`op.${id}`) }))} />
      {!needsValue ? null : options.length > 0 ? <Select label={t('condition_value')} value={value} onChange={pick} options={options} /> : <TextField label={t('condition_value')} value={value} onChange={(typed) => onChange({ ...statement, value: asked?.kind.type === 'integer' || asked?.kind.type === 'money' ? Number(typed) : typed })} />}
      <IconButton small label={t('condition_remove')} icon={<DeleteIcon />} onPress={onRemove} />
    </div>
  )
}

function optionsOf(field: FormField, language: 'de' | 'en', yes: string, no: string): Option[] {
  if (field.kind.type === 'yes_no') return [{ id: 'yes', label: yes }, { id: 'no', label: no }]
  return 'options' in field.kind ? field.kind.options.map(({ key, label }) => ({ id: key, label: label[language] })) : []
}
