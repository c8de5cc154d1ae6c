import { useEffect, useState, type ReactElement, type ReactNode } from 'react'
import { Button as AriaButton, Input, SearchField } from 'react-aria-components'
import { useTranslation } from 'react-i18next'
import { Button } from './Button'
import { CloseIcon, PlusIcon, SearchIcon } from './icons'
import { Menu } from './Menu'
import './pieces.css'

export interface FilterChip {
  id: string
  /** "Phase". */
  name: string
  /** "Technik" or "gelb, rot". */
  value: string
  onRemove: () => void
  /** Opens the chip's editor. */
  onEdit?: () => void
}

export interface FilterBarProps {
  /** Free text; kept in the URL by the caller. Called after a pause. */
  query?: { value: string; onChange: (text: string) => void; placeholder: string }
  chips: FilterChip[]
  /** Filters that can be added. */
  available?: { id: string; label: string; onAdd: () => void }[]
  onClear?: () => void
  /** At the end: saved view, columns, what to do with the chosen. */
  end?: ReactNode
}

/** Filters as chips. Knows nothing of the URL: values in, changes out. */
export function FilterBar({ query, chips, available = [], onClear, end }: FilterBarProps) {
  const { t } = useTranslation('ui')
  const add: ReactElement = <Button small variant="quiet" icon={<PlusIcon aria-hidden="true" />}>{t('filter.add')}</Button>
  return (
    <div className="dw-filter" role="group" aria-label={t('filter.label')}>
      {query ? <QueryField {...query} /> : null}
      <ul className="dw-filter-chips">
        {chips.map((chip) => <li key={chip.id}><Chip chip={chip} /></li>)}
        {available.length > 0 ? (
          <li>
            <Menu trigger={add} label={t('filter.add')} groups={[{ id: 'add', title: t('filter.add'), hideTitle: true, entries: available.map(({ id, label, onAdd }) => ({ id, label, onAction: onAdd })) }]} />
          </li>
        ) : null}
        {chips.length > 1 && onClear ? <li><Button small variant="quiet" onPress={onClear}>{t('filter.clear')}</Button></li> : null}
      </ul>
      {end ? <div className="dw-filter-end">{end}</div> : null}
    </div>
  )
}

function Chip({ chip }: { chip: FilterChip }) {
  const { t } = useTranslation('ui')
  const text = <><span className="dw-muted">{`${chip.name}: `}</span>{chip.value}</>
  return (
    <span className="dw-chip">
      {chip.onEdit ? <AriaButton className="dw-chip-text" onPress={chip.onEdit}>{text}</AriaButton> : <span className="dw-chip-text">{text}</span>}
      <AriaButton className="dw-chip-remove" aria-label={t('filter.remove', { name: chip.name, value: chip.value })} onPress={chip.onRemove}><CloseIcon aria-hidden="true" /></AriaButton>
    </span>
  )
}

function QueryField({ value, onChange, placeholder }: { value: string; onChange: (text: string) => void; placeholder: string }) {
  const [text, setText] = useState(value)
  useEffect(() => setText(value), [value])
  useEffect(() => {
    if (text === value) return
    const timer = setTimeout(() => onChange(text), 250)
    return () => clearTimeout(timer)
  }, [text, value, onChange])
  return (
    <SearchField aria-label={placeholder} value={text} onChange={setText} className="dw-query">
      <SearchIcon aria-hidden="true" />
      <Input className="dw-input" placeholder={placeholder} />
      {text === '' ? null : <AriaButton className="dw-group-button"><CloseIcon aria-hidden="true" /></AriaButton>}
    </SearchField>
  )
}
