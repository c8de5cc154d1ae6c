import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { Named, RolloutDetail } from '@/api/types'
import { OrganisationPicker } from '@/pickers/OrganisationPicker'
import { sayDay, useEdit } from '@/pickers/useEdit'
import { dayOf } from '@/lib/dates'
import { Button, IconButton } from '@/ui/Button'
import { Checkbox } from '@/ui/Checkbox'
import { DateField } from '@/ui/DateField'
import { FormDialog } from '@/ui/FormDialog'
import { CloseIcon } from '@/ui/icons'
import { TextArea } from '@/ui/TextField'
import { toasts } from '@/ui/toasts'
import { coveredOn } from './covers'
import { setting, tagged, useSetting } from './queries'

interface PlanDialogProps {
  rollout: RolloutDetail
  onClose: () => void
}

const startOf = (view: RolloutDetail) => ({ start: view.started_on ?? null })
/** Who is covered today or will be. */
const coveredOf = (view: RolloutDetail) => ({ covered: view.covers.filter((cover) => coveredOn(cover, dayOf(new Date()))).map((cover): Named => cover.organisation) })
const without = (all: Named[], taken: Named[]) => all.filter(({ id }) => !taken.some((one) => one.id === id))

/** Another first day of the course; the plan moves with it, what was done stays. */
export function StartDialog({ rollout, onClose }: PlanDialogProps) {
  const { t } = useTranslation('rollouts')
  const [reason, setReason] = useState('')
  const [missing, setMissing] = useState(false)
  const edit = useEdit({
    current: tagged(rollout), draftOf: startOf, change: useSetting(rollout, () => { toasts.show({ text: t('acts.done_move_start') }); onClose() }),
    fields: { start: { label: t('plan.start'), say: sayDay } },
    inputOf: (draft, _, base) => (draft.start ? setting(base.view, { command: 'move_start', start: draft.start, reason: reason.trim() }) : undefined),
  })
  const { start } = edit.draft
  const save = () => (start && reason.trim() ? edit.save() : setMissing(true))
  return (
    <FormDialog
      title={t('acts.ask_move_start')} submit={t('acts.confirm_move_start')} onClose={onClose} onSubmit={save} isPending={edit.isPending}
      problem={edit.problem} notice={edit.notice}
    >
      <p>{t('acts.text_move_start')}</p>
      <DateField label={t('plan.start')} pointer="/command/start" value={start} onChange={(day) => edit.set({ start: day })} error={missing && !start ? t('acts.start_missing') : undefined} />
      <TextArea label={t('reason')} pointer="/command/reason" value={reason} onChange={setReason} rows={2} error={missing && !reason.trim() ? t('reason_missing') : undefined} />
    </FormDialog>
  )
}

/** Takes municipalities in from a day on and lets others go; who may be covered, the server knows. */
export function CoverageDialog({ rollout, onClose }: PlanDialogProps) {
  const { t } = useTranslation('rollouts')
  const [on, setOn] = useState<string | null>(dayOf(new Date()))
  const [reason, setReason] = useState('')
  const [missing, setMissing] = useState(false)
  const edit = useEdit({
    current: tagged(rollout), draftOf: coveredOf, change: useSetting(rollout, () => { toasts.show({ text: t('acts.done_change_coverage') }); onClose() }),
    fields: { covered: { label: t('cover.title'), say: (all) => all.map((one) => one.name ?? t('hidden')).join(', ') } },
    inputOf: ({ covered }, before, base) => (on ? setting(base.view, { command: 'change_coverage', add: without(covered, before.covered).map(({ id }) => id), end: without(before.covered, covered).map(({ id }) => id), on, reason: reason.trim() }) : undefined),
  })
  const { covered } = edit.draft
  const before = coveredOf(edit.base.view).covered
  const add = without(covered, before)
  const changes = add.length + without(before, covered).length
  const present = edit.base.view.covers.filter((cover) => coveredOn(cover, on ?? dayOf(new Date()))).map((cover): Named => cover.organisation)
  const ends = without(present, covered)
  const save = () => (changes > 0 && on && reason.trim() ? edit.save() : setMissing(true))
  const choose = (named: Named | null) => { if (named) edit.set({ covered: [...without(covered, [named]), named] }) }
  const drop = (named: Named) => edit.set({ covered: without(covered, [named]) })
  const toggle = (named: Named) => (ends.includes(named) ? choose(named) : drop(named))
  return (
    <FormDialog
      title={t('acts.ask_change_coverage')} submit={t('acts.confirm_change_coverage')} onClose={onClose} onSubmit={save} isPending={edit.isPending} wide
      problem={edit.problem} notice={edit.notice}
    >
      <p>{t('acts.text_change_coverage', { body: rollout.body.name ?? t('hidden') })}</p>
      <DateField label={t('cover.on')} pointer="/command/on" value={on} onChange={setOn} error={missing && !on ? t('cover.on_missing') : undefined} />
      <div className="ro-cover">
        <OrganisationPicker label={t('cover.add')} pointer="/command/add" value={null} onChange={choose} kinds={['municipality', 'independent_city']} optional error={missing && changes === 0 ? t('cover.nothing') : undefined} />
        {add.length > 0 ? (
          <ul className="ro-cover-new" aria-label={t('cover.added')}>
            {add.map((one, index) => <li key={one.id} data-field={`/command/add/${index}`}><span>{one.name}</span><IconButton small label={t('cover.drop', { name: one.name ?? '' })} icon={<CloseIcon />} onPress={() => drop(one)} /></li>)}
          </ul>
        ) : null}
      </div>
      {present.length > 0 ? (
        <fieldset className="ro-cover-list">
          <legend>{t('cover.end')}</legend>
          {present.map((one) => <Checkbox key={one.id} isSelected={ends.includes(one)} onChange={() => toggle(one)}>{one.name ?? t('hidden')}</Checkbox>)}
          {present.length > 1 ? <Button small variant="quiet" onPress={() => edit.set({ covered: ends.length === present.length ? [...without(covered, present), ...present] : without(covered, present) })}>{ends.length === present.length ? t('cover.none') : t('cover.all')}</Button> : null}
        </fieldset>
      ) : null}
      <TextArea label={t('reason')} pointer="/command/reason" value={reason} onChange={setReason} rows={2} error={missing && !reason.trim() ? t('reason_missing') : undefined} />
    </FormDialog>
  )
}
