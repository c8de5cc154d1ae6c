import { useQuery } from '@tanstack/react-query'
import { useTranslation } from 'react-i18next'
import { levySums } from './queries'
import { useMoney } from './words'
import { useYear, YearSelect } from './YearSelect'

/** The year, and who bears what of it. */
export function Sums() {
  const { t } = useTranslation('levy')
  const money = useMoney()
  const sums = useQuery(levySums(useYear())).data
  const figures = [
    { term: t('sums.total'), value: sums && sums.operation_cents + sums.first_cents },
    { term: t('sums.state'), value: sums?.state_cents },
    { term: t('sums.municipal'), value: sums?.municipal_cents },
    { term: t('sums.amount'), value: sums?.amount_cents },
    { term: t('sums.rounding'), value: sums?.rounding_cents },
  ]
  return (
    <div className="dw-card ly-sums">
      <YearSelect />
      <dl>
        {figures.map(({ term, value }) => <div key={term}><dt>{term}</dt><dd>{money(value)}</dd></div>)}
      </dl>
    </div>
  )
}
