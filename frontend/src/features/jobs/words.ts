import type { TFunction } from 'i18next'
import type { JobItemView, JobView, RolloutCommand } from '@/api/types'

/** What a job does, in a line: "Meilenstein M1.3 erledigen". */
export function titleOf(job: JobView, t: TFunction<'jobs'>): string {
  const { command } = job.params as { command?: RolloutCommand }
  if (!command) return t('title_of.other')
  const of = 'milestone' in command ? command.milestone : 'role' in command ? (command.role ?? '') : ''
  return t(`title_of.${command.command}`, { of, defaultValue: t('title_of.other') })
}

interface Effect {
  phase: { key: string; name: { de: string; en: string } } | null
  phase_changed: boolean
  live_on: string | null
}

/** What changes at a rollout beside the command itself. */
export function effectOf({ effect }: JobItemView, language: 'de' | 'en', t: TFunction<'jobs'>): string {
  const what = effect as Effect | null
  if (!what) return ''
  const live = what.live_on ? t('effect.live') : ''
  const phase = what.phase_changed && what.phase ? t('effect.phase', { name: what.phase.name[language] }) : ''
  return [live, phase].filter(Boolean).join(', ')
}
