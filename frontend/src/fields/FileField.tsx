import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { asProblem } from '@/api/problem'
import { useProblemText } from '@/api/useProblemText'
import { Button, IconButton } from '@/ui/Button'
import type { FieldProps } from '@/ui/Field'
import { FilesHere } from '@/ui/FilesHere'
import { DeleteIcon, FileIcon, UploadIcon } from '@/ui/icons'
import { Select } from '@/ui/Select'
import { Group } from './Group'
import type { Files } from './props'

interface FileFieldProps extends FieldProps {
  pointer: string
  description?: string | undefined
  /** The id of a file. */
  value: string
  onChange: (id: string | null) => void
  files: Files
}

/** A file as an answer: sent from here, or one of those that are there. */
export function FileField({ label, pointer, description, optional, error, isDisabled, value, onChange, files }: FileFieldProps) {
  const { t } = useTranslation('fields')
  const say = useProblemText()
  const [sending, setSending] = useState(false)
  const [refused, setRefused] = useState<string>()
  const chosen = files.known.find(({ id }) => id === value)
  async function send([file]: File[]) {
    if (!file || !files.add) return
    setSending(true)
    setRefused(undefined)
    try {
      onChange(await files.add(file))
    } catch (failure) {
      const { title, detail } = say(asProblem(failure))
      setRefused(detail ?? title)
    }
    setSending(false)
  }
  return (
    <Group label={label} optional={optional ?? false} path={pointer} error={refused ?? error} help={description}>
      {value === '' ? null : (
        <span className="fi-file">
          <Button variant="quiet" icon={<FileIcon aria-hidden="true" />} isDisabled={!chosen || !files.open} onPress={() => files.open?.(value)}>{chosen?.label ?? t('file_hidden')}</Button>
          {isDisabled ? null : <IconButton label={t('file_remove', { label })} icon={<DeleteIcon />} small onPress={() => onChange(null)} />}
        </span>
      )}
      {isDisabled || value !== '' ? null : <Choose label={label} files={files} sending={sending} onSend={(list) => void send(list)} onChoose={onChange} />}
    </Group>
  )
}

function Choose({ label, files, sending, onSend, onChoose }: { label: string; files: Files; sending: boolean; onSend: (list: File[]) => void; onChoose: (id: string | null) => void }) {
  const { t } = useTranslation('fields')
  return (
    <>
      {files.add ? (
        <FilesHere label={t('file_drop', { label })} button={sending ? t('file_sending') : t('file_send')} icon={<UploadIcon aria-hidden="true" />} onFiles={onSend} single>
          <span className="dw-small">{t('file_hint')}</span>
        </FilesHere>
      ) : null}
      {files.known.length > 0 ? <Select label={t('file_known')} options={files.known} value={null} onChange={onChoose} /> : null}
    </>
  )
}
