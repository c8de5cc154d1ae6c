import { useEffect, useRef, useState } from 'react'
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
  const [refused, setRefused] = useState<string>()
  const change = useNewest((id: string | null) => { setRefused(undefined); onChange(id) })
  const place = useFocusOn(value)
  const chosen = files.known?.find(({ id }) => id === value)
  const name = chosen?.label ?? (files.known ? t('file_hidden') : '…')
  return (
    <Group label={label} optional={optional ?? false} path={pointer} error={refused ?? error} help={description}>
      <div ref={place} className="fi-file">
        {value === '' ? null : <Button variant="quiet" icon={<FileIcon aria-hidden="true" />} isDisabled={!chosen || !files.open} onPress={() => files.open?.(value)}>{name}</Button>}
        {value === '' || isDisabled ? null : <IconButton label={t('file_remove', { label })} icon={<DeleteIcon />} small onPress={() => change(null)} />}
        {value !== '' || isDisabled ? null : <Choose label={label} files={files} onRefused={setRefused} onChoose={change} />}
      </div>
    </Group>
  )
}

interface ChooseProps {
  label: string
  files: Files
  onRefused: (why: string | undefined) => void
  onChoose: (id: string | null) => void
}

function Choose({ label, files, onRefused, onChoose }: ChooseProps) {
  const { t } = useTranslation('fields')
  const say = useProblemText()
  const [sending, setSending] = useState(false)
  const known = files.known ?? []
  async function send([file]: File[]) {
    if (!file || !files.add || sending) return
    setSending(true)
    onRefused(undefined)
    try {
      onChoose(await files.add(file))
    } catch (failure) {
      const { title, detail } = say(asProblem(failure))
      onRefused(detail ?? title)
      setSending(false)
    }
  }
  return (
    <div className="fi-group dw-grow">
      {files.add ? (
        <FilesHere label={t('file_drop', { label })} button={t('file_send')} icon={<UploadIcon aria-hidden="true" />} onFiles={(list) => void send(list)} isPending={sending} single>
          <span className="dw-small" role="status">{sending ? t('file_sending') : t('file_hint')}</span>
        </FilesHere>
      ) : null}
      {known.length > 0 ? <Select label={files.add ? t('file_or_known') : t('file_known')} options={known} value={null} onChange={onChoose} /> : null}
    </div>
  )
}

/** A function that calls what it was given last: an upload ends long after the render it began in. */
function useNewest<Value>(given: (value: Value) => void): (value: Value) => void {
  const newest = useRef(given)
  useEffect(() => { newest.current = given })
  return (value) => newest.current(value)
}

/** Choosing and removing replace what had the focus; the first button of what came instead gets it. */
function useFocusOn(value: string): React.RefObject<HTMLDivElement | null> {
  const place = useRef<HTMLDivElement>(null)
  const before = useRef(value)
  useEffect(() => {
    if (before.current !== value && (document.activeElement === document.body || document.activeElement === null)) place.current?.querySelector('button')?.focus()
    before.current = value
  }, [value])
  return place
}
