import { useTranslation } from 'react-i18next'
import type { FormText } from '@/api/types'
import { TextField } from '@/ui/TextField'

interface BothTextsProps {
  label: string
  value: FormText | null | undefined
  onChange: (value: FormText) => void
  optional?: boolean
  /** Both are empty, where that is allowed. */
  onNone?: () => void
}

/** A text in German and English. */
export function BothTexts({ label, value, onChange, optional, onNone }: BothTextsProps) {
  const { t } = useTranslation('forms')
  function change(next: FormText) {
    if (onNone && next.de === '' && next.en === '') onNone()
    else onChange(next)
  }
  const { de = '', en = '' } = value ?? {}
  return (
    <>
      <TextField label={t('in_german', { label })} optional={optional ?? false} value={de} onChange={(text) => change({ de: text, en })} />
      <TextField label={t('in_english', { label })} optional={optional ?? false} value={en} onChange={(text) => change({ de, en: text })} />
    </>
  )
}
