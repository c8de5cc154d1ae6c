import { useQuery } from '@tanstack/react-query'
import { useTranslation } from 'react-i18next'
import { asProblem } from '@/api/problem'
import { sayNumber } from '@/lib/numbers'
import { ProblemNote } from '@/pickers/ProblemNote'
import { Button } from '@/ui/Button'
import { Dialog } from '@/ui/Dialog'
import { LoadingNote, Skeleton } from '@/ui/Skeleton'
import { useLanguage } from '@/ui/When'
import { levyOf } from './queries'
import { useMoney } from './words'

interface BodyProps {
  id: string
  year: number
  onClose: () => void
}

/** What one body pays, service by service, and what rounding adds. */
export function BodyDialog({ id, year, onClose }: BodyProps) {
  const { t } = useTranslation('levy')
  const language = useLanguage()
  const money = useMoney()
  const { data, error } = useQuery(levyOf(id, year))
  return (
    <Dialog isOpen onClose={onClose} title={data ? t('one.title', { name: data.body.name ?? t('hidden'), year }) : t('title')} footer={<Button variant="primary" onPress={onClose}>{t('close')}</Button>} wide>
      {data ? (
        <div className="dw-stack">
          <p>{t('one.text', { people: sayNumber(data.population, language), amount: money(data.amount_cents) })}</p>
          {data.lines.length === 0 ? <p className="dw-muted">{t('one.none')}</p> : (
            <table className="ly-table">
              <caption className="dw-sr">{t('one.caption')}</caption>
              <thead><tr><th scope="col">{t('service')}</th><th scope="col" className="ly-wide">{t('one.level_cost')}</th><th scope="col">{t('one.own')}</th></tr></thead>
              <tbody>
                {data.lines.map((line) => (
                  <tr key={`${line.level} ${line.service.id}`}>
                    <th scope="row">{line.service.name ?? t('hidden')}<span className="dw-muted dw-small ly-block">{t(`levels.${line.level}`)}</span></th>
                    <td className="ly-wide">{money(line.level_cents)}</td><td>{money(line.amount_cents)}</td>
                  </tr>
                ))}
                <tr><th scope="row">{t('sums.rounding')}</th><td className="ly-wide">–</td><td>{money(data.rounding_cents)}</td></tr>
              </tbody>
              <tfoot><tr><th scope="row">{t('amount')}</th><td className="ly-wide">–</td><td>{money(data.amount_cents)}</td></tr></tfoot>
            </table>
          )}
          <p className="dw-muted dw-small">{t('binding')}</p>
        </div>
      ) : error ? <ProblemNote problem={asProblem(error)} /> : <><LoadingNote /><Skeleton lines={4} /></>}
    </Dialog>
  )
}
