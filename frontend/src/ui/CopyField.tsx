import { useRef, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { Button } from './Button'
import { CheckIcon, CopyIcon } from './icons'
import { TextField } from './TextField'

/** A text to take along, with a button that copies it. Where the browser forbids copying, the text is selected instead. */
export function CopyField({ label, value, description }: { label: string; value: string; description?: string }) {
  const { t } = useTranslation('ui')
  const [done, setDone] = useState(false)
  const input = useRef<HTMLInputElement>(null)
  async function copy() {
    try {
      await navigator.clipboard.writeText(value)
      setDone(true)
    } catch {
      input.current?.select()
    }
  }
  const button = <Button small variant="quiet" icon={done ? <CheckIcon aria-hidden="true" /> : <CopyIcon aria-hidden="true" />} onPress={() => void copy()}>{done ? t('copy.done') : t('copy.act')}</Button>
  return (
    <>
      <TextField label={label} inputRef={input} value={value} isReadOnly description={description} end={button} />
      <span className="dw-sr" role="status">{done ? t('copy.done') : ''}</span>
    </>
  )
}
