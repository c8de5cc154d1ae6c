import { useQuery } from '@tanstack/react-query'
import { Link, useParams } from '@tanstack/react-router'
import { useTranslation } from 'react-i18next'
import type { ServiceView } from '@/api/types'
import { PageProblem } from '@/pickers/PageProblem'
import { Badge } from '@/ui/Badge'
import { LinkButton } from '@/ui/Button'
import { DescriptionList } from '@/ui/DescriptionList'
import { RolloutsIcon } from '@/ui/icons'
import { PageHeader } from '@/ui/PageHeader'
import { PageSkeleton } from '@/ui/Skeleton'
import { When } from '@/ui/When'
import { programmeList, serviceQuery } from './queries'
import './catalogue.css'

const day = (value: string | null | undefined) => (value ? <When value={value} /> : undefined)

export function ServicePage() {
  const { t } = useTranslation('catalogue')
  const { id = '' } = useParams({ strict: false }) as { id?: string }
  const query = useQuery(serviceQuery(id))
  if (query.error && !query.data) return <PageProblem error={query.error} back={{ label: t('services.title'), href: '/services' }} />
  return query.data ? <Loaded service={query.data.view} /> : <PageSkeleton />
}

/** One service: what it is, who provides it, who may order it, where it is rolled out. */
function Loaded({ service }: { service: ServiceView }) {
  const { t } = useTranslation('catalogue')
  const programmes = (useQuery(programmeList).data?.items ?? []).filter((programme) => programme.services.some((one) => one.id === service.id))
  return (
    <div className="dw-page">
      <PageHeader
        title={service.name} crumbs={[{ label: t('services.title'), href: '/services' }]}
        meta={<><span>{service.key}</span><Badge tone={service.active ? 'success' : 'neutral'}>{service.active ? t('service.is_active') : t('service.is_inactive')}</Badge></>}
        actions={<><LinkButton href={`/rollouts?service=${service.id}`} icon={<RolloutsIcon aria-hidden="true" />}>{t('service.rollouts')}</LinkButton>{service.can.includes('update') ? <LinkButton href={`/services/${service.id}/edit`} variant="primary">{t('edit')}</LinkButton> : null}</>}
      />
      <div className="ca-columns">
        <section className="dw-card dw-stack">
          <h2>{t('service.what')}</h2>
          <DescriptionList
            items={[
              { term: t('service.level'), value: <>{t(`level.${service.level}`)}<span className="dw-muted dw-small ca-block">{t(`level_text.${service.level}`)}</span></> },
              { term: t('service.package'), value: t(`package.${service.package}`) },
              { term: t('service.ozg_id'), value: service.ozg_id ?? undefined },
              { term: t('service.leika_keys'), value: service.leika_keys.length > 0 ? <ul>{service.leika_keys.map((key) => <li key={key}>{key}</li>)}</ul> : undefined },
              { term: t('service.portal_ids'), value: service.portal_ids.join(', ') || undefined },
              { term: t('service.maturity'), value: service.maturity ? <>{t('service.maturity_value', { level: service.maturity.level, model: service.maturity.model })}{service.maturity.date ? <span className="dw-muted"> <When value={service.maturity.date} /></span> : null}</> : undefined },
              { term: t('service.interfaces'), value: service.interfaces.join(', ') || undefined },
              { term: t('service.routing'), value: service.routing ?? undefined },
              { term: t('service.active_from'), value: day(service.active_from) },
              { term: t('service.active_to'), value: day(service.active_to) },
              { term: t('service.note'), value: service.note ?? undefined },
            ]}
          />
        </section>
        <div className="dw-stack">
          <section className="dw-card dw-stack">
            <h2>{t('service.who')}</h2>
            <DescriptionList items={[{ term: t('service.provider'), value: service.provider?.name ?? undefined }, { term: t('service.operator'), value: service.operator?.name ?? undefined }, { term: t('service.implementing_land'), value: service.implementing_land ?? undefined }, { term: t('service.source'), value: service.source ?? undefined }]} />
          </section>
          <section className="dw-card dw-stack">
            <h2>{t('service.programmes')}</h2>
            {programmes.length === 0 ? <p className="dw-muted">{t('service.programmes_none')}</p> : <ul className="ca-list">{programmes.map((programme) => <li key={programme.id}><Link to={`/programmes/${programme.id}` as never}>{programme.name}</Link></li>)}</ul>}
          </section>
        </div>
      </div>
    </div>
  )
}
