import { Label, ProgressBar as AriaProgressBar } from 'react-aria-components'
import './pieces.css'

export interface ProgressBarProps {
  label: string
  /** 0 to `max`; leave out while the amount is unknown. */
  value?: number
  max?: number
  /** Numbers and remaining time: "312 von 1.214, noch 2 min". */
  note?: string
}

/** Long work with numbers, so that one may leave and come back. */
export function ProgressBar({ label, value, max = 100, note }: ProgressBarProps) {
  const unknown = value === undefined
  return (
    <AriaProgressBar value={value ?? 0} maxValue={max} isIndeterminate={unknown} className="dw-progress" {...(note === undefined ? {} : { valueLabel: note })}>
      {({ percentage, valueText }) => (
        <>
          <span className="dw-progress-head">
            <Label>{label}</Label>
            <span className="dw-muted">{unknown ? note : valueText}</span>
          </span>
          <svg className="dw-progress-bar" viewBox="0 0 100 1" preserveAspectRatio="none" aria-hidden="true">
            <rect width="100" height="1" className="dw-progress-track" />
            <rect width={unknown ? 30 : (percentage ?? 0)} height="1" className={unknown ? 'dw-progress-fill is-unknown' : 'dw-progress-fill'} />
          </svg>
        </>
      )}
    </AriaProgressBar>
  )
}
