import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { FormCondition, FormField } from '@/api/types'
import { Button, IconButton } from '@/ui/Button'
import { DeleteIcon, PlusIcon } from '@/ui/icons'
import { Segmented } from '@/ui/Segmented'
import { Select, type Option } from '@/ui/Select'
import { TextField } from '@/ui/TextField'
import { useLanguage } from '@/ui/When'
import { conditionOf, groupOf, isGroup, type Group, type Statement } from './model'

const OPS = ['eq', 'not_eq', 'answered', 'not_answered'] as const

interface GroupProps {
  group: Group
  others: FormField[]
  /** How deep it lies; groups of groups of groups nobody reads. */
  depth: number
  onChange: (group: Group) => void
}

/** When the question is asked: statements about others, and groups of them, of which all or any must hold. */
export function ConditionEditor({ when, others, onChange }: { when: FormCondition | null | undefined; others: FormField[]; onChange: (when: FormCondition | undefined) => void }) {
  const { t } = useTranslation('forms')
  // A group without statements is no condition yet, but it is on screen.
  const [draft, setDraft] = useState(() => groupOf(when))
  const group = JSON.stringify(conditionOf(draft) ?? null) === JSON.stringify(conditionOf(groupOf(when)) ?? null) ? draft : groupOf(when)
  const put = (next: Group) => { setDraft(next); onChange(conditionOf(next)) }
  return (
    <fieldset className="fi-group">
      <legend className="dw-label">{t('condition')}</legend>
      {group.members.length === 0 ? <p className="dw-hint">{t('condition_always')}</p> : null}
      <Members group={group} others={others} depth={0} onChange={put} />
    </fieldset>
  )
}

const answered = (field: string): Statement => ({ field, op: 'answered', value: null })

function Members({ group, others, depth, onChange }: GroupProps) {
  const { t } = useTranslation('forms')
  const { all, members } = group
  const change = (at: number, next: Statement | Group) => onChange({ all, members: members.with(at, next) })
  const remove = (at: number) => onChange({ all, members: members.toSpliced(at, 1) })
  const first = others[0]
  const add = (one: Statement | Group) => onChange({ all, members: [...members, one] })
  return (
    <>
      {members.length > 1 ? <Segmented hideLabel label={t('condition')} value={all ? 'all' : 'any'} onChange={(id) => onChange({ all: id === 'all', members })} options={[{ id: 'all', label: t('condition_all') }, { id: 'any', label: t('condition_any') }]} /> : null}
      {members.map((one, at) => isGroup(one) ? (
        // oxlint-disable-next-line react/no-array-index-key -- groups have no name but their place
        <div key={at} className="fo-statement" role="group" aria-label={t('condition_group')}>
          <Members group={one} others={others} depth={depth + 1} onChange={(next) => change(at, next)} />
          <div><Button small icon={<DeleteIcon aria-hidden="true" />} onPress={() => remove(at)}>{t('condition_group_remove')}</Button></div>
        </div>
      ) : (
        // oxlint-disable-next-line react/no-array-index-key -- statements have no name but their place
        <Line key={at} statement={one} others={others} onChange={(next) => change(at, next)} onRemove={() => remove(at)} />
      ))}
      {first ? (
        <div className="fo-acts">
          <Button small icon={<PlusIcon aria-hidden="true" />} onPress={() => add(answered(first.key))}>{t('condition_add')}</Button>
          {depth < 2 && members.length > 0 ? <Button small icon={<PlusIcon aria-hidden="true" />} onPress={() => add({ all: !all, members: [answered(first.key)] })}>{t('condition_add_group')}</Button> : null}
        </div>
      ) : null}
    </>
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
