import { Link } from '@tanstack/react-router'
import { useTranslation } from 'react-i18next'
import './catalogue.css'

const PLACES = ['services', 'programmes', 'templates'] as const

/** The three parts of the catalogue, one below the other in the navigation's single entry. */
export function CatalogueNav() {
  const { t } = useTranslation('catalogue')
  return (
    <nav className="ca-nav" aria-label={t('nav.label')}>
      {PLACES.map((place) => (
        <Link key={place} to={`/${place}` as never} className="ca-nav-link" activeOptions={{ exact: true, includeSearch: false }} activeProps={{ 'aria-current': 'page' }}>{t(`nav.${place}`)}</Link>
      ))}
    </nav>
  )
}
