import { useTranslation } from 'react-i18next'
import './pieces.css'

/** "grey" is the API's word for "none": not started, at rest or ended. */
export type LightState = 'green' | 'yellow' | 'red' | 'none' | 'grey'

/** Own shape per state, so that it reads without colour: circle, triangle, diamond, ring. */
const SHAPES: Record<LightState, string> = {
  green: 'M8 1.5a6.5 6.5 0 1 1 0 13 6.5 6.5 0 0 1 0-13Z',
  yellow: 'M8 1.4a1 1 0 0 1 .88.52l6 11.1A1 1 0 0 1 14 14.5H2a1 1 0 0 1-.88-1.48l6-11.1A1 1 0 0 1 8 1.4Z',
  red: 'M7.2 .9a1.1 1.1 0 0 1 1.6 0l6.3 6.3a1.1 1.1 0 0 1 0 1.6l-6.3 6.3a1.1 1.1 0 0 1-1.6 0L.9 8.8a1.1 1.1 0 0 1 0-1.6L7.2 .9Z',
  grey: 'M8 2a6 6 0 1 1 0 12A6 6 0 0 1 8 2Zm0 2a4 4 0 1 0 0 8 4 4 0 0 0 0-8Z',
  none: 'M8 2a6 6 0 1 1 0 12A6 6 0 0 1 8 2Zm0 2a4 4 0 1 0 0 8 4 4 0 0 0 0-8Z',
}
const MARKS: Partial<Record<LightState, string>> = { green: 'm5 8.2 2.1 2.1L11.2 6', yellow: 'M8 6v3.4M8 11.6v.1', red: 'M8 4.5v4M8 11v.1' }

export interface LightProps {
  state: LightState
  /** The reason: "M3.2 seit 4 Arbeitstagen fällig". Follows the state's name. */
  reason?: string
  /** The whole sentence, where the server already says it with the colour: "gelb: M3.2 seit 4 Arbeitstagen fällig". */
  sentence?: string
  /** Only the symbol on screen; screen readers still get the words. For dense cells. */
  symbolOnly?: boolean
}

/** Red, amber, green: symbol, words and colour together. */
export function Light({ state, reason, sentence, symbolOnly }: LightProps) {
  const { t } = useTranslation('ui')
  const words = sentence ? sentence.charAt(0).toLocaleUpperCase() + sentence.slice(1) : reason ? `${t(`light.${state}`)}: ${reason}` : t(`light.${state}`)
  return (
    <span className={`dw-light dw-light--${state}`} title={symbolOnly ? words : undefined}>
      <svg viewBox="0 0 16 16" width="16" height="16" aria-hidden="true">
        <path d={SHAPES[state]} fill="currentColor" fillRule="evenodd" />
        {MARKS[state] ? <path d={MARKS[state]} className="dw-light-mark" /> : null}
      </svg>
      <span className={symbolOnly ? 'dw-sr' : undefined}>{words}</span>
    </span>
  )
}
