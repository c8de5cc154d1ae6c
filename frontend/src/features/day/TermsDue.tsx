import { useQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { useTranslation } from 'react-i18next'
import { When } from '@/ui/When'
import { termsDue } from './queries'

/** Certificates and contracts that end soon, or have ended. Not there while none does. */
export function TermsDue() {
  const { t } = useTranslation('day')
  const query = useQuery(termsDue)
  const rows = query.data?.items ?? []
  if (rows.length === 0) return null
  return (
    <section className="dw-card" aria-labelledby="day-terms">
      <header className="day-head"><h2 id="day-terms">{t('terms.title')}<span className="dw-tab-count">{query.data?.total ?? rows.length}</span></h2><Link to={'/terms' as never} search={{ view: 'due' } as never}>{t('all')}</Link></header>
      <ul className="day-rollouts">
        {rows.map((term) => (
          <li key={term.id}>
            <span className="day-entry"><span>{term.title}</span><span className="dw-small dw-muted">{t('terms.who', { body: term.body.name ?? '', party: term.party.name ?? '' })}</span></span>
            <span className={term.state === 'expired' ? 'day-late' : undefined}><When value={term.valid_until} /></span>
          </li>
        ))}
      </ul>
    </section>
  )
}
