import { useQuery, useQueryClient } from '@tanstack/react-query'
import { Link, useParams } from '@tanstack/react-router'
import { useEffect, useMemo } from 'react'
import { useTranslation } from 'react-i18next'
import type { MotherDetail, RolloutDetail } from '@/api/types'
import { sayNumber } from '@/lib/numbers'
import { useFunctionName } from '@/pickers/labels'
import { PageProblem } from '@/pickers/PageProblem'
import { DescriptionList } from '@/ui/DescriptionList'
import { Light } from '@/ui/Light'
import { PageHeader } from '@/ui/PageHeader'
import { PageSkeleton, Skeleton } from '@/ui/Skeleton'
import { useLanguage } from '@/ui/When'
import { Documents } from './Documents'
import { NextMilestones } from './NextMilestones'
import { Parties } from './Parties'
import { contacts, motherQuery, organisation, rolloutQuery } from './queries'
import { Questionnaires } from './questionnaire/Questionnaires'
import { RolloutActions } from './RolloutActions'
import { RolloutHead } from './RolloutHead'
import { Views } from './RolloutPage'
import { TimeAxis } from './TimeAxis'
import './rollouts.css'

/** Everything of one town hall: facts and contacts, its services on one time axis, what is done once for all, the conversation. */
export function MotherPage() {
  const { t } = useTranslation('rollouts')
  const { id = '' } = useParams({ strict: false }) as { id?: string }
  const query = useQuery(motherQuery(id))
  if (query.error && !query.data) return <PageProblem error={query.error} back={{ label: t('title'), href: '/rollouts' }} />
  if (!query.data) return <PageSkeleton />
  return <Loaded detail={query.data.view} />
}

/** Commands answer with the mother as a rollout; what it shows is the newer of that and the whole page. */
function useMother(detail: MotherDetail): RolloutDetail {
  const client = useQueryClient()
  const whole = useMemo(() => ({ ...detail.mother, ticket: detail.ticket, version: detail.version }), [detail])
  useEffect(() => { client.setQueryData(rolloutQuery(whole.id).queryKey, { view: whole, etag: `"${whole.version}"` }) }, [client, whole])
  const answered = useQuery({ ...rolloutQuery(whole.id), enabled: false }).data?.view
  return answered && answered.version >= whole.version ? answered : whole
}

function Loaded({ detail }: { detail: MotherDetail }) {
  const { t } = useTranslation('rollouts')
  const language = useLanguage()
  const mother = useMother(detail)
  const { totals } = detail
  const count = (value: number) => sayNumber(value, language)
  return (
    <div className="dw-page">
      <PageHeader
        title={mother.body.name ?? t('hidden')}
        crumbs={[{ label: t('title'), href: '/rollouts' }]}
        meta={<><span>{mother.number}</span><span>{t('mother_meta', { count: totals.total, live: totals.live })}</span>{totals.red > 0 ? <Light state="red" sentence={count(totals.red)} /> : null}{totals.yellow > 0 ? <Light state="yellow" sentence={count(totals.yellow)} /> : null}</>}
        actions={<RolloutActions rollout={mother} />}
      />
      <Facts detail={detail} />
      <div className="ro-columns ro-columns--two">
        <div className="ro-column ro-column--wide"><TimeAxis rollouts={detail.rollouts} /><RolloutHead rollout={mother} /><NextMilestones rollout={mother} /><Questionnaires id={mother.id} /></div>
        <div className="ro-column ro-column--talk"><Views rollout={mother} /><Parties rollout={mother} /><Documents id={mother.id} can={mother.ticket.can} /></div>
      </div>
    </div>
  )
}

function Facts({ detail }: { detail: MotherDetail }) {
  const { t } = useTranslation('rollouts')
  const language = useLanguage()
  const { body } = detail.mother
  const facts = useQuery(organisation(body.id)).data
  return (
    <div className="ro-facts-cards">
      <section className="dw-card" aria-labelledby="ro-facts">
        <header className="ro-card-head"><h2 id="ro-facts">{t('facts.title')}</h2><Link to={`/organisations/${body.id}` as never}>{t('facts.open')}</Link></header>
        {facts ? (
          <DescriptionList
            items={[
              { term: t('facts.key'), value: facts.ags ?? facts.ars ?? facts.own_key ?? undefined },
              { term: t('facts.population'), value: facts.population > 0 ? sayNumber(facts.population, language) : undefined },
              { term: t('facts.place'), value: facts.path.map((above) => above.name).filter(Boolean).join(' › ') || undefined },
              { term: t('facts.covers'), value: detail.mother.covers.length > 0 ? detail.mother.covers.map((cover) => cover.organisation.name).filter(Boolean).join(', ') : undefined },
            ]}
          />
        ) : <Skeleton lines={3} />}
      </section>
      <Contacts organisationId={body.id} />
    </div>
  )
}

function Contacts({ organisationId }: { organisationId: string }) {
  const { t } = useTranslation('rollouts')
  const functionName = useFunctionName()
  const query = useQuery(contacts(organisationId))
  const people = query.data?.items
  return (
    <section className="dw-card" aria-labelledby="ro-contacts">
      <header className="ro-card-head"><h2 id="ro-contacts">{t('contacts.title')}</h2></header>
      {people?.length === 0 || query.error ? <p className="ro-quiet">{t('contacts.none')}</p> : null}
      {people || query.error ? (
        <ul className="ro-contacts">
          {(people ?? []).map((person) => (
            <li key={person.id}>
              <strong>{person.name}</strong>
              <span className="dw-muted dw-small">{person.functions.filter((one) => one.organisation.id === organisationId).map((one) => functionName(one.function)).join(', ')}</span>
              {person.email ? <a href={`mailto:${person.email}`}>{person.email}</a> : null}
              {person.phone ? <a href={`tel:${person.phone.replace(/[^\d+]/g, '')}`}>{person.phone}</a> : null}
            </li>
          ))}
        </ul>
      ) : <Skeleton lines={3} />}
    </section>
  )
}
