import { useQuery } from '@tanstack/react-query'
import { useParams } from '@tanstack/react-router'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { RegisterImportView } from '@/api/types'
import { sayDay } from '@/lib/dates'
import { sayNumber } from '@/lib/numbers'
import { PageProblem } from '@/pickers/PageProblem'
import { ProblemNote } from '@/pickers/ProblemNote'
import { Button, LinkButton } from '@/ui/Button'
import { Dialog } from '@/ui/Dialog'
import { PageHeader } from '@/ui/PageHeader'
import { ProgressBar } from '@/ui/ProgressBar'
import { PageSkeleton } from '@/ui/Skeleton'
import { useLanguage, When } from '@/ui/When'
import { Changes } from './Changes'
import { registerImport, useApply } from './queries'
import { Status } from './Status'
import './register.css'

/** One import: what was read, what it changes, and applying it. */
export function ImportPage() {
  const { t } = useTranslation('register')
  const { id } = useParams({ strict: false }) as { id: string }
  const { data, error } = useQuery(registerImport(id))
  if (error && !data) return <PageProblem error={error} back={{ label: t('title'), href: '/organisations/register' }} />
  if (!data) return <PageSkeleton />
  return <Loaded view={data} />
}

function Loaded({ view }: { view: RegisterImportView }) {
  const { t } = useTranslation('register')
  const language = useLanguage()
  const [asking, setAsking] = useState(false)
  const apply = useApply(view.id)
  const running = view.status === 'running'
  function start() {
    apply.mutate(undefined, { onSettled: () => setAsking(false) })
  }
  const actions = view.can.includes('apply') ? <Button variant="primary" onPress={() => setAsking(true)}>{view.status === 'failed' ? t('apply.again') : t('apply.open')}</Button> : undefined
  const done = sayNumber(view.done, language)
  const total = sayNumber(view.total, language)
  return (
    <div className="dw-page dw-page--fill">
      <PageHeader
        title={view.file_name} crumbs={[{ label: t('title'), href: '/organisations/register' }]} actions={actions}
        meta={<><Status status={view.status} /><span>{t('state_date')} <When value={view.state_date} /></span></>}
      />
      <ProblemNote problem={apply.problem} />
      {running ? <div className="dw-card"><ProgressBar label={t('apply.running')} value={view.done} max={Math.max(view.total, 1)} note={t('apply.progress', { done, total })} /><p className="dw-small dw-muted">{t('apply.leave')}</p></div> : null}
      {view.status === 'failed' ? <p className="dw-card">{t('apply.failed')}</p> : null}
      {view.status === 'applied' ? <p className="dw-card dw-row"><span>{t('apply.done')} {view.finished_at ? <When value={view.finished_at} /> : null}</span><LinkButton href="/organisations">{t('apply.look')}</LinkButton></p> : null}
      <Counts view={view} />
      <Changes changes={view.changes} />
      <Dialog
        isOpen={asking} onClose={() => setAsking(false)} title={t('apply.title')}
        footer={<><Button onPress={() => setAsking(false)}>{t('cancel')}</Button><Button variant="primary" onPress={start} isPending={apply.isPending}>{t('apply.send')}</Button></>}
      >
        <p>{t('apply.text', { day: sayDay(view.state_date, new Date(), language), new: sayNumber(view.difference.new, language), gone: sayNumber(view.difference.gone, language) })}</p>
      </Dialog>
    </div>
  )
}

const DIFFERENCES = ['new', 'gone', 'renamed', 'moved'] as const

function Counts({ view }: { view: RegisterImportView }) {
  const { t } = useTranslation('register')
  const language = useLanguage()
  return (
    <div className="dw-register-counts">
      <section className="dw-card dw-section">
        <h2>{t('difference.title')}</h2>
        <dl className="dw-register-numbers">
          {DIFFERENCES.map((id) => <div key={id}><dt>{t(`change.${id}`)}</dt><dd>{sayNumber(view.difference[id], language)}</dd></div>)}
        </dl>
      </section>
      <section className="dw-card dw-section">
        <h2>{t('records.title')}</h2>
        <dl className="dw-register-numbers">
          {Object.entries(view.records).toSorted(([a], [b]) => a.localeCompare(b)).map(([type, count]) => <div key={type}><dt>{t(`records.type.${type}`, { defaultValue: t('records.other', { type }) })}</dt><dd>{sayNumber(count, language)}</dd></div>)}
        </dl>
      </section>
    </div>
  )
}
