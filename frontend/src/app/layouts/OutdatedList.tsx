import { useTranslation } from 'react-i18next'
import { useOutdatedList } from '@/api/query'
import { Button } from '@/ui/Button'

/** Reads a long list anew when its reader wants it: following every change would fetch all its pages each time. */
export function OutdatedList() {
  const { t } = useTranslation('app')
  const { isOutdated, refresh } = useOutdatedList()
  return <span role="status">{isOutdated ? <Button onPress={refresh}>{t('live.refresh')}</Button> : null}</span>
}
