import { useNavigate } from '@tanstack/react-router'
import { useMemo, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { useList } from '@/api/query'
import type { RegisterImportView } from '@/api/types'
import { sayNumber } from '@/lib/numbers'
import { ExportMenu } from '@/pickers/ExportMenu'
import { ProblemNote } from '@/pickers/ProblemNote'
import { EmptyState } from '@/ui/EmptyState'
import { FileDrop } from '@/ui/FileDrop'
import { InboxIcon } from '@/ui/icons'
import { PageHeader } from '@/ui/PageHeader'
import { ProgressBar } from '@/ui/ProgressBar'
import { DataTable } from '@/ui/table/DataTable'
import type { Column } from '@/ui/table/types'
import { useLanguage, When } from '@/ui/When'
import { Faults } from './Faults'
import { importList, useUpload } from './queries'
import { Status } from './Status'
import './register.css'

/** Reads in the official register of municipalities and shows what was read in so far. */
export function RegisterPage() {
  const { t } = useTranslation('register')
  const navigate = useNavigate()
  const list = useList(importList())
  const [name, setName] = useState('')
  const open = (one: RegisterImportView) => void navigate({ to: `/organisations/register/${one.id}` as never })
  const upload = useUpload(open)
  const columns = useColumns()
  function send(file: File) {
    setName(file.name)
    upload.mutate(file)
  }
  const { problem } = upload
  return (
    <div className="dw-page">
      <PageHeader title={t('title')} actions={<ExportMenu list="/api/v1/register-imports" columns={['file_name', 'status', 'state_date', 'difference.new', 'difference.gone', 'difference.renamed', 'difference.moved', 'created_at']} />} />
      <section className="dw-card dw-section">
        <h2>{t('upload.title')}</h2>
        <p className="dw-muted">{t('upload.text')}</p>
        {problem ? (problem.code === 'register-faulty' ? <Faults problem={problem} fileName={name} /> : <ProblemNote problem={problem} />) : null}
        {upload.isPending
          ? <ProgressBar label={t('upload.reading', { name })} note={t('upload.reading_note')} />
          : <FileDrop label={t('upload.drop')} hint={t('upload.hint')} accept={['.txt', 'text/plain']} onFile={send} />}
      </section>
      <section className="dw-section dw-register-past">
        <h2>{t('past.title')}</h2>
        {list.problem ? <ProblemNote problem={list.problem} /> : (
          <DataTable
            label={t('past.title')} columns={columns} {...list} rowId={(one) => one.id} rowLabel={(one) => one.file_name} rowHref={(one) => `/organisations/register/${one.id}`} onOpen={open}
            empty={<EmptyState icon={InboxIcon} level={3} title={t('past.empty')}>{t('past.empty_text')}</EmptyState>}
          />
        )}
      </section>
    </div>
  )
}

function useColumns(): Column<RegisterImportView>[] {
  const { t } = useTranslation('register')
  const language = useLanguage()
  return useMemo(() => {
    const count = (id: keyof RegisterImportView['difference']): Column<RegisterImportView> => ({
      id, label: t(`change.${id}`), width: '7rem', align: 'end', cell: (one) => sayNumber(one.difference[id], language),
    })
    return [
      { id: 'file', label: t('past.file'), width: 'minmax(14rem, 2fr)', card: 'title', cell: (one) => one.file_name },
      { id: 'status', label: t('past.status'), width: '9rem', cell: (one) => <Status status={one.status} /> },
      { id: 'state', label: t('past.state_date'), width: '9rem', cell: (one) => <When value={one.state_date} /> },
      count('new'), count('gone'), count('renamed'), count('moved'),
      { id: 'created', label: t('past.created'), width: '9rem', cell: (one) => <When value={one.created_at} /> },
    ]
  }, [t, language])
}
