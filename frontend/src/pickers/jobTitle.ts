import { useTranslation } from 'react-i18next'
import type { JobView, RolloutCommand } from '@/api/types'

/** Says what a job does, in a line: "Meilenstein M1.3 erledigen". */
export function useJobTitle(): (job: JobView) => string {
  const { t } = useTranslation('jobs')
  return (job) => {
    const { command, name } = job.params as { command?: RolloutCommand; name?: string }
    if (job.kind === 'milestone_bulk' || job.kind === 'reminder') return t(`title_of.${job.kind}`)
    if (job.kind === 'wave_start' || job.kind === 'wave_postpone' || job.kind === 'stock_import') return t(`title_of.${job.kind}`, { of: name ?? '' })
    if (!command) return t('title_of.other')
    const of = 'milestone' in command ? command.milestone : 'role' in command ? (command.role ?? '') : ''
    return t(`title_of.${command.command}`, { of, defaultValue: t('title_of.other') })
  }
}
