import { useRef, useState, type KeyboardEvent, type PointerEvent, type ReactNode } from 'react'
import './pieces.css'

export interface SplitPaneProps {
  /** Names the divider: "Breite der Liste". */
  label: string
  start: ReactNode
  end: ReactNode
  /** Width of the start pane in per cent of the whole. */
  initial?: number
  min?: number
  max?: number
  /** Called when moving ends, so that the caller may keep it. */
  onResize?: (percent: number) => void
}

/** Two panes with a divider for pointer and arrows; below 48 rem they stand one under the other. */
export function SplitPane({ label, start, end, initial = 50, min = 20, max = 80, onResize }: SplitPaneProps) {
  const [percent, setPercent] = useState(initial)
  const frame = useRef<HTMLDivElement>(null)
  const clamp = (value: number) => Math.min(max, Math.max(min, Math.round(value)))

  function onKeyDown(event: KeyboardEvent) {
    const step = { ArrowLeft: -2, ArrowRight: 2, Home: -100, End: 100 }[event.key]
    if (step === undefined) return
    event.preventDefault()
    const next = clamp(percent + step)
    setPercent(next)
    onResize?.(next)
  }

  function onPointerMove(event: PointerEvent) {
    const box = frame.current?.getBoundingClientRect()
    if (!box || !event.currentTarget.hasPointerCapture(event.pointerId)) return
    setPercent(clamp(((event.clientX - box.left) / box.width) * 100))
  }

  return (
    <div className="dw-split" ref={frame} style={{ '--dw-split': `${percent}%` }}>
      <div className="dw-split-pane">{start}</div>
      <div
        className="dw-split-bar"
        role="separator"
        tabIndex={0}
        aria-label={label}
        aria-orientation="vertical"
        aria-valuenow={percent}
        aria-valuemin={min}
        aria-valuemax={max}
        onKeyDown={onKeyDown}
        onPointerDown={(event) => event.currentTarget.setPointerCapture(event.pointerId)}
        onPointerMove={onPointerMove}
        onPointerUp={() => onResize?.(percent)}
      />
      <div className="dw-split-pane">{end}</div>
    </div>
  )
}
