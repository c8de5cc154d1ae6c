import { useQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { useTranslation } from 'react-i18next'
import { CallList } from './CallList'
import { callList } from './queries'

/** As many as fit beside the rest of the day. */
const FIRST = 5

/** The beginning of the call list, and the way to all of it. */
export function CallsCard() {
  const { t } = useTranslation('calls')
  const found = useQuery(callList(FIRST)).data
  return (
    <section className="dw-card" aria-labelledby="day-calls">
      <header className="day-head">
        <h2 id="day-calls">{t('title')}{found && found.parties > 0 ? <span className="dw-tab-count">{found.parties}</span> : null}</h2>
        {found && found.parties > 0 ? <span className="dw-small dw-muted dw-key-hint"><kbd className="dw-kbd">n</kbd> {t('key')}</span> : null}
        {found && found.parties > FIRST ? <Link to={'/calls' as never}>{t('all')}</Link> : null}
      </header>
      <CallList limit={FIRST} label={t('title')} />
    </section>
  )
}
