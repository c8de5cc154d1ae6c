import { useEffect, useRef, type ReactNode } from 'react'
import { Label, Radio, RadioGroup } from 'react-aria-components'
import { useTranslation } from 'react-i18next'
import { WarningIcon } from './icons'
import './pieces.css'

export interface ConflictField {
  key: string
  label: string
  /** What one wanted to save. */
  mine: ReactNode
  /** What is stored now. */
  theirs: ReactNode
  /** Which of them the form holds; null where it is neither any more. */
  chosen: 'mine' | 'theirs' | null
  onChoose: (whose: 'mine' | 'theirs') => void
}

/** Somebody else was faster: both values of each field side by side, one of them to choose. Saving is the form's own button, unless choosing takes effect at once. Takes focus. */
export function Conflict({ fields, immediate }: { fields: ConflictField[]; immediate?: boolean }) {
  const { t } = useTranslation('ui')
  const box = useRef<HTMLDivElement>(null)
  useEffect(() => { box.current?.focus(); box.current?.scrollIntoView?.({ block: 'nearest' }) }, [])
  return (
    <div className="dw-conflict" role="alert" tabIndex={-1} ref={box}>
      <WarningIcon aria-hidden="true" />
      <div>
        <h3>{t('conflict.title')}</h3>
        <p>{immediate ? t('conflict.choose') : t('conflict.text')}</p>
        {fields.map((field) => (
          <RadioGroup key={field.key} className="dw-conflict-field" value={field.chosen} onChange={(whose) => field.onChoose(whose as 'mine' | 'theirs')}>
            <Label className="dw-label">{field.label}</Label>
            <div className="dw-conflict-values">
              {(['mine', 'theirs'] as const).map((whose) => (
                <Radio key={whose} value={whose} className="dw-conflict-value">
                  <span className="dw-conflict-dot" aria-hidden="true" />
                  <span><span className="dw-small dw-muted">{t(`conflict.${whose}`)}</span><span className="dw-conflict-text">{field[whose] || '–'}</span></span>
                </Radio>
              ))}
            </div>
          </RadioGroup>
        ))}
      </div>
    </div>
  )
}
