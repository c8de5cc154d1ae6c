import { useState, type ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import type { Audience, Named, OutcomeKey, RolloutDetail } from '@/api/types'
import { OrganisationPicker } from '@/pickers/OrganisationPicker'
import { ProblemNote } from '@/pickers/ProblemNote'
import { Button } from '@/ui/Button'
import { DateField } from '@/ui/DateField'
import { Dialog } from '@/ui/Dialog'
import { ReasonDialog } from '@/ui/ReasonDialog'
import { Select } from '@/ui/Select'
import { TextArea } from '@/ui/TextField'
import { toasts } from '@/ui/toasts'
import { useCommand, type Act } from './queries'
import { titleOf } from './words'

interface ActProps {
  rollout: RolloutDetail
  onClose: () => void
}

/** Sends a command, says so and closes. */
function useAct({ rollout, onClose }: ActProps, done: string) {
  return useCommand(rollout, () => { toasts.show({ text: done }); onClose() })
}

interface FrameProps {
  title: string
  text: string
  confirm: string
  danger?: boolean
  command: ReturnType<typeof useCommand>
  /** Undefined while something is missing; pressing then shows what. */
  act: Act | undefined
  onMissing: () => void
  onClose: () => void
  children: ReactNode
}

function Frame({ title, text, confirm, danger, command, act, onMissing, onClose, children }: FrameProps) {
  const { t } = useTranslation('rollouts')
  const footer = (
    <>
      <Button onPress={onClose}>{t('cancel')}</Button>
      <Button variant={danger ? 'danger' : 'primary'} isPending={command.isPending} onPress={() => (act ? command.mutate(act) : onMissing())}>{confirm}</Button>
    </>
  )
  return (
    <Dialog isOpen onClose={onClose} title={title} footer={footer} alert={danger ?? false}>
      <div className="dw-stack">
        <ProblemNote problem={command.problem} />
        <p>{text}</p>
        {children}
      </div>
    </Dialog>
  )
}

export function WaitingDialog(props: ActProps) {
  const { t } = useTranslation('rollouts')
  const { rollout, onClose } = props
  const only = rollout.waiting_kinds.length === 1 ? (rollout.waiting_kinds[0]?.key ?? null) : null
  const [kind, setKind] = useState<string | null>(only)
  const [party, setParty] = useState<Named | null>(null)
  const [reason, setReason] = useState('')
  const [followUp, setFollowUp] = useState<string | null>(null)
  const [missing, setMissing] = useState(false)
  const command = useAct(props, t('acts.done_start_waiting'))
  const act: Act | undefined = kind ? { command: { command: 'start_waiting', kind, organisation_id: party?.id ?? null, reason: reason.trim() || null, follow_up: followUp } } : undefined
  return (
    <Frame title={t('acts.ask_start_waiting')} text={t('acts.text_start_waiting')} confirm={t('acts.start_waiting')} command={command} act={act} onMissing={() => setMissing(true)} onClose={onClose}>
      <Select label={t('acts.kind')} pointer="/command/kind" value={kind} onChange={setKind} options={rollout.waiting_kinds.map(({ key, name }) => ({ id: key, label: name }))} error={missing && !kind ? t('acts.kind_missing') : undefined} />
      <OrganisationPicker label={t('acts.party')} pointer="/command/organisation_id" value={party} onChange={setParty} optional />
      <TextArea label={t('reason')} pointer="/command/reason" value={reason} onChange={setReason} rows={2} optional />
      <DateField label={t('acts.follow_up')} pointer="/command/follow_up" value={followUp} onChange={setFollowUp} description={t('acts.follow_up_hint')} optional />
    </Frame>
  )
}

export function DeferDialog(props: ActProps) {
  const { t } = useTranslation('rollouts')
  const [until, setUntil] = useState<string | null>(null)
  const [reason, setReason] = useState('')
  const [missing, setMissing] = useState(false)
  const command = useAct(props, t('acts.done_defer'))
  const act: Act | undefined = until && reason.trim() ? { command: { command: 'defer', until, reason: reason.trim() } } : undefined
  return (
    <Frame title={t('acts.ask_defer')} text={t('acts.text_defer')} confirm={t('acts.confirm_defer')} command={command} act={act} onMissing={() => setMissing(true)} onClose={props.onClose}>
      <DateField label={t('acts.until')} pointer="/command/until" value={until} onChange={setUntil} error={missing && !until ? t('acts.until_missing') : undefined} />
      <TextArea label={t('reason')} pointer="/command/reason" value={reason} onChange={setReason} rows={2} error={missing && !reason.trim() ? t('reason_missing') : undefined} />
    </Frame>
  )
}

export function BlockDialog(props: ActProps) {
  const { t } = useTranslation('rollouts')
  const command = useAct(props, t('acts.done_block'))
  return (
    <ReasonDialog
      title={t('acts.ask_block')} label={t('reason')} confirm={t('acts.confirm_block')} isPending={command.isPending} problem={<ProblemNote problem={command.problem} />}
      onClose={props.onClose} onConfirm={(reason) => command.mutate({ command: { command: 'block', reason } })}
    >
      <p>{t('acts.text_block')}</p>
    </ReasonDialog>
  )
}

/** How it came out. Ends the course unless it is "live", so it names the thing and the consequence. */
export function OutcomeDialog(props: ActProps) {
  const { t } = useTranslation('rollouts')
  const { rollout, onClose } = props
  const [outcome, setOutcome] = useState<OutcomeKey | null>(null)
  const [reason, setReason] = useState('')
  const [audience, setAudience] = useState<Audience>('all')
  const [missing, setMissing] = useState(false)
  const command = useAct(props, t('acts.done_set_outcome'))
  const needsReason = outcome !== null && outcome !== 'live'
  const complete = outcome !== null && (!needsReason || reason.trim() !== '')
  const said = reason.trim()
  const act: Act | undefined = complete && outcome ? { command: { command: 'set_outcome', outcome, reason: said || null }, ...(said ? { audience, note: said } : {}) } : undefined
  return (
    <Frame title={t('acts.ask_set_outcome', { name: titleOf(rollout) })} text={t('acts.text_set_outcome')} confirm={t('acts.confirm_set_outcome')} danger={needsReason} command={command} act={act} onMissing={() => setMissing(true)} onClose={onClose}>
      <Select label={t('acts.outcome')} pointer="/command/outcome" value={outcome} onChange={(key) => setOutcome(key as OutcomeKey | null)} options={rollout.outcomes.map(({ key, name }) => ({ id: key, label: name }))} error={missing && !outcome ? t('acts.outcome_missing') : undefined} />
      <TextArea label={t('reason')} pointer="/command/reason" value={reason} onChange={setReason} rows={3} optional={!needsReason} error={missing && needsReason && !said ? t('reason_missing') : undefined} />
      <Select label={t('acts.audience')} value={audience} onChange={(id) => setAudience((id ?? 'all') as Audience)} options={(['all', 'body', 'team'] as const).map((one) => ({ id: one, label: t(`audience.${one}`), note: t(`audience.${one}_note`) }))} />
    </Frame>
  )
}
