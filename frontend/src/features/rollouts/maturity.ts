import { useTranslation } from 'react-i18next'
import type { MaturityModel, RolloutMaturity } from '@/api/types'

/** The Reifegradmodelle with their highest level. */
export const MODELS: Record<MaturityModel, number> = { '1.1': 4, '2.0': 7 }

/** A level as it is chosen: "3 Online-Leistung"; the newer model says of which part it is. */
export function useLevelName(): (model: MaturityModel, level: number) => string {
  const { t } = useTranslation('rollouts')
  return (model, level) => `${level} ${model === '1.1' ? t(`maturity.one_${level as 0}`) : t(`maturity.two_${level <= 3 ? 'front' : level <= 6 ? 'process' : 'end'}`)}`
}

/** What both models say, in short: "1.1: 3 · 2.0: 5". */
export function both(rollout: { maturity_one: RolloutMaturity | null; maturity_two: RolloutMaturity | null }): string | undefined {
  const said = [rollout.maturity_one ? `1.1: ${rollout.maturity_one.level}` : '', rollout.maturity_two ? `2.0: ${rollout.maturity_two.level}` : ''].filter(Boolean)
  return said.length > 0 ? said.join(' · ') : undefined
}
