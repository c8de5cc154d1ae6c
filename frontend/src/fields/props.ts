import type { FormField, Named } from '@/api/types'
import type { Option } from '@/ui/Select'
import type { Answer } from './answers'

/** Files an answer may name. */
export interface Files {
  /** Nothing until they have been asked for. */
  known: Option[] | undefined
  /** Sends one and answers its id; nothing where one may not. */
  add?: (file: File) => Promise<string>
  open?: (id: string) => void
}

/** What every input of a question takes. */
export interface FieldInputProps {
  field: FormField
  /** Where it stands among the answers: `/phone`, `/contacts/0/phone`. */
  path: string
  value: Answer
  onChange: (value: Answer) => void
  /** By path. */
  errors: Record<string, string>
  isDisabled?: boolean
  /** What persons and organisations are called. */
  names: Named[]
  files: Files
  /** What the form around says, for the conditions of entries. */
  answer: (key: string) => Answer
}
