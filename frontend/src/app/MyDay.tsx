import { useSuspenseQuery } from '@tanstack/react-query'
import { useTranslation } from 'react-i18next'
import { meQuery } from '@/features/identity/queries'
import { EmptyState } from '@/ui/EmptyState'
import { MyDayIcon } from '@/ui/icons'
import { PageHeader } from '@/ui/PageHeader'

/** What needs this person today. Composed here because it will show several domains. */
export function MyDay() {
  const { t } = useTranslation('app')
  const { data: me } = useSuspenseQuery(meQuery)
  return (
    <div className="dw-page">
      <PageHeader title={t('my_day.title')} meta={t('my_day.greeting', { name: me.user.name })} />
      <div className="dw-card">
        <EmptyState icon={MyDayIcon} title={t('my_day.empty')}>{t('my_day.empty_text')}</EmptyState>
      </div>
    </div>
  )
}
