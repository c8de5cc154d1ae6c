import { useTranslation } from 'react-i18next'
import { LinkButton } from '@/ui/Button'
import { EmptyState } from '@/ui/EmptyState'
import { SearchIcon } from '@/ui/icons'
import { PageHeader } from '@/ui/PageHeader'

/** No such page, or not for this person: both look alike on purpose. */
export function NotFound() {
  const { t } = useTranslation('app')
  return (
    <div className="dw-page">
      <PageHeader title={t('not_found.page')} />
      <EmptyState icon={SearchIcon} title={t('not_found.title')} actions={<LinkButton href="/">{t('not_found.home')}</LinkButton>}>{t('not_found.text')}</EmptyState>
    </div>
  )
}
