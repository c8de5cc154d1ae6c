import { useTranslation } from 'react-i18next'
import type { BulkEffect, JobItemView, ReminderEffect, StockEffect, WaveEffect } from '@/api/types'
import { sayDay } from '@/lib/dates'
import { useLanguage } from '@/ui/When'

/** Says what changes at a rollout beside the command itself, or what a wave plans. */
export function useEffectWords(): (item: JobItemView) => string {
  const { t } = useTranslation('jobs')
  const language = useLanguage()
  /** What comes, goes and stays with another version of the template. */
  const moves = ({ moved }: BulkEffect): string[] => {
    if (!moved) return []
    const names = (key: 'added' | 'removed' | 'kept') => (moved[key].length > 0 ? t(`effect.${key}`, { names: moved[key].map((one) => `${one.key} ${one.name[language]}`).join(', ') }) : '')
    return [t('effect.version', { from: moved.from, to: moved.to }), names('added'), names('removed'), names('kept')]
  }
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
    if ('recipients' in effect) {
      const sent = effect as unknown as ReminderEffect
      const how = sent.without_account ? 'reminder_by_mail' : 'reminder'
      return t(`effect.${how}`, { names: sent.recipients.map((one) => one.name ?? '–').join(', '), text: sent.text })
    }
    const what = effect as unknown as BulkEffect
    const live = what.live_on ? t('effect.live') : ''
    const phase = what.phase_changed && what.phase ? t('effect.phase', { name: what.phase.name[language] }) : ''
    return [live, phase, ...moves(what)].filter(Boolean).join(', ')
  }
}
