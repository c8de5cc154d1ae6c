import { useQuery } from '@tanstack/react-query'
import { useParams } from '@tanstack/react-router'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { Tagged } from '@/api/client'
import type { TemplateDefinition, TemplateMilestone, TemplateView } from '@/api/types'
import { saveFile } from '@/lib/files'
import { PageProblem } from '@/pickers/PageProblem'
import { ProblemNote } from '@/pickers/ProblemNote'
import { Badge } from '@/ui/Badge'
import { Button } from '@/ui/Button'
import { DescriptionList } from '@/ui/DescriptionList'
import { Confirm } from '@/ui/Dialog'
import { DownloadIcon } from '@/ui/icons'
import { PageHeader } from '@/ui/PageHeader'
import { PageSkeleton } from '@/ui/Skeleton'
import { toasts } from '@/ui/toasts'
import { useLanguage } from '@/ui/When'
import { templateQuery, useTemplateAct } from './queries'
import { say, TEMPLATE_TONE } from './words'
import './catalogue.css'

export function TemplatePage() {
  const { t } = useTranslation('catalogue')
  const { id = '' } = useParams({ strict: false }) as { id?: string }
  const query = useQuery(templateQuery(id))
  if (query.error && !query.data) return <PageProblem error={query.error} back={{ label: t('templates.title'), href: '/templates' }} />
  return query.data ? <Loaded current={query.data} /> : <PageSkeleton />
}

/** One version of a phase template, as phases with their milestones, gates and limits. */
function Loaded({ current }: { current: Tagged<TemplateView> }) {
  const { t } = useTranslation('catalogue')
  const language = useLanguage()
  const { view } = current
  const { definition } = view
  return (
    <div className="dw-page">
      <PageHeader
        title={say(definition.name, language)} crumbs={[{ label: t('templates.title'), href: '/templates' }]}
        meta={<><span>{t('template.version_n', { version: view.version })}</span><Badge tone={TEMPLATE_TONE[view.status]}>{t(`template_status.${view.status}`)}</Badge><span>{view.key}</span></>}
        actions={<><Button icon={<DownloadIcon aria-hidden="true" />} onPress={() => save(view)}>{t('template.download')}</Button><Acts current={current} /></>}
      />
      <div className="ca-columns">
        <div className="dw-stack">{definition.phases.map((phase) => <Phase key={phase.key} phase={phase} definition={definition} />)}</div>
        <Side definition={definition} />
      </div>
    </div>
  )
}

/** The definition as a file, to be changed and imported as the next version. */
function save(view: TemplateView) {
  const content = new Blob([JSON.stringify(view.definition, null, 2)], { type: 'application/json' })
  saveFile({ name: `${view.key}-${view.version}.json`, content })
}

function Acts({ current }: { current: Tagged<TemplateView> }) {
  const { t } = useTranslation('catalogue')
  const { view } = current
  const [asking, setAsking] = useState<'publish' | 'retire' | undefined>()
  const act = useTemplateAct(current, (done) => { setAsking(undefined); toasts.show({ text: t(`template.done_${done}`) }) })
  return (
    <>
      {view.can.includes('publish') ? <Button variant="primary" onPress={() => setAsking('publish')}>{t('template.publish')}</Button> : null}
      {view.can.includes('retire') ? <Button onPress={() => setAsking('retire')}>{t('template.retire')}</Button> : null}
      {asking ? (
        <Confirm isOpen onClose={() => setAsking(undefined)} title={t(`template.ask_${asking}`, { name: view.name, version: view.version })} confirm={t(`template.${asking}`)} isPending={act.isPending} onConfirm={() => act.mutate(asking)}>
          <ProblemNote problem={act.problem} />
          <p>{t(`template.text_${asking}`)}</p>
        </Confirm>
      ) : null}
    </>
  )
}

function Phase({ phase, definition }: { phase: TemplateDefinition['phases'][number]; definition: TemplateDefinition }) {
  const { t } = useTranslation('catalogue')
  const language = useLanguage()
  return (
    <section className="dw-card ca-phase" aria-label={say(phase.name, language)}>
      <header>
        <h2>{say(phase.name, language)}</h2>
        <Badge tone={phase.level === 'mother' ? 'accent' : 'neutral'}>{t(`template_level.${phase.level}`)}</Badge>
        <span className="dw-muted">{t('template.target', { count: phase.target_working_days })}</span>
      </header>
      <ol>{phase.milestones.map((milestone) => <Milestone key={milestone.key} milestone={milestone} definition={definition} />)}</ol>
    </section>
  )
}

function Milestone({ milestone, definition }: { milestone: TemplateMilestone; definition: TemplateDefinition }) {
  const { t } = useTranslation('catalogue')
  const language = useLanguage()
  const role = definition.parties.find(({ key }) => key === milestone.role)
  const gate = milestone.gate ?? []
  const criteria = milestone.exit_criteria ?? []
  return (
    <li>
      <span className="ca-milestone"><span className="dw-muted">{milestone.key}</span> <strong>{say(milestone.name, language)}</strong>
        {milestone.go_live ? <Badge tone="success">{t('template.go_live')}</Badge> : null}
        {milestone.required ? null : <Badge>{t('template.optional')}</Badge>}
        {milestone.form ? <Badge tone="info">{t('template.form', { form: milestone.form })}</Badge> : null}
        {milestone.auto_complete_on ? <Badge tone="info">{t('template.auto', { event: milestone.auto_complete_on })}</Badge> : null}
      </span>
      <span className="dw-small dw-muted">
        {[role ? say(role.name, language) : milestone.role, gate.length > 0 && t('template.gate', { names: gate.join(', ') }), milestone.offset_working_days != null && t('template.offset', { count: milestone.offset_working_days }), milestone.norm].filter(Boolean).join(' · ')}
      </span>
      {milestone.description ? <span className="dw-small">{say(milestone.description, language)}</span> : null}
      {criteria.length > 0 ? <ul className="ca-criteria">{criteria.map((one) => <li key={one.de}>{say(one, language)}</li>)}</ul> : null}
    </li>
  )
}

function Side({ definition }: { definition: TemplateDefinition }) {
  const { t } = useTranslation('catalogue')
  const language = useLanguage()
  const { limits } = definition
  const roleName = (key: string) => { const role = definition.parties.find((one) => one.key === key); return role ? say(role.name, language) : key }
  const days = (count: number | undefined, otherwise: number) => t('template.days', { count: count ?? otherwise })
  return (
    <div className="dw-stack">
      <section className="dw-card dw-stack">
        <h2>{t('template.limits')}</h2>
        <DescriptionList
          items={[
            { term: t('template.red_overdue'), value: days(limits?.red_overdue_working_days, 5) },
            { term: t('template.red_slip'), value: days(limits?.red_forecast_slip_working_days, 10) },
            { term: t('template.red_waiting'), value: days(limits?.waiting_working_days, 10) },
            ...Object.entries(limits?.waiting_by_role ?? {}).map(([role, count]) => ({ term: t('template.red_waiting_role', { role: roleName(role) }), value: days(count, 10) })),
            { term: t('template.yellow_due'), value: days(limits?.yellow_due_within_working_days, 3) },
          ]}
        />
      </section>
      <section className="dw-card dw-stack">
        <h2>{t('template.roles')}</h2>
        <DescriptionList items={definition.parties.map((party) => ({ term: say(party.name, language), value: t(`source.${party.default_source}` as 'source.by_hand') }))} />
      </section>
      <section className="dw-card dw-stack">
        <h2>{t('template.waiting')}</h2>
        <DescriptionList items={definition.waiting_kinds.map((kind) => ({ term: say(kind.name, language), value: <>{roleName(kind.role)}<span className="dw-muted dw-small ca-block">{kind.pauses ? t('template.pauses') : t('template.runs')} · {t('template.follow_up', { count: kind.default_follow_up_working_days })}</span></> }))} />
      </section>
      <section className="dw-card dw-stack">
        <h2>{t('template.outcomes')}</h2>
        <ul className="ca-list">{definition.outcomes.map((outcome) => <li key={outcome.key}>{say(outcome.name, language)}</li>)}</ul>
      </section>
    </div>
  )
}
