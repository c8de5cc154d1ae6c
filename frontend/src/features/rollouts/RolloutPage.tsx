import { useNavigate, useParams, useSearch } from '@tanstack/react-router'
import { useTranslation } from 'react-i18next'
import type { RolloutDetail } from '@/api/types'
import { dayOf, sayDay } from '@/lib/dates'
import { one, type SearchValues } from '@/lib/search'
import { PageProblem } from '@/pickers/PageProblem'
import { DescriptionList } from '@/ui/DescriptionList'
import { PageHeader, type Crumb } from '@/ui/PageHeader'
import { PageSkeleton } from '@/ui/Skeleton'
import { Tabs } from '@/ui/Tabs'
import { useLanguage } from '@/ui/When'
import { Conversation } from './Conversation'
import { coveredOn, type Cover } from './covers'
import { Documents } from './Documents'
import { History } from './History'
import { MaturityValue } from './Maturity'
import { Milestones } from './Milestones'
import { NextMilestones } from './NextMilestones'
import { Parties } from './Parties'
import { PlanPanel } from './PlanPanel'
import { useRollout } from './queries'
import { Questionnaires } from './questionnaire/Questionnaires'
import { RolloutActions } from './RolloutActions'
import { RolloutHead } from './RolloutHead'
import { titleOf } from './words'
import './rollouts.css'

/** One service at one body: where it stands, what is next, what was said. */
export function RolloutPage() {
  const { id = '' } = useParams({ strict: false }) as { id?: string }
  const { t } = useTranslation('rollouts')
  const { rollout, problem } = useRollout(id)
  if (problem) return <PageProblem error={problem} back={{ label: t('title'), href: '/rollouts' }} />
  if (!rollout) return <PageSkeleton />
  return <Loaded rollout={rollout} />
}

function Loaded({ rollout }: { rollout: RolloutDetail }) {
  const { t } = useTranslation('rollouts')
  const can = rollout.ticket.can
  const crumbs: Crumb[] = [{ label: t('title'), href: '/rollouts' }]
  if (rollout.mother) crumbs.push({ label: rollout.body.name ?? t('hidden'), href: `/mothers/${rollout.mother.id}` })
  return (
    <div className="dw-page">
      <PageHeader title={titleOf(rollout)} crumbs={crumbs} meta={<><span>{rollout.number}</span>{rollout.service?.key ? <span>{rollout.service.key}</span> : null}{rollout.body.key ? <span>{rollout.body.key}</span> : null}</>} actions={<RolloutActions rollout={rollout} />} />
      <RolloutHead rollout={rollout} />
      <div className="ro-columns">
        <div className="ro-column"><NextMilestones rollout={rollout} /><Questionnaires id={rollout.id} /><PlanPanel rollout={rollout} /></div>
        <div className="ro-column ro-column--wide"><Views rollout={rollout} /></div>
        <div className="ro-column"><Parties rollout={rollout} /><Documents id={rollout.id} can={can} /><About rollout={rollout} /></div>
      </div>
    </div>
  )
}

/** Conversation, all milestones and history of the same thing; which one is open stands in the address. */
export function Views({ rollout }: { rollout: RolloutDetail }) {
  const { t } = useTranslation('rollouts')
  const navigate = useNavigate()
  const search = useSearch({ strict: false }) as SearchValues
  const chosen = one(search.view)
  const selected = chosen === 'milestones' || chosen === 'history' ? chosen : 'talk'
  const settled = rollout.progress.done + rollout.progress.skipped
  return (
    <Tabs
      label={t('views')}
      selected={selected}
      onSelect={(view) => void navigate({ to: '.', search: ((before: SearchValues) => ({ ...before, view: view === 'talk' ? undefined : view })) as never, replace: true, resetScroll: false })}
      tabs={[
        { id: 'talk', label: t('talk.title'), content: <Conversation id={rollout.id} can={rollout.ticket.can} /> },
        { id: 'milestones', label: t('milestones', { settled, total: rollout.progress.required }), content: <div className="dw-card"><Milestones rollout={rollout} /></div> },
        { id: 'history', label: t('history.title'), content: <div className="dw-card"><History rollout={rollout} /></div> },
      ]}
    />
  )
}

function About({ rollout }: { rollout: RolloutDetail }) {
  const { t } = useTranslation('rollouts')
  const language = useLanguage()
  const today = dayOf(new Date())
  const covers = rollout.covers.filter((cover) => coveredOn(cover, today))
  const dated = (cover: Cover) => [cover.organisation.name ?? t('hidden'), cover.valid_from > today ? t('cover.from', { day: sayDay(cover.valid_from, new Date(), language) }) : undefined, cover.valid_to ? t('cover.until', { day: sayDay(cover.valid_to, new Date(), language) }) : undefined].filter(Boolean).join(' ')
  return (
    <section className="dw-card" aria-labelledby="ro-about">
      <header className="ro-card-head"><h2 id="ro-about">{t('about.title')}</h2></header>
      <DescriptionList
        items={[
          { term: t('programme'), value: rollout.programme?.name ?? undefined },
          { term: t('maturity.one'), value: rollout.maturity_one ? <MaturityValue of={rollout.maturity_one} /> : undefined },
          { term: t('maturity.two'), value: rollout.maturity_two ? <MaturityValue of={rollout.maturity_two} /> : undefined },
          { term: t('about.template'), value: `${rollout.template.name}, ${t('about.version', { version: rollout.template.version })}` },
          { term: t('about.covers', { count: covers.length }), value: <Covers names={covers.map(dated)} /> },
        ]}
      />
    </section>
  )
}

function Covers({ names }: { names: string[] }) {
  const { t } = useTranslation('rollouts')
  if (names.length <= 4) return <>{names.join(', ') || '–'}</>
  return <details><summary>{t('about.more', { first: names.slice(0, 2).join(', '), count: names.length - 2 })}</summary>{names.slice(2).join(', ')}</details>
}
