import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { useProblemText } from '@/api/useProblemText'
import type { Named, ServiceCostView, ServiceLevel } from '@/api/types'
import { sayDay, useEdit } from '@/pickers/useEdit'
import { Button } from '@/ui/Button'
import { DateField } from '@/ui/DateField'
import { Confirm } from '@/ui/Dialog'
import { FormDialog } from '@/ui/FormDialog'
import { NumberField } from '@/ui/NumberField'
import { Segmented } from '@/ui/Segmented'
import { TextField } from '@/ui/TextField'
import { toasts } from '@/ui/toasts'
import { bearer, borne, costOf, formOf, patchOf, type CostForm } from './costForm'
import { useChangeCost, useEnterCost, useRemoveCost } from './queries'
import { EUROS, LEVELS, useMoney } from './words'

interface EnterProps {
  service: Named
  level: ServiceLevel | null
  year: number
  onClose: () => void
}

/** The first figures of a service for a year. */
export function EnterCostDialog({ service, level, year, onClose }: EnterProps) {
  const { t } = useTranslation('levy')
  const say = useProblemText()
  const [form, setForm] = useState<CostForm>(() => formOf(undefined))
  const enter = useEnterCost(() => { toasts.show({ text: t('costs.saved', { name: service.name ?? '' }) }); onClose() })
  return (
    <FormDialog title={t('costs.of', { name: service.name ?? t('hidden'), year })} submit={t('save')} onClose={onClose} onSubmit={() => enter.mutate(costOf(form, service.id, year))} isPending={enter.isPending} problem={enter.problem ? say(enter.problem) : undefined}>
      <Fields form={form} level={level} change={(patch) => setForm((now) => ({ ...now, ...patch }))} error={(pointer) => enter.problem?.at(pointer)} />
    </FormDialog>
  )
}

/** Figures that stand, changed or taken out. */
export function ChangeCostDialog({ cost, onClose }: { cost: ServiceCostView; onClose: () => void }) {
  const { t } = useTranslation('levy')
  const money = useMoney()
  const [removing, setRemoving] = useState(false)
  const name = cost.service.name ?? t('hidden')
  const done = (text: string) => () => { toasts.show({ text }); onClose() }
  const remove = useRemoveCost(done(t('costs.removed', { name })))
  const euro = (value: number | null) => money(Math.round((value ?? 0) * 100))
  const part = { say: (value: number | null) => String(value ?? 0) }
  const edit = useEdit({
    current: { view: cost, etag: `"${cost.version}"` }, change: useChangeCost(cost.id, done(t('costs.saved', { name }))), onSame: onClose, draftOf: formOf,
    fields: {
      operation: { label: t('costs.operation'), say: euro }, first: { label: t('costs.first'), say: euro }, by: { label: t('costs.shares'), say: (by) => t(`costs.by_${by}`) },
      bezirk: { label: t('levels.bezirk'), ...part }, district: { label: t('levels.district'), ...part }, municipality: { label: t('levels.municipality'), ...part },
      as_of: { label: t('costs.as_of'), say: sayDay }, source: { label: t('costs.source') },
    },
    inputOf: (draft, before, base) => { const body = patchOf(draft, before); return body ? { body, etag: base.etag } : undefined },
  })
  return (
    <>
      <FormDialog title={t('costs.of', { name, year: cost.year })} submit={t('save')} onClose={onClose} onSubmit={() => edit.save()} isPending={edit.isPending} problem={edit.problem} notice={edit.notice}>
        <Fields form={edit.draft} level={cost.level} change={edit.set} error={edit.error} />
        {cost.can.includes('delete') ? <div><Button variant="quiet" onPress={() => setRemoving(true)}>{t('costs.remove')}</Button></div> : null}
      </FormDialog>
      <Confirm isOpen={removing} onClose={() => setRemoving(false)} title={t('costs.remove_title', { name, year: cost.year })} confirm={t('costs.remove')} onConfirm={() => remove.mutate(cost)} isPending={remove.isPending}>
        <p>{t('costs.remove_text')}</p>
      </Confirm>
    </>
  )
}

interface FieldsProps {
  form: CostForm
  level: ServiceLevel | null
  change: (patch: Partial<CostForm>) => void
  error: (pointer: string) => string | undefined
}

/** What a rollout manager knows of the costs; below, what follows from it before anything is saved. */
function Fields({ form, level, change, error }: FieldsProps) {
  const { t } = useTranslation('levy')
  const money = useMoney()
  const { state, municipal } = borne(form)
  return (
    <>
      <div className="dw-form-two">
        <NumberField label={t('costs.operation')} description={t('costs.operation_hint')} pointer="/operation_cents" value={form.operation} onChange={(operation) => change({ operation })} error={error('/operation_cents')} {...EUROS} />
        <NumberField label={t('costs.first')} description={t('costs.first_hint')} pointer="/first_cents" value={form.first} onChange={(first) => change({ first })} error={error('/first_cents')} optional {...EUROS} />
      </div>
      <Segmented label={t('costs.shares')} value={form.by} onChange={(by) => change({ by: by as CostForm['by'] })} options={[{ id: 'level', label: t('costs.by_level') }, { id: 'parts', label: t('costs.by_parts') }]} />
      {form.by === 'level' ? <p className="dw-muted dw-small">{t('costs.level_bears', { level: t(`levels.${bearer(level)}`) })}</p> : (
        <div className="dw-form-two" data-field="/shares">
          {LEVELS.map((one) => <NumberField key={one} label={t(`levels.${one}`)} value={form[one]} onChange={(parts) => change({ [one]: parts })} minValue={0} maxValue={10_000} error={one === 'bezirk' ? error('/shares') : undefined} />)}
        </div>
      )}
      <div className="dw-form-two">
        <DateField label={t('costs.as_of')} description={t('costs.as_of_hint')} pointer="/as_of" value={form.as_of} onChange={(as_of) => change({ as_of })} error={error('/as_of')} optional />
        <TextField label={t('costs.source')} pointer="/source" value={form.source} onChange={(source) => change({ source })} error={error('/source')} maxLength={500} optional />
      </div>
      <p role="status">{t('costs.what_if', { state: money(state), municipal: money(municipal) })}</p>
    </>
  )
}
