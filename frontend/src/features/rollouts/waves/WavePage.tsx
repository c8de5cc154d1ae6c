import { useQuery } from '@tanstack/react-query'
import { useNavigate, useParams } from '@tanstack/react-router'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { WaveView } from '@/api/types'
import { useProblemText } from '@/api/useProblemText'
import { exactly } from '@/lib/dates'
import { sayNumber } from '@/lib/numbers'
import { PageProblem } from '@/pickers/PageProblem'
import { ProblemNote } from '@/pickers/ProblemNote'
import { Button, LinkButton } from '@/ui/Button'
import { DateField } from '@/ui/DateField'
import { DescriptionList } from '@/ui/DescriptionList'
import { FormDialog } from '@/ui/FormDialog'
import { Light } from '@/ui/Light'
import { PageHeader } from '@/ui/PageHeader'
import { ProgressBar } from '@/ui/ProgressBar'
import { PageSkeleton } from '@/ui/Skeleton'
import { TextArea } from '@/ui/TextField'
import { useLanguage, When } from '@/ui/When'
import { forecasts } from '../reports/queries'
import '../reports/reports.css'
import { useWavePostpone, useWaveStart, waveQuery } from './queries'

/** One wave: what it is to do, how far it is, and starting or moving it. */
export function WavePage() {
  const { t } = useTranslation('waves')
  const { id } = useParams({ strict: false }) as { id: string }
  const query = useQuery(waveQuery(id))
  if (query.error && !query.data) return <PageProblem error={query.error} back={{ label: t('title'), href: '/waves' }} />
  return query.data ? <Wave wave={query.data.view} /> : <PageSkeleton />
}

const LIGHTS = ['green', 'yellow', 'red', 'grey'] as const

function Wave({ wave }: { wave: WaveView }) {
  const { t } = useTranslation('waves')
  const language = useLanguage()
  const navigate = useNavigate()
  const [postponing, setPostponing] = useState(false)
  const start = useWaveStart(wave, (job) => void navigate({ to: `/jobs/${job.id}` as never }))
  const { total, live } = wave.counts
  const can = (what: string) => wave.can.includes(what)
  const filter = `wave=${wave.id}`
  const actions = (
    <>
      {total > 0 ? <LinkButton href={`/rollouts?${filter}`}>{t('to_rollouts')}</LinkButton> : null}
      {can('postpone') ? <Button onPress={() => setPostponing(true)}>{t('postpone')}</Button> : null}
      {can('start') ? <Button variant="primary" onPress={() => start.mutate(undefined)} isPending={start.isPending}>{wave.started_at ? t('start_again') : t('start')}</Button> : null}
    </>
  )
  return (
    <div className="dw-page">
      <PageHeader title={wave.name} crumbs={[{ label: t('title'), href: '/waves' }]} meta={t('by', { day: exactly(wave.key_date, language) })} actions={actions} />
      <ProblemNote problem={start.problem} />
      {wave.started_at ? (
        <section className="dw-card dw-section" aria-labelledby="wave-progress">
          <h2 id="wave-progress">{t('progress')}</h2>
          <ProgressBar label={t('live')} value={live} max={Math.max(1, total)} note={t('live_of', { live: sayNumber(live, language), total: sayNumber(total, language) })} />
          <div className="dw-row">
            {LIGHTS.map((light) => <LinkButton key={light} href={`/rollouts?${filter}&light=${light}`}><Light state={light} /> {sayNumber(wave.counts[light], language)}</LinkButton>)}
          </div>
        </section>
      ) : <p>{t('not_started')}</p>}
      {wave.started_at ? <Outlook wave={wave} /> : null}
      <section className="dw-card dw-section" aria-labelledby="wave-facts">
        <h2 id="wave-facts">{t('facts')}</h2>
        <DescriptionList items={[
          { term: t('programme'), value: wave.programme.name },
          { term: t('region'), value: wave.region?.name ?? t('everywhere') },
          { term: t('capacity'), value: wave.capacity_per_week === null ? t('unlimited') : sayNumber(wave.capacity_per_week, language) },
          { term: t('services'), value: wave.services.map((one) => one.name ?? one.key).join(', ') },
          ...(wave.bodies.length > 0 ? [{ term: t('bodies'), value: wave.bodies.map((one) => one.name ?? one.key).join(', ') }] : []),
        ]}
        />
      </section>
      {postponing ? <Postpone wave={wave} onClose={() => setPostponing(false)} /> : null}
    </div>
  )
}

const day = (value: string | null) => (value ? <When value={value} /> : '–')

/** When nine of ten will be live, by experience, beside the day that was set. */
function Outlook({ wave }: { wave: WaveView }) {
  const { t } = useTranslation('waves')
  const row = useQuery(forecasts({ wave: wave.id })).data?.[0]
  if (!row?.p50_on) return null
  const isLate = row.p50_on > wave.key_date
  return (
    <section className="dw-card dw-section" aria-labelledby="wave-outlook">
      <h2 id="wave-outlook">{t('outlook', { share: row.share_percent })}</h2>
      <DescriptionList items={[
        { term: t('key_date'), value: day(wave.key_date) },
        { term: t('planned'), value: day(row.planned_on) },
        { term: t('p50'), value: <span className={isLate ? 'rp-late' : undefined}>{day(row.p50_on)}</span> },
        { term: t('p85'), value: day(row.p85_on) },
      ]}
      />
      <p className="dw-muted dw-small">{t('outlook_how')}</p>
    </section>
  )
}

function Postpone({ wave, onClose }: { wave: WaveView; onClose: () => void }) {
  const { t } = useTranslation('waves')
  const say = useProblemText()
  const navigate = useNavigate()
  const [day, setDay] = useState<string | null>(null)
  const [reason, setReason] = useState('')
  const [missing, setMissing] = useState(false)
  const postpone = useWavePostpone(wave, (job) => void navigate({ to: `/jobs/${job.id}` as never }))
  function send() {
    if (day && reason.trim()) postpone.mutate({ key_date: day, reason: reason.trim() })
    else setMissing(true)
  }
  return (
    <FormDialog title={t('postpone')} submit={t('check')} onClose={onClose} onSubmit={send} isPending={postpone.isPending} problem={postpone.problem ? say(postpone.problem) : undefined}>
      <p>{t('postpone_text')}</p>
      <DateField label={t('new_date')} pointer="/key_date" value={day} onChange={setDay} error={postpone.problem?.at('/key_date') ?? (missing && !day ? t('missing') : undefined)} />
      <TextArea label={t('reason')} pointer="/reason" value={reason} onChange={setReason} rows={2} error={missing && !reason.trim() ? t('missing') : undefined} />
    </FormDialog>
  )
}
