import { useTranslation } from 'react-i18next'
import './pieces.css'

export type PhaseState = 'done' | 'current' | 'open' | 'skipped'

export interface PhaseStep {
  id: string
  label: string
  state: PhaseState
  /** "Plan 12.03." or "5 von 7 Meilensteinen". */
  note?: string
}

export interface PhasePathProps {
  label: string
  steps: PhaseStep[]
  /** Share of the current phase that is done, 0 to 1; fills its half circle. */
  progress?: number
}

/** The way of a rollout: ──●────◐────○──, read out as a list with states. */
export function PhasePath({ label, steps, progress = 0.5 }: PhasePathProps) {
  const { t } = useTranslation('ui')
  return (
    <ol className="dw-path" aria-label={label}>
      {steps.map((step) => (
        <li key={step.id} className={`dw-path-step is-${step.state}`} aria-current={step.state === 'current' ? 'step' : undefined}>
          <PhaseDot state={step.state} progress={progress} />
          <span className="dw-path-label">
            {step.label}
            <span className="dw-sr">{`, ${t(`phase.${step.state}`)}`}</span>
          </span>
          {step.note ? <span className="dw-path-note">{step.note}</span> : null}
        </li>
      ))}
    </ol>
  )
}

function PhaseDot({ state, progress }: { state: PhaseState; progress: number }) {
  const length = 2 * Math.PI * 4
  const filled = Math.min(Math.max(progress, 0.06), 1) * length
  return (
    <svg className="dw-path-dot" viewBox="0 0 20 20" width="20" height="20" aria-hidden="true">
      <circle cx="10" cy="10" r="8" className="dw-path-ring" />
      {state === 'current' ? <circle cx="10" cy="10" r="4" className="dw-path-pie" strokeDasharray={`${filled} ${length}`} transform="rotate(-90 10 10)" /> : null}
      {state === 'done' ? <path d="m6.2 10.2 2.6 2.6 5-5.4" className="dw-path-tick" /> : null}
      {state === 'skipped' ? <path d="M6.5 10h7" className="dw-path-tick" /> : null}
    </svg>
  )
}
