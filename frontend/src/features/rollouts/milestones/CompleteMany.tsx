import { useNavigate } from '@tanstack/react-router'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { useProblemText } from '@/api/useProblemText'
import { Button } from '@/ui/Button'
import { FormDialog } from '@/ui/FormDialog'
import { Segmented } from '@/ui/Segmented'
import { TextArea } from '@/ui/TextField'
import { useMilestonesBulk, type MilestoneFilter } from './queries'

interface ManyProps {
  /** The chosen milestones, or all of the filter where none is chosen. */
  selected: ReadonlySet<string>
  filter: MilestoneFilter
  /** What the list counts, where it knows. */
  total: number | undefined
}

/** The button that completes many milestones at once. */
export function CompleteMany(props: ManyProps) {
  const { t } = useTranslation('milestones')
  const [open, setOpen] = useState(false)
  const count = props.selected.size
  if (count === 0 && !props.total) return null
  return (
    <>
      <Button onPress={() => setOpen(true)}>{count > 0 ? t('bulk.open_selected', { count }) : t('bulk.open_all')}</Button>
      {open ? <ManyDialog {...props} onClose={() => setOpen(false)} /> : null}
    </>
  )
}

/** Which of them; the job that tries each opens next. */
function ManyDialog({ selected, filter, total, onClose }: ManyProps & { onClose: () => void }) {
  const { t } = useTranslation('milestones')
  const say = useProblemText()
  const navigate = useNavigate()
  const [from, setFrom] = useState<'selected' | 'filter'>(selected.size > 0 ? 'selected' : 'filter')
  const [note, setNote] = useState('')
  const bulk = useMilestonesBulk((job) => void navigate({ to: `/jobs/${job.id}` as never }))
  const said = note.trim()
  const send = () => bulk.mutate({ filter, body: { ids: from === 'selected' ? [...selected] : [], ...(said ? { note: said, audience: 'all' as const } : {}) } })
  const sources = selected.size > 0 ? (['selected', 'filter'] as const) : (['filter'] as const)
  const label = (id: (typeof sources)[number]) => t(`bulk.from_${id}`, { count: id === 'selected' ? selected.size : (total ?? 0) })
  return (
    <FormDialog title={t('bulk.title')} submit={t('bulk.check')} onClose={onClose} onSubmit={send} isPending={bulk.isPending} problem={bulk.problem ? say(bulk.problem) : undefined}>
      <p>{sources.length > 1 ? null : <strong>{label('filter')}. </strong>}{t('bulk.text')}</p>
      {sources.length > 1 ? <Segmented label={t('bulk.from')} value={from} onChange={(id) => setFrom(id === 'selected' ? 'selected' : 'filter')} options={sources.map((id) => ({ id, label: label(id) }))} /> : null}
      <TextArea label={t('bulk.note')} pointer="/note" value={note} onChange={setNote} rows={2} optional description={t('bulk.note_hint')} />
    </FormDialog>
  )
}
