import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { MaturityModel, RolloutDetail, RolloutMaturity } from '@/api/types'
import { useProblemText } from '@/api/useProblemText'
import { DateField } from '@/ui/DateField'
import { FormDialog } from '@/ui/FormDialog'
import { Segmented } from '@/ui/Segmented'
import { Select } from '@/ui/Select'
import { TextField } from '@/ui/TextField'
import { toasts } from '@/ui/toasts'
import { When } from '@/ui/When'
import { MODELS, useLevelName } from './maturity'
import { useCommand } from './queries'

/** A level with its name, its day and who says so. */
export function MaturityValue({ of }: { of: RolloutMaturity }) {
  return <>{`${of.level} ${of.name}`}<span className="dw-muted"> <When value={of.date} />{of.assessor ? `, ${of.assessor}` : ''}</span></>
}

const NOTHING = 'none'

/** Records how far a rollout has come in one model; what the other one says stays. */
export function MaturityDialog({ rollout, onClose }: { rollout: RolloutDetail; onClose: () => void }) {
  const { t } = useTranslation('rollouts')
  const say = useProblemText()
  const levelName = useLevelName()
  const known = { '1.1': rollout.maturity_one, '2.0': rollout.maturity_two }
  const levelOf = (one: MaturityModel) => { const level = known[one]?.level; return level === undefined ? null : String(level) }
  const [model, setModel] = useState<MaturityModel>('2.0')
  const [level, setLevel] = useState<string | null>(() => levelOf('2.0'))
  const [on, setOn] = useState<string | null>(null)
  const [assessor, setAssessor] = useState('')
  const [missing, setMissing] = useState(false)
  const command = useCommand(rollout, () => { toasts.show({ text: t('acts.done_record_maturity') }); onClose() })
  const options = Array.from({ length: MODELS[model] + 1 }, (_, at) => ({ id: String(at), label: levelName(model, at) }))
  function choose(next: string) {
    setModel(next as MaturityModel)
    setLevel(levelOf(next as MaturityModel))
  }
  function send() {
    if (level === null) return setMissing(true)
    const recorded = level === NOTHING ? null : Number(level)
    command.mutate({ command: { command: 'record_maturity', model, level: recorded, on, assessor: assessor.trim() || null } })
  }
  return (
    <FormDialog title={t('acts.ask_record_maturity')} submit={t('save')} onClose={onClose} onSubmit={send} isPending={command.isPending} problem={command.problem ? say(command.problem) : undefined}>
      <p>{t('acts.text_record_maturity')}</p>
      <Segmented label={t('maturity.model')} value={model} onChange={choose} options={[{ id: '2.0', label: t('maturity.two') }, { id: '1.1', label: t('maturity.one') }]} />
      <Select label={t('maturity.level')} pointer="/command/level" value={level} onChange={setLevel} options={[...options, ...(known[model] ? [{ id: NOTHING, label: t('maturity.nothing') }] : [])]} error={command.problem?.at('/command/level') ?? (missing && level === null ? t('maturity.level_missing') : undefined)} />
      <div className="dw-form-two">
        <DateField label={t('maturity.on')} description={t('maturity.on_hint')} pointer="/command/on" value={on} onChange={setOn} error={command.problem?.at('/command/on')} optional />
        <TextField label={t('maturity.assessor')} pointer="/command/assessor" value={assessor} onChange={setAssessor} error={command.problem?.at('/command/assessor')} maxLength={200} optional />
      </div>
    </FormDialog>
  )
}
