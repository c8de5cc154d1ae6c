import { useTranslation } from 'react-i18next'
import type { PublicationRow } from '@/api/types'
import { Badge, type Tone } from '@/ui/Badge'
import { When } from '@/ui/When'

const TONES: Record<PublicationRow['state'], Tone> = { pending: 'neutral', found: 'success', missing: 'warning', unmatched: 'danger' }

/** What the index says, in a word; where it says something else than people do, that is louder. */
export function PublicationState({ row }: { row: PublicationRow }) {
  const { t } = useTranslation('publications')
  return row.contradicted ? <Badge tone="danger">{t('contradicted')}</Badge> : <Badge tone={TONES[row.state]}>{t(`state.${row.state}`)}</Badge>
}

/** Why, since when, and where to look. */
export function PublicationFacts({ row }: { row: PublicationRow }) {
  const { t } = useTranslation('publications')
  return (
    <span className="dw-small dw-muted">
      {row.problem ? t(`problem.${row.problem}`) : row.asked_at ? <>{t('asked')} <When value={row.asked_at} /></> : t('not_asked')}
      {row.state === 'missing' && row.found_at ? <>{' · '}{t('last_found')} <When value={row.found_at} /></> : null}
      {row.state === 'found' && row.url ? <>{' · '}<a href={row.url} target="_blank" rel="noreferrer">{t('look')}</a></> : null}
    </span>
  )
}
