import type { ComponentProps } from 'react'
import { DropZone, FileTrigger, isFileDropItem } from 'react-aria-components'
import { useTranslation } from 'react-i18next'
import { Button } from './Button'
import { UploadIcon } from './icons'
import './pieces.css'

export interface FileDropProps {
  label: string
  /** What kind of file, where to get it. */
  hint: string
  /** Endings: ".txt". */
  accept?: string[]
  onFile: (file: File) => void
  isPending?: boolean
}

/** A file by dropping or picking; one at a time. */
export function FileDrop({ label, hint, accept, onFile, isPending }: FileDropProps) {
  const { t } = useTranslation('ui')
  async function onDrop(items: Parameters<NonNullable<ComponentProps<typeof DropZone>['onDrop']>>[0]['items']) {
    const item = items.find(isFileDropItem)
    if (item) onFile(await item.getFile())
  }
  return (
    <DropZone className="dw-drop" aria-label={label} onDrop={(event) => void onDrop(event.items)}>
      <UploadIcon aria-hidden="true" />
      <strong>{label}</strong>
      <span className="dw-muted">{hint}</span>
      <FileTrigger {...(accept ? { acceptedFileTypes: accept } : {})} onSelect={(files) => { const file = files?.[0]; if (file) onFile(file) }}>
        <Button isPending={isPending ?? false}>{t('file.pick')}</Button>
      </FileTrigger>
    </DropZone>
  )
}
