import { useQuery } from '@tanstack/react-query'
import { Link, useParams } from '@tanstack/react-router'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { Named, ProgrammeView } from '@/api/types'
import { PageProblem } from '@/pickers/PageProblem'
import { ProblemNote } from '@/pickers/ProblemNote'
import { ServicePicker } from '@/pickers/ServicePicker'
import { Badge } from '@/ui/Badge'
import { Button, LinkButton } from '@/ui/Button'
import { DescriptionList } from '@/ui/DescriptionList'
import { Confirm } from '@/ui/Dialog'
import { RolloutsIcon } from '@/ui/icons'
import { PageHeader } from '@/ui/PageHeader'
import { PageSkeleton } from '@/ui/Skeleton'
import { When } from '@/ui/When'
import { programmeQuery, useProgrammeService } from './queries'
import { PROGRAMME_TONE } from './words'
import './catalogue.css'

export function ProgrammePage() {
  const { t } = useTranslation('catalogue')
  const { id = '' } = useParams({ strict: false }) as { id?: string }
  const query = useQuery(programmeQuery(id))
  if (query.error && !query.data) return <PageProblem error={query.error} back={{ label: t('programmes.title'), href: '/programmes' }} />
  return query.data ? <Loaded programme={query.data.view} /> : <PageSkeleton />
}

function Loaded({ programme }: { programme: ProgrammeView }) {
  const { t } = useTranslation('catalogue')
  return (
    <div className="dw-page">
      <PageHeader
        title={programme.name} crumbs={[{ label: t('programmes.title'), href: '/programmes' }]}
        meta={<><span>{programme.key}</span><Badge tone={PROGRAMME_TONE[programme.status]}>{t(`programme_status.${programme.status}`)}</Badge></>}
        actions={<><LinkButton href={`/rollouts?programme=${programme.id}`} icon={<RolloutsIcon aria-hidden="true" />}>{t('service.rollouts')}</LinkButton>{programme.can.includes('update') ? <LinkButton href={`/programmes/${programme.id}/edit`} variant="primary">{t('edit')}</LinkButton> : null}</>}
      />
      <div className="ca-columns">
        <Services programme={programme} />
        <section className="dw-card dw-stack">
          <h2>{t('programme.how')}</h2>
          <DescriptionList
            items={[
              { term: t('programme.template'), value: <Link to={`/templates/${programme.template.id}` as never}>{programme.template.name ?? programme.template.key}</Link> },
              { term: t('programme.region'), value: programme.region?.name ?? t('programme.everywhere') },
              { term: t('programme.four_eyes'), value: <>{t(`four_eyes.${programme.four_eyes}`)}<span className="dw-muted dw-small ca-block">{t(`four_eyes_text.${programme.four_eyes}`)}</span></> },
              { term: t('programme.started_on'), value: programme.started_on ? <When value={programme.started_on} /> : undefined },
            ]}
          />
        </section>
      </div>
    </div>
  )
}

/** The services of the programme; adding takes effect at once, taking out asks. */
function Services({ programme }: { programme: ProgrammeView }) {
  const { t } = useTranslation('catalogue')
  const [leaving, setLeaving] = useState<Named | undefined>()
  const change = useProgrammeService(programme)
  const may = programme.can.includes('update')
  const done = () => setLeaving(undefined)
  return (
    <section className="dw-card dw-stack" aria-labelledby="ca-services">
      <h2 id="ca-services">{t('programme.services', { count: programme.services.length })}</h2>
      <ProblemNote problem={change.problem} />
      {programme.services.length === 0 ? <p className="dw-muted">{t('programme.services_none')}</p> : null}
      <ul className="ca-rows">
        {programme.services.map((service) => (
          <li key={service.id}>
            <Link to={`/services/${service.id}` as never}>{service.name ?? t('hidden')}</Link>
            <span className="dw-muted dw-small">{service.key}</span>
            {may ? <Button small variant="quiet" aria-label={t('programme.remove_name', { name: service.name ?? '' })} onPress={() => setLeaving(service)}>{t('programme.remove')}</Button> : null}
          </li>
        ))}
      </ul>
      {may ? <ServicePicker label={t('programme.add')} value={null} onChange={(service) => { if (service) change.mutate({ service: service.id, add: true }) }} activeOnly /> : null}
      <Confirm isOpen={leaving !== undefined} onClose={done} title={t('programme.ask_remove', { name: leaving?.name ?? '' })} confirm={t('programme.remove')} isPending={change.isPending} onConfirm={() => { if (leaving) change.mutate({ service: leaving.id, add: false }, { onSettled: done }) }}>
        <p>{t('programme.remove_text')}</p>
      </Confirm>
    </section>
  )
}
