import { useNavigate } from '@tanstack/react-router'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { useMay } from '@/api/me'
import type { Audience, ReminderRow } from '@/api/types'
import { useProblemText } from '@/api/useProblemText'
import { Badge } from '@/ui/Badge'
import { Button } from '@/ui/Button'
import { Dialog } from '@/ui/Dialog'
import { FormDialog } from '@/ui/FormDialog'
import { Segmented } from '@/ui/Segmented'
import { TextArea } from '@/ui/TextField'
import { toasts } from '@/ui/toasts'
import { KeyList } from './bulk/KeyList'
import { readKeys } from './bulk/keys'
import { useRemind, useRemindMany, useRemindPreview, useRemindWithdraw, type RolloutFilter } from './queries'

const AUDIENCES: Audience[] = ['team', 'body', 'all']
const TONE = (row: ReminderRow) => (row.outcome === 'ready' || row.outcome === 'queued' ? 'success' : 'warning')

interface RemindProps {
  /** The chosen rollouts, or all of the filter where none is chosen. */
  selected: ReadonlySet<string>
  filter: RolloutFilter
  /** What the list counts, where it knows. */
  total?: number | undefined
  onDone: () => void
}

/** The button for a reminder, for those who steer rollouts. */
export function Remind(props: RemindProps) {
  const { t } = useTranslation('rollouts')
  const may = useMay()
  const [open, setOpen] = useState(false)
  if (!may('rollout:steer')) return null
  const count = props.selected.size
  return (
    <>
      <Button onPress={() => setOpen(true)}>{count > 0 ? t('remind.open_selected', { count }) : t('remind.open_all')}</Button>
      {open ? <RemindDialog {...props} onClose={() => setOpen(false)} /> : null}
    </>
  )
}

type From = 'selected' | 'filter' | 'list'
/** As many are seen at a glance; more of them, and lists of keys, are a job. */
const GLANCE = 500

/** A text with placeholders; what it would become for each rollout; what became of it. */
function RemindDialog({ selected, filter, total, onDone, onClose }: RemindProps & { onClose: () => void }) {
  const { t } = useTranslation('rollouts')
  const say = useProblemText()
  const navigate = useNavigate()
  const [text, setText] = useState(() => t('remind.default'))
  const [audience, setAudience] = useState<Audience>('all')
  const [from, setFrom] = useState<From>(selected.size > 0 ? 'selected' : 'filter')
  const [list, setList] = useState('')
  const [missing, setMissing] = useState(false)
  const [rows, setRows] = useState<ReminderRow[] | undefined>()
  const preview = useRemindPreview(setRows)
  const withdraw = useRemindWithdraw((count) => toasts.show({ text: t('remind.withdrawn', { count }) }))
  const send = useRemind((sent) => {
    setRows(sent)
    onDone()
    const reminder = sent.find((row) => row.reminder_id)?.reminder_id
    const action = reminder ? { action: { label: t('undo'), run: () => withdraw.mutate(reminder) } } : {}
    toasts.show({ text: t('remind.sent'), ...action })
  })
  const bulk = useRemindMany((job) => void navigate({ to: `/jobs/${job.id}` as never }))
  const ids = from === 'selected' ? [...selected] : []
  const { keys } = readKeys(list)
  const many = from === 'list' || (from === 'selected' ? ids.length : (total ?? 0)) > GLANCE
  const asked = { filter, body: { ids, text, audience } }
  const problem = preview.problem ?? bulk.problem
  function check() {
    if (from === 'list' && keys.length === 0) setMissing(true)
    else if (many) bulk.mutate({ filter, body: { ...asked.body, keys: from === 'list' ? keys : [] } })
    else preview.mutate(asked)
  }
  const sources: From[] = selected.size > 0 ? ['selected', 'filter', 'list'] : ['filter', 'list']
  if (rows) return <Results rows={rows} onBack={() => setRows(undefined)} onClose={onClose} onSend={() => send.mutate(asked)} isPending={send.isPending} problem={send.problem ? say(send.problem).title : undefined} />
  return (
    <FormDialog title={t('remind.title')} submit={many ? t('remind.preview_job') : t('remind.preview')} onClose={onClose} onSubmit={check} isPending={preview.isPending || bulk.isPending} problem={problem ? say(problem) : undefined} wide>
      <Segmented label={t('remind.from')} value={from} onChange={(id) => setFrom(sources.find((one) => one === id) ?? 'filter')} options={sources.map((id) => ({ id, label: t(`bulk.from_${id}`, { count: id === 'selected' ? selected.size : (total ?? 0) }) }))} />
      {from === 'list' ? <KeyList value={list} onChange={setList} error={missing && keys.length === 0 ? t('bulk.list_missing') : bulk.problem?.at('/keys')} /> : null}
      <TextArea label={t('remind.text')} pointer="/text" value={text} onChange={setText} rows={8} maxLength={5000} description={t('remind.text_hint')} error={problem?.at('/text')} />
      <Segmented label={t('remind.audience')} value={audience} onChange={(id) => setAudience(AUDIENCES.find((one) => one === id) ?? 'all')} options={AUDIENCES.map((id) => ({ id, label: t(`remind.audience_${id}`) }))} />
      {many ? <p>{t('remind.job_hint')}</p> : null}
    </FormDialog>
  )
}

interface ResultsProps {
  rows: ReminderRow[]
  onBack: () => void
  onClose: () => void
  onSend: () => void
  isPending: boolean
  problem: string | undefined
}

function Results({ rows, onBack, onClose, onSend, isPending, problem }: ResultsProps) {
  const { t } = useTranslation('rollouts')
  const ready = rows.filter((row) => row.outcome === 'ready').length
  const sent = rows.some((row) => row.outcome === 'queued')
  const footer = sent ? <Button variant="primary" onPress={onClose} autoFocus>{t('remind.close')}</Button> : (
    <>
      <Button onPress={onBack}>{t('remind.back')}</Button>
      <Button variant="primary" onPress={onSend} isPending={isPending} disabledReason={ready === 0 ? t('remind.none') : undefined}>{t('remind.send', { count: ready })}</Button>
    </>
  )
  return (
    <Dialog isOpen wide onClose={onClose} title={t('remind.title')} footer={footer}>
      {problem ? <p role="alert">{problem}</p> : null}
      {sent ? <p>{t('remind.sent')}</p> : <p>{ready > 0 ? t('remind.ready', { count: ready }) : t('remind.none')}</p>}
      <ul className="dw-lines">
        {rows.map((row) => (
          <li key={row.rollout_id}>
            <span className="dw-grow">
              <strong>{row.number ?? row.rollout_id}</strong> {row.body?.name ?? ''} {row.service ? `· ${row.service.name ?? ''}` : ''}
              {row.recipients.length > 0 ? <span className="dw-muted">{` – ${t('remind.to', { names: row.recipients.map((one) => one.name ?? '–').join(', ') })}${row.without_account ? ` (${t('remind.without_account')})` : ''}`}</span> : null}
              {row.text && row.outcome === 'ready' ? <span className="dw-small ro-reminder">{row.text}</span> : null}
            </span>
            <Badge tone={TONE(row)}>{t(`remind.outcome.${row.outcome}`)}</Badge>
          </li>
        ))}
      </ul>
    </Dialog>
  )
}
