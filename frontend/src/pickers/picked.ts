import type { Named } from '@/api/types'
import type { FieldProps } from '@/ui/Field'
import type { Option } from '@/ui/Select'

/** What a picker holds: enough to show it again. */
export interface Picked {
  id: string
  name: string | null
}

export interface PickerProps extends Omit<FieldProps, 'label'> {
  /** Own label; the picker brings a plain one. */
  label?: string
  value: Picked | null
  onChange: (picked: Named | null) => void
}

export const toOption = (picked: Picked | null): Option | null => (picked === null ? null : { id: picked.id, label: picked.name ?? picked.id })
export const toPicked = (option: Option | null): Named | null => (option === null ? null : { id: option.id, name: option.label, key: null })
