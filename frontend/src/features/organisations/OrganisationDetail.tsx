import { useTranslation } from 'react-i18next'
import { useQuery } from '@tanstack/react-query'
import type { Tagged } from '@/api/client'
import type { OrganisationView } from '@/api/types'
import { sayNumber } from '@/lib/numbers'
import { useKindName } from '@/pickers/labels'
import { DescriptionList, type Description } from '@/ui/DescriptionList'
import { NameOf } from '@/ui/NameOf'
import { useLanguage, When } from '@/ui/When'
import { cx } from '@/ui/cx'
import { History } from './History'
import { Holidays } from './Holidays'
import { OrganisationPersons } from './OrganisationPersons'
import { OrganisationRollouts } from './OrganisationRollouts'
import { organisationHistory } from './queries'

const given = (term: string, value: string | null | undefined): Description[] => (value ? [{ term, value }] : [])
const href = (id: string) => `/organisations/${id}`

/** Everything about one organisation below its name. `stacked` puts all in one column, for narrow places. */
export function OrganisationDetail({ current, stacked }: { current: Tagged<OrganisationView>; stacked?: boolean }) {
  const { t } = useTranslation('organisations')
  const { view } = current
  const history = useQuery(organisationHistory(view.id))
  const Heading = stacked ? 'h3' : 'h2'
  return (
    <div className={cx(!stacked && 'dw-columns', stacked && 'dw-stack')}>
      <div className="dw-stack">
        <Facts view={view} heading={Heading} />
        <section className="dw-card dw-section"><OrganisationPersons organisation={view} heading={Heading} /></section>
        <Places view={view} heading={Heading} />
      </div>
      <div className="dw-stack">
        <OrganisationRollouts id={view.id} heading={Heading} />
        <section className="dw-card dw-section"><Holidays current={current} heading={Heading} /></section>
        <section className="dw-card dw-section">
          <Heading>{t('history.title')}</Heading>
          <History entries={history.data} error={history.error} />
        </section>
      </div>
    </div>
  )
}

/** Headings stand one below the name: that is h1 on a page, h2 in a pane. */
type HeadingTag = 'h2' | 'h3'

function Facts({ view, heading: Heading }: { view: OrganisationView; heading: HeadingTag }) {
  const { t } = useTranslation('organisations')
  const kindName = useKindName()
  const language = useLanguage()
  const items: Description[] = [
    { term: t('facts.kind'), value: kindName(view.kind) },
    ...(view.official_name === view.name ? [] : given(t('facts.official_name'), view.official_name)),
    ...given(t('facts.ags'), view.ags),
    ...given(t('facts.ars'), view.ars),
    ...given(t('facts.fictive_ags'), view.fictive_ags),
    ...given(t('facts.own_key'), view.own_key),
    ...(view.population > 0 ? [{ term: t('facts.population'), value: sayNumber(view.population, language) }] : []),
    ...given(view.seat ? t('facts.seat') : t('facts.postal_code'), [view.postal_code, view.seat].filter(Boolean).join(' ')),
    ...(view.valid_from ? [{ term: t('facts.valid_from'), value: <When value={view.valid_from} /> }] : []),
    ...(view.valid_to ? [{ term: t('facts.valid_to'), value: <When value={view.valid_to} /> }] : []),
  ]
  return (
    <section className="dw-card dw-section">
      <Heading>{t('facts.title')}</Heading>
      <DescriptionList items={items} />
    </section>
  )
}

function Places({ view, heading: Heading }: { view: OrganisationView; heading: HeadingTag }) {
  const { t } = useTranslation('organisations')
  if (view.places.length + view.predecessors.length + view.successors.length === 0) return null
  return (
    <section className="dw-card dw-section">
      <Heading>{t('places.title')}</Heading>
      <ul className="dw-org-lines">
        {view.predecessors.map(({ organisation, on_date }) => <li key={`p${organisation.id}`}><span className="dw-muted">{t('places.predecessor')}</span><span className="dw-grow"><NameOf of={organisation} href={href(organisation.id)} /></span><When value={on_date} /></li>)}
        {view.successors.map(({ organisation, on_date }) => <li key={`s${organisation.id}`}><span className="dw-muted">{t('places.successor')}</span><span className="dw-grow"><NameOf of={organisation} href={href(organisation.id)} /></span><When value={on_date} /></li>)}
        {view.places.map((place) => (
          <li key={`${place.parent?.id ?? ''}${place.valid_to ?? ''}`}>
            <span className="dw-muted">{t('places.former')}</span>
            <span className="dw-grow"><NameOf of={place.parent} href={place.parent ? href(place.parent.id) : undefined} /></span>
            <span>{place.valid_from ? <When value={place.valid_from} /> : null}{' – '}{place.valid_to ? <When value={place.valid_to} /> : null}</span>
          </li>
        ))}
      </ul>
    </section>
  )
}
