import { useEffect, useRef, useState } from 'react'
import { Button, ComboBox as AriaComboBox, Group, Input, ListBox, Popover, type Key } from 'react-aria-components'
import { useTranslation } from 'react-i18next'
import { FieldLabel, FieldNotes, rootProps, type FieldProps } from './Field'
import { ChevronDownIcon } from './icons'
import { OptionItem, type Option } from './Select'

export interface ComboBoxProps extends FieldProps {
  value: Option | null
  onChange: (option: Option | null) => void
  /** Finds options for what was typed (empty text: the first ones). Called after a pause; the signal ends outdated calls. */
  load: (text: string, signal: AbortSignal) => Promise<Option[]>
  placeholder?: string
}

type Found = { state: 'loading' | 'ready' | 'failed'; options: Option[] }

function useOptions(load: ComboBoxProps['load'], text: string, open: boolean): Found {
  const [found, setFound] = useState<Found>({ state: 'loading', options: [] })
  const latest = useRef(load)
  useEffect(() => { latest.current = load })
  useEffect(() => {
    if (!open) return
    const abort = new AbortController()
    const timer = setTimeout(() => {
      setFound((before) => ({ state: 'loading', options: before.options }))
      latest.current(text, abort.signal).then(
        (options) => !abort.signal.aborted && setFound({ state: 'ready', options }),
        () => !abort.signal.aborted && setFound({ state: 'failed', options: [] }),
      )
    }, 180)
    return () => { clearTimeout(timer); abort.abort() }
  }, [text, open])
  return found
}

/** One of many, found by typing; the list comes from the caller (usually the API). */
export function ComboBox(props: ComboBoxProps) {
  const { t } = useTranslation('ui')
  const [text, setText] = useState(props.value?.label ?? '')
  const [open, setOpen] = useState(false)
  const chosen = props.value?.label ?? ''
  const found = useOptions(props.load, text === chosen ? '' : text, open)
  useEffect(() => setText(chosen), [chosen])

  // Text and choice change together, or react-aria takes the late text for typing and opens the list again.
  function choose(key: Key | null) {
    const option = found.options.find((one) => one.id === key) ?? null
    // Leaving the field names what was chosen before, which the list need not have.
    if (option === null && key === (props.value?.id ?? null)) return setText(chosen)
    setText(option?.label ?? '')
    props.onChange(option)
  }
  // With text and choice in one's own hands react-aria leaves emptying to oneself, too.
  function type(next: string) {
    setText(next)
    if (next === '' && props.optional && props.value !== null) props.onChange(null)
  }

  const message = { loading: t('combo.loading'), failed: t('combo.failed'), ready: t('combo.none') }[found.state]
  return (
    <AriaComboBox
      {...rootProps(props)}
      items={found.options}
      inputValue={text}
      onInputChange={type}
      value={props.value?.id ?? null}
      onChange={choose}
      onOpenChange={setOpen}
      menuTrigger="focus"
      allowsEmptyCollection
      defaultFilter={() => true}
      onBlur={() => setText(chosen)}
    >
      <FieldLabel label={props.label} optional={props.optional} />
      <Group className="dw-group">
        <Input className="dw-input" placeholder={props.placeholder ?? t('combo.placeholder')} />
        <Button className="dw-group-button"><ChevronDownIcon aria-hidden="true" /></Button>
      </Group>
      <FieldNotes description={props.description} error={props.error} />
      <Popover className="dw-popover">
        <ListBox className="dw-menu" items={found.options} renderEmptyState={() => <div className="dw-menu-head">{message}</div>}>
          {(option: Option) => <OptionItem option={option} />}
        </ListBox>
      </Popover>
    </AriaComboBox>
  )
}
