import type { KeyboardEvent } from 'react'
import { Button as AriaButton, GridList, GridListItem, useDragAndDrop } from 'react-aria-components'
import { useTranslation } from 'react-i18next'
import { IconButton } from '@/ui/Button'
import { cx } from '@/ui/cx'
import { ChevronDownIcon, ChevronUpIcon, DangerIcon, MenuIcon } from '@/ui/icons'
import { useLanguage } from '@/ui/When'
import { isField, moved, shifted, type Row } from './model'

interface LinesProps {
  rows: Row[]
  chosen: string | undefined
  faulty: ReadonlySet<string>
  onChoose: (id: string | undefined) => void
  onChange: (rows: Row[]) => void
}

/** Topics and questions in their order. Moved by dragging (also with the keyboard, from the handle), by buttons, and by Alt with the arrows. */
export function Lines({ rows, chosen, faulty, onChoose, onChange }: LinesProps) {
  const { t } = useTranslation('forms')
  const language = useLanguage()
  const name = (row: Row) => (isField(row) ? row.field.label : row.section.title)[language] || (isField(row) ? row.field.key : t('unnamed'))
  const { dragAndDropHooks } = useDragAndDrop({
    getItems: (keys) => [...keys].map((key) => ({ 'text/plain': name(rows.find(({ id }) => id === key) ?? (rows[0] as Row)) })),
    onReorder: ({ keys, target }) => onChange(moved(rows, new Set([...keys].map(String)), String(target.key), target.dropPosition === 'after')),
  })
  function onKeyDown(event: KeyboardEvent) {
    const by = event.key === 'ArrowDown' ? 1 : event.key === 'ArrowUp' ? -1 : undefined
    const row = (event.target as HTMLElement).closest<HTMLElement>('[data-key]')?.dataset.key
    if (!event.altKey || by === undefined || row === undefined) return
    event.preventDefault()
    event.stopPropagation()
    onChange(shifted(rows, row, by))
  }
  return (
    <div onKeyDownCapture={onKeyDown}>
      <GridList
        aria-label={t('lines')} items={rows} dragAndDropHooks={dragAndDropHooks} className="fo-list" dependencies={[chosen, faulty, rows]}
        selectionMode="single" selectionBehavior="replace" selectedKeys={chosen === undefined ? [] : [chosen]}
        onSelectionChange={(keys) => { const [key] = keys; onChoose(key === undefined ? undefined : String(key)) }}
      >
        {(row) => {
          const label = name(row)
          return (
            <GridListItem id={row.id} textValue={label} className={cx('fo-row', isField(row) ? 'is-field' : 'is-section')}>
              <AriaButton slot="drag" className="dw-button dw-button--quiet dw-button--icon dw-button--small" aria-label={t('drag', { name: label })}><MenuIcon aria-hidden="true" /></AriaButton>
              <span className="fo-row-text">{label}{isField(row) ? <span className="dw-muted dw-small">{t(`type.${row.field.kind.type}`)}{row.field.required ? ` · ${t('required')}` : ''}{row.field.when ? ` · ${t('conditional')}` : ''}</span> : null}</span>
              {faulty.has(row.id) ? <span className="fo-faulty"><DangerIcon aria-hidden="true" /><span className="dw-sr">{t('faulty')}</span></span> : null}
              <IconButton small noTooltip label={t('up', { name: label })} icon={<ChevronUpIcon />} onPress={() => onChange(shifted(rows, row.id, -1))} />
              <IconButton small noTooltip label={t('down', { name: label })} icon={<ChevronDownIcon />} onPress={() => onChange(shifted(rows, row.id, 1))} />
            </GridListItem>
          )
        }}
      </GridList>
    </div>
  )
}
