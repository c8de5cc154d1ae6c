import { useRouter, type ErrorComponentProps } from '@tanstack/react-router'
import { useTranslation } from 'react-i18next'
import { asProblem } from '@/api/problem'
import { useProblemText } from '@/api/useProblemText'
import { Button } from '@/ui/Button'
import { ProblemSummary } from '@/ui/ProblemSummary'
import { NotFound } from './NotFound'

/** A page could not be shown: says why, keeps the frame, offers to try again. */
export function RouteError({ error, reset }: ErrorComponentProps) {
  const { t } = useTranslation('app')
  const router = useRouter()
  const say = useProblemText()
  const problem = asProblem(error)
  if (problem.status === 404) return <NotFound />
  return (
    <div className="dw-page">
      <ProblemSummary {...say(problem)} />
      <div className="dw-row">
        <Button variant="primary" onPress={() => { reset(); void router.invalidate() }}>{t('error.retry')}</Button>
        <Button onPress={() => window.location.reload()}>{t('error.reload')}</Button>
      </div>
    </div>
  )
}
