import { useQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { useTranslation } from 'react-i18next'
import { useMay } from '@/api/me'
import { formsOf, motherOf } from './queries'

/** What is rolled out here, and what is asked about the organisation. Nothing where there is nothing. */
export function OrganisationRollouts({ id, heading: Heading }: { id: string; heading: 'h2' | 'h3' }) {
  const { t } = useTranslation('organisations')
  const may = useMay()('rollout:read')
  const mother = useQuery({ ...motherOf(id), enabled: may }).data
  const forms = useQuery({ ...formsOf(mother?.id ?? ''), enabled: mother != null }).data ?? []
  if (!mother) return null
  return (
    <section className="dw-card dw-section">
      <Heading>{t('rollouts.title')}</Heading>
      <p><Link to={`/mothers/${mother.id}` as never}>{t('rollouts.all', { number: mother.number })}</Link></p>
      <ul className="dw-lines">
        {forms.map((row) => (
          <li key={row.form}>
            <span className="dw-grow"><Link to={`/rollouts/${mother.id}/fragebogen/${row.form}` as never}>{row.title}</Link></span>
            <span className="dw-muted dw-small">{t('rollouts.answered', { answered: row.answered, asked: row.asked })}{row.missing > 0 ? ` · ${t('rollouts.missing', { count: row.missing })}` : ''}</span>
          </li>
        ))}
      </ul>
    </section>
  )
}
