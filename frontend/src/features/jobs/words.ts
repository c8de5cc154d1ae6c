import { useTranslation } from 'react-i18next'
import type { BulkEffect, JobItemView, StockEffect, WaveEffect } from '@/api/types'
import { sayDay } from '@/lib/dates'
import { useLanguage } from '@/ui/When'

/** Says what changes at a rollout beside the command itself, or what a wave plans. */
export function useEffectWords(): (item: JobItemView) => string {
  const { t } = useTranslation('jobs')
  const language = useLanguage()
  return ({ effect }) => {
    if (!effect) return ''
    if ('go_live' in effect) {
      const plan = effect as unknown as WaveEffect
      const days = t('effect.plan', { start: sayDay(plan.start, new Date(), language), go_live: sayDay(plan.go_live, new Date(), language) })
      return plan.late ? `${days} (${t('effect.late')})` : days
    }
    if ('created' in effect) {
      const { created, number, completed } = effect as unknown as StockEffect
      return [created ? t('effect.created') : number, completed.length > 0 ? t('effect.completed', { count: completed.length, keys: completed.join(', ') }) : ''].filter(Boolean).join(': ')
    }
    const what = effect as unknown as BulkEffect
    const live = what.live_on ? t('effect.live') : ''
    const phase = what.phase_changed && what.phase ? t('effect.phase', { name: what.phase.name[language] }) : ''
    return [live, phase].filter(Boolean).join(', ')
  }
}
