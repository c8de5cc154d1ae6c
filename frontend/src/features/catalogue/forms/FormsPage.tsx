import { useQuery } from '@tanstack/react-query'
import { useNavigate } from '@tanstack/react-router'
import type { TFunction } from 'i18next'
import { useMemo, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { asProblem } from '@/api/problem'
import type { AttachedTo, FormRow, FormView } from '@/api/types'
import { useProblemText } from '@/api/useProblemText'
import type { Language } from '@/lib/dates'
import { ExportMenu } from '@/pickers/ExportMenu'
import { ProblemNote } from '@/pickers/ProblemNote'
import { Badge } from '@/ui/Badge'
import { Button } from '@/ui/Button'
import { EmptyState } from '@/ui/EmptyState'
import { FormDialog } from '@/ui/FormDialog'
import { FileIcon, PlusIcon } from '@/ui/icons'
import { PageHeader } from '@/ui/PageHeader'
import { Segmented } from '@/ui/Segmented'
import { DataTable } from '@/ui/table/DataTable'
import type { Column } from '@/ui/table/types'
import { TextField } from '@/ui/TextField'
import { useLanguage, When } from '@/ui/When'
import { useAllowed } from '../useAllowed'
import { TEMPLATE_TONE } from '../words'
import { FIRST_SECTION, freeKey } from './model'
import { formList, useDraftForm } from './queries'

/** All versions of all forms. What was begun keeps the version it began with. */
export function FormsPage() {
  const { t } = useTranslation('forms')
  const language = useLanguage()
  const navigate = useNavigate()
  const query = useQuery(formList)
  const may = useAllowed('template:write')
  const [isAdding, setAdding] = useState(false)
  const columns = useMemo(() => formColumns(t, language), [t, language])
  const open = (id: string) => void navigate({ to: `/forms/${id}` as never })
  const add = may ? <Button variant="primary" icon={<PlusIcon aria-hidden="true" />} onPress={() => setAdding(true)}>{t('add')}</Button> : undefined
  return (
    <div className="dw-page dw-page--fill">
      <PageHeader title={t('title')} actions={<><ExportMenu list="/api/v1/forms" columns={['title', 'version', 'status', 'attached_to', 'key', 'updated_at']} />{add}</>} />
      <ProblemNote problem={query.error && !query.data ? asProblem(query.error) : undefined} />
      <DataTable
        label={t('title')} columns={columns} rows={query.error ? [] : query.data?.items} rowId={(row) => row.id} rowLabel={(row) => t('named', { name: row.title, version: row.version })}
        rowHref={(row) => `/forms/${row.id}`} onOpen={(row) => open(row.id)}
        empty={<EmptyState icon={FileIcon} title={t('none')} actions={add}>{t('none_text')}</EmptyState>}
      />
      {isAdding ? <AddDialog taken={(query.data?.items ?? []).map(({ key }) => key)} onClose={() => setAdding(false)} onDone={(form) => open(form.id)} /> : null}
    </div>
  )
}

function formColumns(t: TFunction<'forms'>, language: Language): Column<FormRow>[] {
  return [
    { id: 'title', label: t('column.title'), width: 'minmax(14rem, 2fr)', card: 'title', cell: (row) => (language === 'en' ? row.title_en : row.title) },
    { id: 'version', label: t('column.version'), width: '6rem', align: 'end', cell: (row) => row.version },
    { id: 'status', label: t('column.status'), width: '11rem', cell: (row) => <Badge tone={TEMPLATE_TONE[row.status]}>{t(`status.${row.status}`)}</Badge> },
    { id: 'attached', label: t('column.attached'), width: '11rem', cell: (row) => t(`attached.${row.attached_to}`) },
    { id: 'key', label: t('column.key'), width: 'minmax(10rem, 1fr)', cell: (row) => <span className="dw-muted">{row.key}</span> },
    { id: 'updated', label: t('column.updated'), width: '10rem', cell: (row) => <When value={row.updated_at} /> },
  ]
}

function AddDialog({ taken, onClose, onDone }: { taken: string[]; onClose: () => void; onDone: (form: FormView) => void }) {
  const { t } = useTranslation('forms')
  const say = useProblemText()
  const [title, setTitle] = useState('')
  const [english, setEnglish] = useState('')
  const [attached, setAttached] = useState<AttachedTo>('milestone')
  const draft = useDraftForm(onDone)
  const send = () => draft.mutate({ attached_to: attached, definition: { key: freeKey(title, taken).replaceAll('_', '-'), title: { de: title, en: english }, sections: [FIRST_SECTION] } })
  return (
    <FormDialog title={t('add_title')} submit={t('add_submit')} onClose={onClose} onSubmit={send} isPending={draft.isPending} problem={draft.problem ? say(draft.problem) : undefined}>
      <TextField label={t('title_de')} value={title} onChange={setTitle} isRequired />
      <TextField label={t('title_en')} value={english} onChange={setEnglish} isRequired />
      <Segmented label={t('attached_to')} value={attached} onChange={(id) => setAttached(id as AttachedTo)} options={(['milestone', 'body'] as const).map((id) => ({ id, label: t(`attached.${id}`) }))} />
    </FormDialog>
  )
}
