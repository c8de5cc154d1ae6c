import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { MilestoneView, RolloutDetail } from '@/api/types'
import { OrganisationPicker } from '@/pickers/OrganisationPicker'
import { PersonPicker } from '@/pickers/PersonPicker'
import { ProblemNote } from '@/pickers/ProblemNote'
import { EditNote, sayDay, useEdit } from '@/pickers/useEdit'
import { Button, IconButton } from '@/ui/Button'
import { DateField } from '@/ui/DateField'
import { Dialog } from '@/ui/Dialog'
import { CalendarIcon, MoreIcon, UndoIcon, UserIcon, CloseIcon } from '@/ui/icons'
import { Menu, type MenuEntry } from '@/ui/Menu'
import { ReasonDialog } from '@/ui/ReasonDialog'
import { toasts } from '@/ui/toasts'
import { holderNames, type Holder } from './holder'
import { setting, tagged, useCommand, useSetting } from './queries'

type Asking = 'skip' | 'reopen' | 'set_due' | 'set_responsible'

/** What else can be done with a milestone, as far as the server allows it to this person. */
export function MilestoneMenu({ rollout, milestone }: { rollout: RolloutDetail; milestone: MilestoneView }) {
  const { t } = useTranslation('rollouts')
  const [asking, setAsking] = useState<Asking | undefined>()
  const name = `${milestone.key} ${milestone.name}`
  const entries: (MenuEntry & { id: Asking })[] = [
    { id: 'set_due', label: t('milestone.set_due'), icon: <CalendarIcon aria-hidden="true" /> },
    { id: 'set_responsible', label: t('milestone.set_responsible'), icon: <UserIcon aria-hidden="true" /> },
    { id: 'skip', label: t('milestone.skip'), icon: <CloseIcon aria-hidden="true" /> },
    { id: 'reopen', label: t('milestone.reopen'), icon: <UndoIcon aria-hidden="true" /> },
  ]
  const allowed = entries.filter((entry) => milestone.can.includes(entry.id)).map((entry) => ({ ...entry, onAction: () => setAsking(entry.id) }))
  if (allowed.length === 0) return null
  const close = () => setAsking(undefined)
  return (
    <>
      <Menu label={t('milestone.more', { name })} trigger={<IconButton small noTooltip label={t('milestone.more', { name })} icon={<MoreIcon />} />} groups={[{ id: 'acts', title: t('milestone.acts'), hideTitle: true, entries: allowed }]} />
      {asking === 'skip' || asking === 'reopen' ? <AskReason rollout={rollout} milestone={milestone} act={asking} onClose={close} /> : null}
      {asking === 'set_due' ? <AskDue rollout={rollout} milestone={milestone} onClose={close} /> : null}
      {asking === 'set_responsible' ? <AskResponsible rollout={rollout} milestone={milestone} onClose={close} /> : null}
    </>
  )
}

interface AskProps {
  rollout: RolloutDetail
  milestone: MilestoneView
  onClose: () => void
}

function AskReason({ rollout, milestone, act, onClose }: AskProps & { act: 'skip' | 'reopen' }) {
  const { t } = useTranslation('rollouts')
  const name = `${milestone.key} ${milestone.name}`
  const command = useCommand(rollout, () => { toasts.show({ text: t(`milestone.done_${act}`, { name }) }); onClose() })
  return (
    <ReasonDialog
      title={t(`milestone.ask_${act}`, { name })} label={t('reason')} confirm={t(`milestone.confirm_${act}`)} optional={act === 'skip' && !milestone.required}
      isPending={command.isPending} problem={<ProblemNote problem={command.problem} />} onClose={onClose}
      onConfirm={(reason) => command.mutate({ command: act === 'skip' ? { command: 'skip', milestone: milestone.key, reason: reason || null } : { command: 'reopen', milestone: milestone.key, reason } })}
    >
      <p>{t(`milestone.text_${act}`)}</p>
    </ReasonDialog>
  )
}

const milestoneIn = (view: RolloutDetail, key: string) => view.milestones.find((one) => one.key === key)

function AskDue({ rollout, milestone, onClose }: AskProps) {
  const { t } = useTranslation('rollouts')
  const name = `${milestone.key} ${milestone.name}`
  const edit = useEdit({
    current: tagged(rollout), change: useSetting(rollout, () => { toasts.show({ text: t('milestone.done_due', { name }) }); onClose() }),
    draftOf: (view: RolloutDetail) => ({ due: milestoneIn(view, milestone.key)?.due ?? null }),
    fields: { due: { label: t('due'), say: sayDay } },
    inputOf: ({ due }, _, base) => setting(base.view, { command: 'set_due', milestone: milestone.key, due }),
  })
  const { due } = edit.draft
  const footer = (
    <>
      {milestone.due_fixed ? <Button onPress={() => edit.save({ due: null })} isPending={edit.isPending}>{t('milestone.due_plan')}</Button> : null}
      <Button onPress={onClose}>{t('cancel')}</Button>
      <Button variant="primary" isPending={edit.isPending} onPress={() => { if (due) edit.save() }}>{t('save')}</Button>
    </>
  )
  return (
    <Dialog isOpen onClose={onClose} title={t('milestone.ask_due', { name })} footer={footer}>
      <div className="dw-stack">
        <EditNote edit={edit} />
        <p>{t('milestone.text_due')}</p>
        <DateField label={t('due')} pointer="/due" value={due} onChange={(day) => edit.set({ due: day })} error={due === null ? t('milestone.due_missing') : undefined} />
      </div>
    </Dialog>
  )
}

function AskResponsible({ rollout, milestone, onClose }: AskProps) {
  const { t } = useTranslation('rollouts')
  const name = `${milestone.key} ${milestone.name}`
  const edit = useEdit({
    current: tagged(rollout), change: useSetting(rollout, () => { toasts.show({ text: t('milestone.done_responsible', { name }) }); onClose() }),
    draftOf(view: RolloutDetail): { who: Holder } { const at = milestoneIn(view, milestone.key); return { who: { organisation: at?.party ?? null, person: at?.person ?? null } } },
    fields: { who: { label: t('responsible'), say: holderNames } },
    inputOf: ({ who }, _, base) => setting(base.view, { command: 'set_responsible', milestone: milestone.key, organisation_id: who.organisation?.id ?? null, person_id: who.person?.id ?? null }),
  })
  const { who } = edit.draft
  const footer = <><Button onPress={onClose}>{t('cancel')}</Button><Button variant="primary" isPending={edit.isPending} onPress={() => edit.save()}>{t('save')}</Button></>
  return (
    <Dialog isOpen onClose={onClose} title={t('milestone.ask_responsible', { name })} footer={footer}>
      <div className="dw-stack">
        <EditNote edit={edit} />
        <p>{t('milestone.text_responsible', { role: milestone.role_name })}</p>
        <OrganisationPicker label={t('responsible')} pointer="/organisation_id" value={who.organisation} onChange={(organisation) => edit.set({ who: { ...who, organisation } })} optional />
        <PersonPicker pointer="/person_id" value={who.person} onChange={(person) => edit.set({ who: { ...who, person } })} optional {...(who.organisation ? { organisation: who.organisation.id } : {})} />
      </div>
    </Dialog>
  )
}
