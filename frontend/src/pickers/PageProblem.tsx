import { useQueryClient } from '@tanstack/react-query'
import { useTranslation } from 'react-i18next'
import { asProblem } from '@/api/problem'
import { useProblemText } from '@/api/useProblemText'
import { Button, LinkButton } from '@/ui/Button'
import { PageHeader, type Crumb } from '@/ui/PageHeader'

/** A page whose thing cannot be shown: what happened as its heading, what to do, and the way back to the list. */
export function PageProblem({ error, back }: { error: Error; back: Crumb }) {
  const { t } = useTranslation('common')
  const client = useQueryClient()
  const problem = asProblem(error)
  const { title, detail, requestId } = useProblemText()(problem)
  const gone = problem.status === 404
  return (
    <div className="dw-page" role="alert">
      <PageHeader title={title} crumbs={[back]} />
      <p>{detail ?? (gone ? t('problem.gone') : null)}</p>
      <div className="dw-row">
        {gone || problem.status === 403 ? null : <Button variant="primary" onPress={() => void client.refetchQueries({ type: 'active' })}>{t('retry')}</Button>}
        <LinkButton href={back.href}>{t('back_to', { place: back.label })}</LinkButton>
      </div>
      {requestId && !gone ? <p className="dw-small dw-muted">{t('problem.request', { id: requestId })}</p> : null}
    </div>
  )
}
