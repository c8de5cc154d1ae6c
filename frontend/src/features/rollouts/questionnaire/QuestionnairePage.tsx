import { useQuery } from '@tanstack/react-query'
import { useParams } from '@tanstack/react-router'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { asProblem } from '@/api/problem'
import type { QuestionnaireView, RolloutDetail } from '@/api/types'
import { standing } from '@/fields/answers'
import { ProblemNote } from '@/pickers/ProblemNote'
import { Badge } from '@/ui/Badge'
import { Button } from '@/ui/Button'
import { PageHeader } from '@/ui/PageHeader'
import { ProblemSummary } from '@/ui/ProblemSummary'
import { ProgressBar } from '@/ui/ProgressBar'
import { ReasonDialog } from '@/ui/ReasonDialog'
import { PageSkeleton } from '@/ui/Skeleton'
import { useMediaQuery } from '@/ui/table/useMediaQuery'
import { toasts } from '@/ui/toasts'
import { useLanguage } from '@/ui/When'
import { useRollout } from '../queries'
import { AnswerHistory } from './AnswerHistory'
import { questionnaire, useHandIn } from './queries'
import { Topic } from './Topic'
import { useFiles } from './useFiles'
import { useAnswers, type AnswerEditing, type SaveState } from './useAnswers'
import './questionnaire.css'

/** A form to be filled in for a milestone or a body, by several people at once, saved while one types. */
export function QuestionnairePage() {
  const { id = '', key = '' } = useParams({ strict: false }) as { id?: string; key?: string }
  const { rollout, problem } = useRollout(id)
  const query = useQuery({ ...questionnaire(rollout?.id ?? '', key), enabled: rollout !== undefined })
  const failed = problem ?? (query.error && !query.data ? asProblem(query.error) : undefined)
  if (failed) return <div className="dw-page"><ProblemNote problem={failed} /></div>
  if (!query.data || !rollout) return <PageSkeleton />
  return <Loaded key={query.data.rollout_id} view={query.data} rollout={rollout} />
}

function Loaded({ view, rollout }: { view: QuestionnaireView; rollout: RolloutDetail }) {
  const { t } = useTranslation('questionnaire')
  const language = useLanguage()
  const editing = useAnswers(view)
  const files = useFiles(view.rollout_id, rollout.ticket.can.includes('attach'))
  const { definition } = view
  const narrow = useMediaQuery('(max-width: 48rem)')
  const [step, setStep] = useState(0)
  const now = standing(definition, editing.values, language)
  const asked = new Set(now.asked.map(({ key }) => key))
  const sections = definition.sections.map((section) => ({ ...section, fields: (section.fields ?? []).filter((field) => asked.has(field.key)) })).filter((section) => section.fields.length > 0)
  const at = Math.min(step, sections.length - 1)
  const shown = narrow ? sections.slice(at, at + 1) : sections
  const path = `${rollout.kind === 'mother' ? '/mothers' : '/rollouts'}/${view.rollout_id}`
  const [tried, setTried] = useState(false)
  const lacking = tried ? now.missing : []
  /** On a phone the first topic with something missing comes up by itself. */
  const toFirst = () => setStep(Math.max(0, sections.findIndex((section) => section.fields.some(({ key }) => now.missing.some(({ pointer }) => pointer.split('/')[1] === key)))))
  return (
    <div className="dw-page qu-page">
      <PageHeader
        title={definition.title[language]} crumbs={[{ label: t('rollouts'), href: '/rollouts' }, { label: [view.body.name, view.service?.name].filter(Boolean).join(' · ') || view.rollout_number, href: path }]}
        meta={<><span>{view.body.name}</span>{view.milestone ? <span>{`${view.milestone} ${view.milestone_name ?? ''}`}</span> : null}<Badge tone={view.state === 'submitted' ? 'success' : 'neutral'}>{t(`state.${view.state}`)}</Badge></>}
        actions={<Acts view={view} editing={editing} missing={now.missing.length} onMissing={() => { setTried(true); toFirst() }} onSubmitted={() => setTried(false)} />}
      />
      <div className="dw-card qu-head">
        <ProgressBar label={t('progress')} value={now.answered} max={now.asked.length} note={t('of', { answered: now.answered, asked: now.asked.length })} />
        <p className="qu-state"><Saved state={editing.state} readOnly={!view.can.includes('save')} />{now.missing.length > 0 ? <span>{t('missing', { count: now.missing.length })}</span> : <span>{t('complete')}</span>}</p>
        {definition.help ? <p>{definition.help[language]}</p> : null}
        <Proposals view={view} editing={editing} asked={asked} />
      </div>
      <ProblemNote problem={editing.problem} />
      {lacking.length > 0 ? <ProblemSummary title={t('missing', { count: lacking.length })} detail={t('missing_detail')} problems={lacking.map(({ pointer, label }) => ({ pointer, message: label }))} /> : null}
      {narrow ? <p className="qu-step" aria-live="polite">{t('step', { step: at + 1, steps: sections.length })}</p> : null}
      {shown.map((section) => (
        <Topic key={section.title.de} section={section} view={view} editing={editing} lacking={lacking} files={files} />
      ))}
      {narrow ? (
        <div className="qu-steps">
          <Button onPress={() => setStep(at - 1)} isDisabled={at === 0}>{t('back')}</Button>
          <Button variant="primary" onPress={() => setStep(at + 1)} isDisabled={at >= sections.length - 1}>{t('next')}</Button>
        </div>
      ) : null}
      <AnswerHistory id={view.rollout_id} form={view.form} />
    </div>
  )
}

function Saved({ state, readOnly }: { state: SaveState; readOnly: boolean }) {
  const { t } = useTranslation('questionnaire')
  return <span role="status" className={state === 'failed' ? 'qu-failed' : 'dw-muted'}>{readOnly ? t('read_only') : t(`save.${state}`)}</span>
}

/** What the register or earlier answers say; nothing of it counts before it is taken over. */
function Proposals({ view, editing, asked }: { view: QuestionnaireView; editing: AnswerEditing; asked: Set<string> }) {
  const { t } = useTranslation('questionnaire')
  const open = view.proposals.filter(({ field }) => asked.has(field) && editing.values[field] === undefined)
  if (open.length === 0 || !view.can.includes('save')) return null
  return <div><Button onPress={() => { for (const { field, value } of open) editing.change(field, value) }}>{t('take_all', { count: open.length })}</Button></div>
}

interface ActsProps {
  view: QuestionnaireView
  editing: AnswerEditing
  missing: number
  onMissing: () => void
  onSubmitted: () => void
}

function Acts({ view, editing, missing, onMissing, onSubmitted }: ActsProps) {
  const { t } = useTranslation('questionnaire')
  const [isReopening, setReopening] = useState(false)
  const hand = useHandIn(view.rollout_id, view.form, (after) => {
    setReopening(false)
    onSubmitted()
    toasts.show({ text: after.state === 'submitted' ? t('submitted') : t('reopened') })
  })
  async function submit() {
    const after = await editing.flush()
    if (missing > 0 || !after) return onMissing()
    hand.mutate({ version: after.version })
  }
  return (
    <>
      <ProblemNote problem={isReopening ? undefined : hand.problem} />
      {view.can.includes('submit') ? <Button variant="primary" isPending={hand.isPending} onPress={() => void submit()}>{t('submit')}</Button> : null}
      {view.can.includes('reopen') ? <Button onPress={() => setReopening(true)}>{t('reopen')}</Button> : null}
      {isReopening ? <ReasonDialog title={t('reopen_title')} label={t('reason')} problem={<ProblemNote problem={hand.problem} />} confirm={t('reopen')} onClose={() => setReopening(false)} onConfirm={(reason: string) => hand.mutate({ version: view.version, reason })} isPending={hand.isPending} /> : null}
    </>
  )
}
