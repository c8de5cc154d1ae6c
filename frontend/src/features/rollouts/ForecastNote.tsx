import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { ForecastEvidence, ForecastView } from '@/api/types'
import { Button } from '@/ui/Button'
import { When } from '@/ui/When'
import { forecastQuery } from './queries'

/** When it will be live by experience, and on request what that rests on. */
export function ForecastNote({ id }: { id: string }) {
  const { t } = useTranslation('rollouts')
  const [isOpen, setOpen] = useState(false)
  const forecast = useQuery(forecastQuery(id)).data
  if (!forecast?.p50 || !forecast.p85) return null
  const learned = forecast.evidence.some((one) => one.source !== 'target')
  return (
    <div className="dw-stack ro-forecast">
      <p>
        {t('forecast.half')} <strong><When value={forecast.p50} /></strong>{' · '}{t('forecast.cautious')} <strong><When value={forecast.p85} /></strong>
        {learned ? null : <span className="dw-muted dw-small"> {t('forecast.target_only')}</span>}
      </p>
      <div><Button small variant="quiet" aria-expanded={isOpen} onPress={() => setOpen(!isOpen)}>{isOpen ? t('forecast.hide') : t('forecast.why')}</Button></div>
      {isOpen ? <Evidence forecast={forecast} /> : null}
    </div>
  )
}

function Evidence({ forecast }: { forecast: ForecastView }) {
  const { t } = useTranslation('rollouts')
  return (
    <>
      <p className="dw-muted dw-small">{t('forecast.how')}</p>
      <ul className="ro-evidence">
        {forecast.evidence.map((one) => (
          <li key={one.milestone.key} className={one.decisive ? 'is-decisive' : undefined}>
            <span><span className="dw-muted">{one.milestone.key}</span> {one.milestone.name} <span className="dw-muted dw-small">{one.party?.name ?? one.role_name}</span></span>
            <span className="dw-small">{said(one, t)}{one.decisive ? <strong>{` · ${t('forecast.decisive')}`}</strong> : null}</span>
          </li>
        ))}
      </ul>
    </>
  )
}

function said(one: ForecastEvidence, t: ReturnType<typeof useTranslation<'rollouts'>>['t']): string {
  const days = t('plan.days', { count: one.median_working_days })
  if (one.source === 'target') return t('forecast.by_target', { days, count: one.observations })
  return one.source === 'party' ? t('forecast.by_party', { days, count: one.observations }) : t('forecast.by_all', { days, count: one.observations })
}
