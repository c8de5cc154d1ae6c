import type { ReactElement, ReactNode } from 'react'
import { DropZone, FileTrigger, isFileDropItem, type DropItem } from 'react-aria-components'
import { Button } from './Button'
import { cx } from './cx'
import './pieces.css'

export interface FilesHereProps {
  /** Read out for the place files are dropped on. */
  label: string
  button: string
  icon: ReactElement
  onFiles: (files: File[]) => void
  /** What lies inside the place: a hint, or the whole reply box. */
  children: ReactNode
  /** Without a frame of its own, around something that has one. */
  bare?: boolean
  /** One file instead of several. */
  single?: boolean
  /** They are on their way. */
  isPending?: boolean
}

/** Files to be added to something: by dropping them on it, or by a button. For the file of an import use FileDrop. */
export function FilesHere({ label, button, icon, onFiles, children, bare, single, isPending }: FilesHereProps) {
  async function take(items: DropItem[]) {
    const files = await Promise.all(items.filter(isFileDropItem).map((item) => item.getFile()))
    if (files.length > 0) onFiles(files)
  }
  return (
    <DropZone className={cx('dw-files', bare && 'dw-files--bare')} aria-label={label} onDrop={(event) => void take(event.items)}>
      {children}
      <FileTrigger allowsMultiple={!single} onSelect={(list) => { if (list && list.length > 0) onFiles([...list]) }}>
        <Button small variant={bare ? 'quiet' : 'secondary'} icon={icon} isPending={isPending ?? false}>{button}</Button>
      </FileTrigger>
    </DropZone>
  )
}
