import { useEffect, useRef } from 'react'
import { useTranslation } from 'react-i18next'
import { DangerIcon } from './icons'
import './pieces.css'

export interface FieldProblem {
  /** JSON pointer, as given to the field's `pointer`. */
  pointer: string
  message: string
}

export interface ProblemSummaryProps {
  /** What happened, what was kept, what to do. */
  title: string
  detail?: string | undefined
  problems?: FieldProblem[]
  /** For the service desk; small. */
  requestId?: string | undefined
}

/** Moves focus into the field with this pointer; false where the page has none. */
export function focusField(pointer: string): boolean {
  const field = document.querySelector(`[data-field="${CSS.escape(pointer)}"]`)
  const target = field?.querySelector<HTMLElement>('input:not([type=hidden]), textarea, button, select, [tabindex]') ?? null
  target?.focus()
  target?.scrollIntoView?.({ block: 'center' })
  return target !== null
}

/** Errors on top of a form. Takes focus when it appears; each line leads to its field. */
export function ProblemSummary({ title, detail, problems = [], requestId }: ProblemSummaryProps) {
  const { t } = useTranslation('ui')
  const box = useRef<HTMLDivElement>(null)
  // By what it says, not by the list: a list made anew must not take the focus from a field that is being filled in.
  const said = [title, detail, ...problems.map((problem) => `${problem.pointer} ${problem.message}`)].join('\n')
  useEffect(() => box.current?.focus(), [said])
  return (
    <div ref={box} className="dw-problem" role="alert" tabIndex={-1}>
      <DangerIcon aria-hidden="true" />
      <div>
        <h2>{title}</h2>
        {detail ? <p>{detail}</p> : null}
        {problems.length > 0 ? (
          <ul>
            {problems.map((problem) => (
              <li key={`${problem.pointer} ${problem.message}`}>
                <a href={`#${problem.pointer}`} onClick={(event) => { event.preventDefault(); focusField(problem.pointer) }}>{problem.message}</a>
              </li>
            ))}
          </ul>
        ) : null}
        {requestId ? <p className="dw-small dw-muted">{t('problem.request', { id: requestId })}</p> : null}
      </div>
    </div>
  )
}
