import type { RolloutDetail } from '@/api/types'
import { ProblemNote } from '@/pickers/ProblemNote'
import { Conflict, type ConflictField } from '@/ui/Conflict'
import type { useEdit } from './queries'

interface EditNoteProps {
  edit: ReturnType<typeof useEdit>
  /** One's own values beside those that are stored now (`edit.stored`). */
  fields: ConflictField[]
  /** Puts the stored values into the fields. */
  onReload: (stored: RolloutDetail) => void
}

/** What was refused; where somebody else was faster, both values and the choice. */
export function EditNote({ edit, fields, onReload }: EditNoteProps) {
  const { stored } = edit
  if (!stored) return <ProblemNote problem={edit.problem} />
  return <Conflict fields={fields} isPending={edit.isPending} onOverwrite={edit.overwrite} onReload={() => { onReload(stored); edit.reload() }} />
}
