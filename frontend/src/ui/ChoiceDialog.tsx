import { useTranslation } from 'react-i18next'
import { Button } from './Button'
import { Checkbox } from './Checkbox'
import { Dialog } from './Dialog'
import type { Option } from './Select'

export interface ChoiceDialogProps {
  title: string
  options: Option[]
  /** Takes effect at once, so that the list behind shows what it does. */
  selected: string[]
  onChange: (ids: string[]) => void
  onClose: () => void
}

/** Several of a short list: the editor of a filter. */
export function ChoiceDialog({ title, options, selected, onChange, onClose }: ChoiceDialogProps) {
  const { t } = useTranslation('ui')
  const toggle = (id: string, on: boolean) => onChange(on ? [...selected, id] : selected.filter((other) => other !== id))
  return (
    <Dialog isOpen onClose={onClose} title={title} footer={<Button variant="primary" onPress={onClose} autoFocus={options.length === 0}>{t('done')}</Button>}>
      <div className="dw-stack dw-choices">
        {options.map((option) => (
          <Checkbox key={option.id} isSelected={selected.includes(option.id)} onChange={(on) => toggle(option.id, on)}>
            {option.label}
            {option.note ? <span className="dw-muted dw-small">{` ${option.note}`}</span> : null}
          </Checkbox>
        ))}
      </div>
    </Dialog>
  )
}
