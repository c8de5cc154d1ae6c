import { useQuery } from '@tanstack/react-query'
import { useTranslation } from 'react-i18next'
import { sayNumber } from '@/lib/numbers'
import { PageHeader } from '@/ui/PageHeader'
import { useLanguage } from '@/ui/When'
import { CallAgain } from './CallAgain'
import { CallList } from './CallList'
import { callList } from './queries'

/** As many as a person calls in a day. */
const MOST = 50

/** The whole call list on a page of its own. */
export function CallsPage() {
  const { t } = useTranslation('calls')
  const language = useLanguage()
  const found = useQuery(callList(MOST)).data
  const meta = found ? t('meta', { parties: sayNumber(found.parties, language), rollouts: sayNumber(found.rollouts, language) }) : undefined
  return (
    <div className="dw-page calls">
      <PageHeader title={t('title')} meta={meta} />
      <CallAgain />
      <section className="dw-card"><CallList limit={MOST} label={t('title')} /></section>
    </div>
  )
}
