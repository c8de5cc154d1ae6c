import { useQuery } from '@tanstack/react-query'
import { useNavigate } from '@tanstack/react-router'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { useMay } from '@/api/me'
import type { RolloutCommand } from '@/api/types'
import { useProblemText } from '@/api/useProblemText'
import { Button } from '@/ui/Button'
import { FormDialog } from '@/ui/FormDialog'
import { Segmented } from '@/ui/Segmented'
import { Select } from '@/ui/Select'
import { Skeleton } from '@/ui/Skeleton'
import { TextArea } from '@/ui/TextField'
import type { RolloutFilter } from '../queries'
import { CommandFields } from './CommandFields'
import { COMMANDS, commandOf, EMPTY, type CommandName, type Fields } from './command'
import { KeyList } from './KeyList'
import { readKeys } from './keys'
import { bulkWords, useBulk } from './queries'

interface BulkProps {
  /** The chosen rollouts, or all of the filter where none is chosen. */
  selected: ReadonlySet<string>
  filter: RolloutFilter
  /** What the list counts, where it knows. */
  total?: number | undefined
}

/** The button for one command to many rollouts, for those who steer them or complete milestones. */
export function Bulk(props: BulkProps) {
  const { t } = useTranslation('rollouts')
  const may = useMay()
  const [open, setOpen] = useState(false)
  if (!may('milestone:complete') && !may('rollout:steer')) return null
  const count = props.selected.size
  return (
    <>
      <Button onPress={() => setOpen(true)}>{count > 0 ? t('bulk.open_selected', { count }) : t('bulk.open_all')}</Button>
      {open ? <BulkDialog {...props} onClose={() => setOpen(false)} /> : null}
    </>
  )
}

type From = 'selected' | 'filter' | 'list'

/** Which rollouts and what is to be done; the job that tries it opens next. */
function BulkDialog({ selected, filter, total, onClose }: BulkProps & { onClose: () => void }) {
  const { t } = useTranslation('rollouts')
  const say = useProblemText()
  const may = useMay()
  const navigate = useNavigate()
  const words = useQuery(bulkWords).data
  const [from, setFrom] = useState<From>(selected.size > 0 ? 'selected' : 'filter')
  const [list, setList] = useState('')
  const [name, setName] = useState<CommandName>('complete')
  const [fields, setFields] = useState<Fields>(EMPTY)
  const [missing, setMissing] = useState(false)
  const bulk = useBulk((job) => void navigate({ to: `/jobs/${job.id}` as never }))
  const { keys } = readKeys(list)
  const names = COMMANDS.filter((one) => one === 'complete' || may('rollout:steer'))
  const command: RolloutCommand | undefined = commandOf(name, fields)
  function send() {
    if (!command || (from === 'list' && keys.length === 0)) { setMissing(true); return }
    const act = { command, ...(fields.note.trim() ? { note: fields.note.trim(), audience: 'all' as const } : {}) }
    bulk.mutate({ filter, body: { act, ids: from === 'selected' ? [...selected] : [], keys: from === 'list' ? keys : [] } })
  }
  const sources: From[] = selected.size > 0 ? ['selected', 'filter', 'list'] : ['filter', 'list']
  return (
    <FormDialog title={t('bulk.title')} submit={t('bulk.check')} onClose={onClose} onSubmit={send} isPending={bulk.isPending} problem={bulk.problem ? say(bulk.problem) : undefined} wide>
      <Segmented label={t('bulk.from')} value={from} onChange={(id) => setFrom(sources.find((one) => one === id) ?? 'filter')} options={sources.map((id) => ({ id, label: t(`bulk.from_${id}`, { count: id === 'selected' ? selected.size : (total ?? 0) }) }))} />
      {from === 'list' ? (
        <KeyList value={list} onChange={setList} error={missing && keys.length === 0 ? t('bulk.list_missing') : bulk.problem?.at('/keys')} />
      ) : null}
      <Select label={t('bulk.command')} pointer="/act/command" value={name} onChange={(id) => setName(names.find((one) => one === id) ?? 'complete')} options={names.map((id) => ({ id, label: t(`bulk.commands.${id}`) }))} error={bulk.problem?.at('/act/command')} />
      {words ? <CommandFields name={name} fields={fields} words={words} missing={missing && !command} onChange={(patch) => setFields((before) => ({ ...before, ...patch }))} /> : <Skeleton lines={2} />}
      <TextArea label={t('bulk.note')} pointer="/act/note" value={fields.note} onChange={(note) => setFields((before) => ({ ...before, note }))} rows={2} optional description={t('bulk.note_hint')} />
    </FormDialog>
  )
}
