import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { download } from '@/api/client'
import { asProblem } from '@/api/problem'
import type { paths } from '@/api/schema'
import type { QueryOf } from '@/api/types'
import { useProblemText } from '@/api/useProblemText'
import { saveFile } from '@/lib/files'
import { Button } from '@/ui/Button'
import { DownloadIcon } from '@/ui/icons'
import { Menu } from '@/ui/Menu'
import { toasts } from '@/ui/toasts'

const FORMATS = { xlsx: 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet', csv: 'text/csv' } as const
type Format = keyof typeof FORMATS

/** The columns a list has by its contract. */
type ColumnOf<Path extends keyof paths> = NonNullable<QueryOf<Path>> extends { columns?: (infer Name)[] } ? Name : never

interface ExportMenuProps<Path extends keyof paths> {
  /** The list as the contract names it. */
  list: Path
  /** What stands in braces in it. */
  id?: string
  /** What narrows and sorts the list on screen. */
  filter?: object
  /** What the table shows, in its order. */
  columns: ColumnOf<Path>[]
}

/** Saves all rows of the list as it is filtered now. */
export function ExportMenu<Path extends keyof paths>({ list, id, filter = {}, columns }: ExportMenuProps<Path>) {
  return <FileMenu path={list.replace('{id}', id ?? '')} query={{ ...filter, columns: columns.join(',') }} />
}

/** Saves what an address answers as a file. */
export function FileMenu({ path, query }: { path: string; query: Record<string, unknown> }) {
  const { t } = useTranslation('pickers')
  const say = useProblemText()
  const [isPending, setPending] = useState(false)
  async function save(format: Format) {
    setPending(true)
    try {
      const file = await download(path, query, FORMATS[format])
      saveFile(file)
      toasts.show({ text: t('export.done', { name: file.name }) })
    } catch (error) {
      const { title, detail } = say(asProblem(error))
      toasts.show({ tone: 'danger', text: [title, detail].filter(Boolean).join('. ') })
    } finally {
      setPending(false)
    }
  }
  const entry = (format: Format) => ({ id: format, label: t(`export.${format}`), onAction: () => void save(format) })
  return (
    <Menu
      trigger={<Button icon={<DownloadIcon aria-hidden="true" />} isPending={isPending}>{t('export.open')}</Button>}
      label={t('export.open')} groups={[{ id: 'format', title: t('export.open'), hideTitle: true, entries: [entry('xlsx'), entry('csv')] }]}
    />
  )
}
