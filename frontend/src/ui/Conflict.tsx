import type { ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import { Button } from './Button'
import { WarningIcon } from './icons'
import './pieces.css'

export interface ConflictField {
  label: string
  /** What one wanted to save. */
  mine: ReactNode
  /** What is stored now. */
  theirs: ReactNode
}

export interface ConflictProps {
  fields: ConflictField[]
  /** Takes the stored values. */
  onReload: () => void
  /** Saves one's own values all the same. */
  onOverwrite: () => void
  isPending?: boolean
}

/** Somebody else was faster: both values side by side, and the choice. */
export function Conflict({ fields, onReload, onOverwrite, isPending }: ConflictProps) {
  const { t } = useTranslation('ui')
  return (
    <div className="dw-conflict" role="alert">
      <WarningIcon aria-hidden="true" />
      <div>
        <h3>{t('conflict.title')}</h3>
        <table>
          <thead><tr><th scope="col">{t('conflict.field')}</th><th scope="col">{t('conflict.mine')}</th><th scope="col">{t('conflict.theirs')}</th></tr></thead>
          <tbody>
            {fields.map((field) => <tr key={field.label}><th scope="row">{field.label}</th><td>{field.mine || '–'}</td><td>{field.theirs || '–'}</td></tr>)}
          </tbody>
        </table>
        <div className="dw-row">
          <Button small onPress={onReload}>{t('conflict.reload')}</Button>
          <Button small variant="danger" onPress={onOverwrite} isPending={isPending ?? false}>{t('conflict.overwrite')}</Button>
        </div>
      </div>
    </div>
  )
}
