import { useTranslation } from 'react-i18next'
import type { Problem } from '@/api/problem'
import { useProblemText } from '@/api/useProblemText'
import { Checkbox } from '@/ui/Checkbox'
import { DangerIcon } from '@/ui/icons'
import { NumberField } from '@/ui/NumberField'
import type { CopyRow } from './copyCosts'
import { EUROS, useMoney } from './words'

interface LineProps {
  row: CopyRow
  change: (patch: Partial<CopyRow>) => void
  /** Why it could not be taken over. */
  problem: Problem | undefined
  isActive: boolean
  isDisabled: boolean
}

const AT_FIELDS = ['/operation_cents', '/first_cents']

/** One service: whether its costs are taken over, and with which amounts. */
export function CopyLine({ row: { cost, chosen, operation, first }, change, problem, isActive, isDisabled }: LineProps) {
  const { t } = useTranslation('levy')
  const say = useProblemText()
  const money = useMoney()
  const name = cost.service.name ?? t('hidden')
  const field = { ...EUROS, isDisabled: isDisabled || !chosen }
  const others = problem?.errors.filter(({ pointer }) => !AT_FIELDS.includes(pointer)) ?? []
  const reason = problem && (problem.errors.length > 0 ? others.map(({ message }) => message).join(' ') : say(problem).title)
  return (
    <div role="group" aria-label={name} className="ly-copy-line">
      <div>
        <Checkbox isSelected={chosen} onChange={(is) => change({ chosen: is })} isDisabled={isDisabled} isInvalid={problem !== undefined} pointer={`/${cost.id}`}>{name}</Checkbox>
        <p className="dw-muted dw-small ly-copy-note">{t('copy.before', { from: cost.year, operation: money(cost.operation_cents), first: money(cost.first_cents) })}{isActive ? null : ` ${t('copy.inactive')}`}</p>
        {reason ? <p className="dw-error ly-copy-note"><DangerIcon aria-hidden="true" /><span>{reason}</span></p> : null}
      </div>
      <NumberField label={t('costs.operation')} value={operation} onChange={(value) => change({ operation: value })} error={problem?.at('/operation_cents')} {...field} />
      <NumberField label={t('costs.first')} value={first} onChange={(value) => change({ first: value })} error={problem?.at('/first_cents')} {...field} />
    </div>
  )
}
