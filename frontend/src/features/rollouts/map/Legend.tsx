import { useTranslation } from 'react-i18next'
import { signOf } from '../matrix/Sign'
import { STEPS, type Metric } from './figures'

/** The least and the most of each step, in percent. */
const STEP_WORDS = ['0 %', '1–24 %', '25–49 %', '50–74 %', '75–99 %', '100 %']
const LIGHTS = [['red', 'r'], ['yellow', 'y'], ['green', 'g']] as const

/** What the colours mean; each stands in the picture with its number or sign as well. */
export function Legend({ metric }: { metric: Metric }) {
  const { t } = useTranslation('pictures')
  const entries = metric === 'light'
    ? LIGHTS.map(([name, letter]) => ({ name, text: `${signOf(letter)} ${t(`map.light.${letter}`)}` }))
    : Array.from({ length: STEPS }, (_, step) => ({ name: `step-${step}`, text: STEP_WORDS[step] ?? '' }))
  return (
    <ul className="mp-legend" aria-label={t('map.legend')}>
      {[...entries, { name: 'none', text: metric === 'light' ? t('map.light.none') : t('map.nothing') }].map(({ name, text }) => (
        <li key={name}>
          <svg viewBox="0 0 20 12" width="20" height="12" aria-hidden="true"><rect x="0.5" y="0.5" width="19" height="11" className={`mp-shape is-${name}`} /></svg>
          {text}
        </li>
      ))}
    </ul>
  )
}
