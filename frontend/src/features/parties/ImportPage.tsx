import { useMemo, useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { PartyEntriesImportView, PartyEntryChange } from '@/api/types'
import { ProblemNote } from '@/pickers/ProblemNote'
import { Badge } from '@/ui/Badge'
import { Button, LinkButton } from '@/ui/Button'
import { Checkbox } from '@/ui/Checkbox'
import { EmptyState } from '@/ui/EmptyState'
import { FileDrop } from '@/ui/FileDrop'
import { SuccessIcon } from '@/ui/icons'
import { NameOf } from '@/ui/NameOf'
import { PageHeader } from '@/ui/PageHeader'
import { ProblemSummary } from '@/ui/ProblemSummary'
import { DataTable } from '@/ui/table/DataTable'
import type { Column } from '@/ui/table/types'
import { toasts } from '@/ui/toasts'
import { When } from '@/ui/When'
import { useImport } from './queries'
import './parties.css'

const COLUMNS = ['role', 'body_key', 'service_key', 'programme_key', 'organisation_key', 'person_email', 'valid_from', 'valid_to', 'note']

/** Entries from a CSV file: first what would change and what is wrong, then taken over at once or not at all. */
export function ImportPage() {
  const { t } = useTranslation('parties')
  const [file, setFile] = useState<File | undefined>()
  const [replace, setReplace] = useState(false)
  const preview = useImport(() => {})
  const apply = useImport((result) => {
    toasts.show({ text: t('import.done', { count: result.new + result.changed }) })
    setFile(undefined)
    preview.reset()
  })
  function look(picked: File, replacing: boolean) {
    setFile(picked)
    setReplace(replacing)
    apply.reset()
    preview.mutate({ file: picked, dry: true, replace: replacing })
  }
  const result = file ? preview.data : undefined
  const wanting = result === undefined ? undefined : result.total_faults > 0 ? t('import.faulty') : result.changes.length === 0 ? t('import.nothing') : undefined
  return (
    <div className="dw-page">
      <PageHeader title={t('import.title')} crumbs={[{ label: t('title'), href: '/parties' }]} />
      <section className="dw-card dw-section">
        <h2>{t('import.choose')}</h2>
        <p className="dw-muted">{t('import.text')}</p>
        <p className="dw-muted pt-columns">{t('import.columns')} {COLUMNS.map((name) => <code key={name}>{name}</code>)}</p>
        <FileDrop label={t('import.drop')} hint={t('import.hint')} accept={['.csv', 'text/csv']} onFile={(picked) => look(picked, replace)} isPending={preview.isPending} />
        <Checkbox isSelected={replace} onChange={(on) => (file ? look(file, on) : setReplace(on))}>{t('import.replace')}</Checkbox>
      </section>
      <ProblemNote problem={apply.problem ?? preview.problem} />
      {file && result ? (
        <>
          <Result name={file.name} result={result} />
          <div className="dw-row pt-foot">
            <LinkButton href="/parties">{t('cancel')}</LinkButton>
            <Button variant="primary" isPending={apply.isPending} disabledReason={wanting} onPress={() => apply.mutate({ file, dry: false, replace })}>{t('import.apply')}</Button>
          </div>
        </>
      ) : null}
    </div>
  )
}

function Result({ name, result }: { name: string; result: PartyEntriesImportView }) {
  const { t } = useTranslation('parties')
  return (
    <section className="dw-card dw-section" aria-labelledby="pt-import">
      <h2 id="pt-import">{name}</h2>
      <div className="dw-row" role="status">
        <Badge tone="info">{t('import.new', { count: result.new })}</Badge>
        <Badge>{t('import.changed', { count: result.changed })}</Badge>
        <Badge>{t('import.ended', { count: result.ended })}</Badge>
        <Badge>{t('import.unchanged', { count: result.unchanged })}</Badge>
        {result.total_faults > 0 ? <Badge tone="danger">{t('import.faults', { count: result.total_faults })}</Badge> : null}
      </div>
      {result.total_faults > 0 ? <Faults result={result} /> : null}
      {result.changes.length > 0 ? <Changes changes={result.changes} /> : null}
      {result.changes.length + result.total_faults === 0 ? <EmptyState icon={SuccessIcon} level={3} title={t('import.nothing')}>{t('import.nothing_text')}</EmptyState> : null}
    </section>
  )
}

function Faults({ result }: { result: PartyEntriesImportView }) {
  const { t } = useTranslation('parties')
  const rows = useMemo(() => result.faults.map((fault, index) => ({ ...fault, id: String(index) })), [result])
  const columns = useMemo<Column<(typeof rows)[number]>[]>(
    () => [
      { id: 'line', label: t('import.line'), width: '6rem', align: 'end', cell: (fault) => fault.line },
      { id: 'column', label: t('import.column'), width: '6rem', align: 'end', cell: (fault) => fault.column },
      { id: 'message', label: t('import.message'), width: 'minmax(16rem, 1fr)', card: 'title', cell: (fault) => fault.message },
    ],
    [t],
  )
  return (
    <>
      <ProblemSummary title={t('import.faults_title')} detail={t('import.faults_text')} />
      <div className="pt-table"><DataTable label={t('import.faults_title')} columns={columns} rows={rows} total={rows.length} rowId={(fault) => fault.id} rowLabel={(fault) => `${fault.line}:${fault.column}`} empty={null} /></div>
    </>
  )
}

type Change = PartyEntryChange & { id: string }

function useChangeColumns(): Column<Change>[] {
  const { t } = useTranslation('parties')
  return useMemo(
    () => [
      { id: 'change', label: t('import.change'), width: '8rem', cell: (one) => t(`import.is_${one.change}`) },
      { id: 'role', label: t('role'), width: 'minmax(10rem, 1fr)', card: 'title', cell: (one) => one.role },
      { id: 'where', label: t('where'), width: 'minmax(14rem, 2fr)', cell: (one) => [one.body?.name, one.service?.name, one.programme?.name].filter(Boolean).join(' · ') },
      { id: 'who', label: t('who'), width: 'minmax(12rem, 1.5fr)', cell: (one) => <><NameOf of={one.organisation} />{one.person ? <>{', '}<NameOf of={one.person} /></> : null}</> },
      { id: 'from', label: t('from'), width: '8rem', cell: (one) => <When value={one.valid_from} /> },
      { id: 'to', label: t('to'), width: '8rem', cell: (one) => (one.valid_to ? <When value={one.valid_to} /> : '–') },
    ],
    [t],
  )
}

function Changes({ changes }: { changes: PartyEntryChange[] }) {
  const { t } = useTranslation('parties')
  const rows = useMemo<Change[]>(() => changes.map((change, index) => ({ ...change, id: String(index) })), [changes])
  const columns = useChangeColumns()
  return <div className="pt-table"><DataTable label={t('import.changes')} columns={columns} rows={rows} total={rows.length} rowId={(one) => one.id} rowLabel={(one) => one.role} empty={null} /></div>
}
