import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { Named, RolloutDetail } from '@/api/types'
import { OrganisationPicker } from '@/pickers/OrganisationPicker'
import { dayOf } from '@/lib/dates'
import { Button, IconButton } from '@/ui/Button'
import { Checkbox } from '@/ui/Checkbox'
import { DateField } from '@/ui/DateField'
import { FormDialog } from '@/ui/FormDialog'
import { CloseIcon } from '@/ui/icons'
import { TextArea } from '@/ui/TextField'
import { toasts } from '@/ui/toasts'
import { When } from '@/ui/When'
import { coveredOn, type Cover } from './covers'
import { EditNote } from './EditNote'
import { useEdit } from './queries'

interface PlanDialogProps {
  rollout: RolloutDetail
  onClose: () => void
}

const startOf = (view: RolloutDetail) => view.started_on ?? null
const day = (value: string | null) => (value ? <When value={value} /> : null)
const coverageOf = (view: RolloutDetail) => view.covers

/** Another first day of the course; the plan moves with it, what was done stays. */
export function StartDialog({ rollout, onClose }: PlanDialogProps) {
  const { t } = useTranslation('rollouts')
  const [start, setStart] = useState(startOf(rollout))
  const [reason, setReason] = useState('')
  const [missing, setMissing] = useState(false)
  const edit = useEdit(rollout, startOf, () => { toasts.show({ text: t('acts.done_move_start') }); onClose() })
  function save() {
    if (start && reason.trim()) edit.save({ command: { command: 'move_start', start, reason: reason.trim() } })
    else setMissing(true)
  }
  return (
    <FormDialog
      title={t('acts.ask_move_start')} submit={t('acts.confirm_move_start')} onClose={onClose} onSubmit={save} isPending={edit.isPending}
      notice={<EditNote edit={edit} fields={[{ label: t('plan.start'), mine: day(start), theirs: day(edit.stored ? startOf(edit.stored) : null) }]} onReload={(stored) => setStart(startOf(stored))} />}
    >
      <p>{t('acts.text_move_start')}</p>
      <DateField label={t('plan.start')} pointer="/command/start" value={start} onChange={setStart} error={missing && !start ? t('acts.start_missing') : undefined} />
      <TextArea label={t('reason')} pointer="/command/reason" value={reason} onChange={setReason} rows={2} error={missing && !reason.trim() ? t('reason_missing') : undefined} />
    </FormDialog>
  )
}

/** Takes municipalities in from a day on and lets others go; who may be covered, the server knows. */
export function CoverageDialog({ rollout, onClose }: PlanDialogProps) {
  const { t } = useTranslation('rollouts')
  const [add, setAdd] = useState<Named[]>([])
  const [end, setEnd] = useState<ReadonlySet<string>>(new Set())
  const [on, setOn] = useState<string | null>(dayOf(new Date()))
  const [reason, setReason] = useState('')
  const [missing, setMissing] = useState(false)
  const edit = useEdit(rollout, coverageOf, () => { toasts.show({ text: t('acts.done_change_coverage') }); onClose() })
  const changes = add.length + end.size
  const present = rollout.covers.filter((cover) => coveredOn(cover, on ?? dayOf(new Date())))
  function save() {
    if (changes > 0 && on && reason.trim()) edit.save({ command: { command: 'change_coverage', add: add.map(({ id }) => id), end: [...end], on, reason: reason.trim() } })
    else setMissing(true)
  }
  function choose(named: Named | null) {
    if (named && !add.some(({ id }) => id === named.id)) setAdd((all) => [...all, named])
  }
  const drop = (id: string) => setAdd((all) => all.filter((one) => one.id !== id))
  const toggle = (id: string) => setEnd((all) => { const next = new Set(all); if (!next.delete(id)) next.add(id); return next })
  const names = (covers: Cover[]) => covers.map((cover) => cover.organisation.name ?? t('hidden')).join(', ')
  const own = [...present.filter((cover) => !end.has(cover.organisation.id)).map((cover) => cover.organisation.name ?? t('hidden')), ...add.map((one) => one.name ?? t('hidden'))].join(', ')
  return (
    <FormDialog
      title={t('acts.ask_change_coverage')} submit={t('acts.confirm_change_coverage')} onClose={onClose} onSubmit={save} isPending={edit.isPending} wide
      notice={<EditNote edit={edit} fields={[{ label: t('cover.title'), mine: own, theirs: names((edit.stored?.covers ?? []).filter((cover) => coveredOn(cover, dayOf(new Date())))) }]} onReload={() => { setAdd([]); setEnd(new Set()) }} />}
    >
      <p>{t('acts.text_change_coverage', { body: rollout.body.name ?? t('hidden') })}</p>
      <DateField label={t('cover.on')} pointer="/command/on" value={on} onChange={setOn} error={missing && !on ? t('cover.on_missing') : undefined} />
      <div className="ro-cover">
        <OrganisationPicker label={t('cover.add')} pointer="/command/add" value={null} onChange={choose} kinds={['municipality', 'independent_city']} optional error={missing && changes === 0 ? t('cover.nothing') : undefined} />
        {add.length > 0 ? (
          <ul className="ro-cover-new" aria-label={t('cover.added')}>
            {add.map((one, index) => <li key={one.id} data-field={`/command/add/${index}`}><span>{one.name}</span><IconButton small label={t('cover.drop', { name: one.name ?? '' })} icon={<CloseIcon />} onPress={() => drop(one.id)} /></li>)}
          </ul>
        ) : null}
      </div>
      {present.length > 0 ? (
        <fieldset className="ro-cover-list">
          <legend>{t('cover.end')}</legend>
          {present.map(({ organisation }) => <Checkbox key={organisation.id} isSelected={end.has(organisation.id)} onChange={() => toggle(organisation.id)}>{organisation.name ?? t('hidden')}</Checkbox>)}
          {present.length > 1 ? <Button small variant="quiet" onPress={() => setEnd(new Set(end.size === present.length ? [] : present.map(({ organisation }) => organisation.id)))}>{end.size === present.length ? t('cover.none') : t('cover.all')}</Button> : null}
        </fieldset>
      ) : null}
      <TextArea label={t('reason')} pointer="/command/reason" value={reason} onChange={setReason} rows={2} error={missing && !reason.trim() ? t('reason_missing') : undefined} />
    </FormDialog>
  )
}
