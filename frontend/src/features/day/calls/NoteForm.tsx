import { useEffect, useRef, useState, type KeyboardEvent } from 'react'
import { useTranslation } from 'react-i18next'
import type { Call, CallTarget } from '@/api/types'
import { ProblemNote } from '@/pickers/ProblemNote'
import { Button } from '@/ui/Button'
import { Checkbox } from '@/ui/Checkbox'
import { Segmented } from '@/ui/Segmented'
import { TextArea } from '@/ui/TextField'
import { useNote } from './queries'
import { readShortcut } from './shortcut'

/** Working days that one press chooses; others are typed. */
const DAYS = [1, 3, 5, 10]

/** What was said, at all rollouts of the call unless some are left out, and when to ask again. Enter saves. */
export function NoteForm({ target, onCancel, onSaved }: { target: CallTarget; onCancel: () => void; onSaved: (call: Call) => void }) {
  const { t } = useTranslation('calls')
  const box = useRef<HTMLDivElement>(null)
  const [text, setText] = useState('')
  const [chosen, setChosen] = useState<number | undefined>()
  const [shared, setShared] = useState(false)
  const [left, setLeft] = useState<ReadonlySet<string>>(new Set())
  const [missing, setMissing] = useState(false)
  const save = useNote(onSaved)
  useEffect(() => box.current?.querySelector('textarea')?.focus(), [])
  const typed = readShortcut(text)
  const days = typed.days ?? chosen
  const rollouts = target.rollouts.filter(({ rollout }) => !left.has(rollout.id)).map(({ rollout }) => rollout.id)

  function send() {
    if (typed.note === '' || rollouts.length === 0) { setMissing(true); return }
    if (save.isPending) return
    save.mutate({
      rollout_ids: rollouts, party_id: target.party.id, person_id: target.person?.id ?? null, note: typed.note,
      audience: shared ? 'all' : 'team', follow_up: days === undefined ? null : { working_days: days },
    })
  }
  function onKeyDown(event: KeyboardEvent) {
    if (event.key === 'Escape') onCancel()
    else if (event.key === 'Enter' && !event.shiftKey && !event.nativeEvent.isComposing) send()
    else return
    event.preventDefault()
    event.stopPropagation()
  }
  const toggle = (id: string, on: boolean) => setLeft((before) => { const next = new Set(before); if (on) next.delete(id); else next.add(id); return next })
  const options = [...new Set([...DAYS, ...(days === undefined ? [] : [days])])].toSorted((a, b) => a - b)
  return (
    <div ref={box} className="call-note">
      <ProblemNote problem={save.problem} />
      <TextArea label={t('note.label')} pointer="/note" value={text} onChange={setText} onKeyDown={onKeyDown} rows={2} maxLength={5000} description={t('note.hint')} error={missing && typed.note === '' ? t('note.empty') : save.problem?.at('/note')} />
      <Segmented label={t('note.follow_up')} value={days === undefined ? '' : String(days)} onChange={(id) => { setText(typed.days === undefined ? text : typed.note); setChosen(id === '' ? undefined : Number(id)) }} options={[{ id: '', label: t('note.follow_up_none') }, ...options.map((count) => ({ id: String(count), label: t('note.follow_up_days', { count }) }))]} />
      <details>
        <summary>{rollouts.length < target.total ? t('note.rollouts_of', { count: rollouts.length, total: target.total }) : t('note.rollouts', { count: rollouts.length })}</summary>
        <div className="call-choice">
          {target.rollouts.map(({ rollout }) => (
            <Checkbox key={rollout.id} isSelected={!left.has(rollout.id)} onChange={(on) => toggle(rollout.id, on)}>{[rollout.body.name, rollout.service?.name].filter(Boolean).join(' · ')}</Checkbox>
          ))}
        </div>
      </details>
      {missing && rollouts.length === 0 ? <p role="alert" className="call-late">{t('note.none')}</p> : null}
      <Checkbox isSelected={shared} onChange={setShared}>{t('note.shared')}</Checkbox>
      <div className="dw-row">
        <Button small variant="primary" isPending={save.isPending} onPress={send}>{t('note.save')}</Button>
        <Button small onPress={onCancel}>{t('note.cancel')}</Button>
      </div>
    </div>
  )
}
