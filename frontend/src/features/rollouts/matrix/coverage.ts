import { useMemo } from 'react'
import { useTranslation } from 'react-i18next'
import type { MatrixView } from '@/api/types'
import { sayNumber, sayPercent } from '@/lib/numbers'
import { useLanguage } from '@/ui/When'
import type { Total } from './groups'

type By = MatrixView['by']

/** The share in whole percent: of inhabitants where rows are municipalities, else of what concerns the bodies. */
export function shareOf({ live, of, people, reached }: Total, by: By): string {
  if (by === 'municipality' && people > 0) return `${Math.floor((100 * reached) / people)}`
  return of > 0 ? `${Math.floor((100 * live) / of)}` : ''
}

/** Totals in words: "12 von 40 Gemeinden, 31 % der Einwohner". */
export function useTotalWords(by: By): (total: Total) => string {
  const { t } = useTranslation('rollouts')
  const language = useLanguage()
  return useMemo(() => {
    const say = (value: number) => sayNumber(value, language)
    return ({ rows, ofRows, live, of, people, reached }: Total) =>
      by === 'municipality'
        ? t('matrix.coverage', { rows: say(rows), of: say(ofRows), share: sayPercent(people > 0 ? Math.floor((100 * reached) / people) / 100 : 0, language) })
        : t('matrix.live_of', { live: say(live), of: say(of) })
  }, [t, by, language])
}
