import { useTranslation } from 'react-i18next'
import type { Problem } from '@/api/problem'
import type { OrderView, PositionReleased } from '@/api/types'
import { ProblemNote } from '@/pickers/ProblemNote'
import { Badge } from '@/ui/Badge'
import { Button } from '@/ui/Button'
import { Dialog } from '@/ui/Dialog'
import { Link } from 'react-aria-components'

interface ReleaseResultsProps {
  /** The orders as they were when released, for the names of their positions. */
  orders: OrderView[]
  results: PositionReleased[]
  problem: Problem | undefined
  onClose: () => void
}

/** What became of each position: released, linked to a rollout that was there, or refused and why. */
export function ReleaseResults({ orders, results, problem, onClose }: ReleaseResultsProps) {
  const { t } = useTranslation('orders')
  const refused = results.filter((one) => one.result === 'refused').length
  const name = (id: string) => {
    for (const order of orders) {
      const position = order.positions.find((one) => one.id === id)
      if (position) return `${position.body?.name ?? ''} · ${position.service?.name ?? ''} (${order.number})`
    }
    return ''
  }
  const tone = { released: 'success', linked: 'info', refused: 'danger' } as const
  return (
    <Dialog isOpen wide onClose={onClose} title={t('bulk.title')} footer={<Button variant="primary" onPress={onClose} autoFocus>{t('close')}</Button>}>
      <div className="dw-stack">
        <ProblemNote problem={problem} />
        {results.length > 0 ? <p>{t('bulk.summary', { done: results.length - refused, refused })}</p> : null}
        <ul className="or-results">
          {results.map((one) => (
            <li key={one.position_id}>
              <Badge tone={tone[one.result]}>{t(`result.${one.result}`)}</Badge>
              <span>{name(one.position_id)}{one.problem ? <span className="dw-muted">{` – ${one.problem.detail ?? one.problem.title ?? ''}`}</span> : null}</span>
              {one.rollout ? <Link href={`/rollouts/${one.rollout.id}`}>{t('to_rollout')}</Link> : null}
            </li>
          ))}
        </ul>
      </div>
    </Dialog>
  )
}
