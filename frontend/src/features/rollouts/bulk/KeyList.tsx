import { useTranslation } from 'react-i18next'
import { FileDrop } from '@/ui/FileDrop'
import { TextArea } from '@/ui/TextField'
import { readKeys } from './keys'

interface KeyListProps {
  value: string
  onChange: (list: string) => void
  error?: string | undefined
}

/** A list of keys, typed, pasted or from a file, with what was read of it. */
export function KeyList({ value, onChange, error }: KeyListProps) {
  const { t } = useTranslation('rollouts')
  const { keys, faulty } = readKeys(value)
  return (
    <>
      <TextArea label={t('bulk.list')} pointer="/keys" value={value} onChange={onChange} rows={5} description={t('bulk.list_hint')} error={error} />
      <FileDrop label={t('bulk.file')} hint={t('bulk.file_hint')} accept={['.csv', '.txt', 'text/csv', 'text/plain']} onFile={(file) => void file.text().then(onChange)} />
      <p role="status" className="dw-muted">{t('bulk.read', { count: keys.length })}{faulty.length > 0 ? ` ${t('bulk.unread', { count: faulty.length, lines: faulty.slice(0, 5).join(', ') })}` : ''}</p>
    </>
  )
}
