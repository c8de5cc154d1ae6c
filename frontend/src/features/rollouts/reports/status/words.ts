import { useMemo } from 'react'
import { useTranslation } from 'react-i18next'
import type { StatusReport } from '@/api/types'

/** What is said of a report in a line. */
export function useReportWords() {
  const { t } = useTranslation('status')
  return useMemo(() => ({
    /** "jeden Montag, 6:00 Uhr" */
    rhythm: ({ rhythm, weekday, month_day }: StatusReport): string => {
      if (rhythm === 'weekly') return t('rhythm.weekly_on', { day: t(`weekday.${weekday ?? 1}`) })
      if (rhythm === 'monthly') return t('rhythm.monthly_on', { day: month_day ?? 1 })
      return rhythm === 'daily' ? t('rhythm.daily') : t('rhythm.none')
    },
    /** Who gets it. */
    recipients: ({ users, roles, owner }: StatusReport): string => {
      const named = [...roles, ...users].map(({ name }) => name ?? t('hidden'))
      return named.length > 0 ? named.join(', ') : (owner.name ?? t('hidden'))
    },
  }), [t])
}
