import { useCallback } from 'react'
import { useTranslation } from 'react-i18next'
import type { Problem } from './problem'

/** A problem in words for people; has the shape of ProblemSummary's props. */
export interface ProblemText {
  title: string
  detail: string | undefined
  problems: { pointer: string; message: string }[]
  requestId: string | undefined
}

/** Says what happened and what to do. The server's words are used where it has some; no status number reaches the screen. */
export function useProblemText(): (problem: Problem) => ProblemText {
  const { t } = useTranslation('common')
  return useCallback(
    (problem) => {
      const rest = { problems: problem.errors, requestId: problem.requestId }
      if (problem.code === 'network') return { title: t('problem.network'), detail: t('problem.network_detail'), ...rest }
      if (problem.status === 412) return { title: t('problem.stale'), detail: t('problem.stale_detail'), ...rest }
      if (problem.status === 429) return { title: t('problem.too_many'), detail: t('problem.too_many_detail', { seconds: problem.retryAfter ?? 60 }), ...rest }
      if (problem.status === 503) return { title: t('problem.busy'), detail: t('problem.busy_detail'), ...rest }
      if (problem.code === 'unexpected' || problem.status >= 500) return { title: t('problem.unexpected'), detail: t('problem.unexpected_detail'), ...rest }
      return { title: problem.title, detail: problem.detail, ...rest }
    },
    [t],
  )
}
