import { useMemo, useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { HolidayChange, HolidaysImportView } from '@/api/types'
import { sayNumber } from '@/lib/numbers'
import { ProblemNote } from '@/pickers/ProblemNote'
import { Badge } from '@/ui/Badge'
import { Button, LinkButton } from '@/ui/Button'
import { EmptyState } from '@/ui/EmptyState'
import { FileDrop } from '@/ui/FileDrop'
import { SuccessIcon } from '@/ui/icons'
import { PageHeader } from '@/ui/PageHeader'
import { ProblemSummary } from '@/ui/ProblemSummary'
import { DataTable } from '@/ui/table/DataTable'
import type { Column } from '@/ui/table/types'
import { toasts } from '@/ui/toasts'
import { useLanguage } from '@/ui/When'
import { useImportHolidays } from './queries'
import './organisations.css'

/** Municipal holidays from a CSV file: first what would change and what is wrong, then taken over at once or not at all. */
export function HolidaysImportPage() {
  const { t } = useTranslation('organisations')
  const [file, setFile] = useState<File | undefined>()
  const preview = useImportHolidays(() => {})
  const apply = useImportHolidays((result) => {
    toasts.show({ text: t('import.done', { count: result.difference.changed }) })
    setFile(undefined)
    preview.reset()
  })
  function choose(picked: File) {
    setFile(picked)
    apply.reset()
    preview.mutate({ file: picked, dry: true })
  }
  const result = file ? preview.data : undefined
  const wanting = result === undefined ? undefined : result.total_faults > 0 ? t('import.faulty') : result.difference.changed === 0 ? t('import.nothing') : undefined
  return (
    <div className="dw-page">
      <PageHeader title={t('import.title')} />
      <section className="dw-card dw-section">
        <h2>{t('import.choose')}</h2>
        <p className="dw-muted">{t('import.text')}</p>
        <p className="dw-muted">{t('import.columns')} <code>ags</code> · <code>ars</code> · <code>mariae_himmelfahrt</code> · <code>friedensfest</code> · <code>fronleichnam</code></p>
        <FileDrop label={t('import.drop')} hint={t('import.hint')} accept={['.csv', 'text/csv']} onFile={choose} isPending={preview.isPending} />
      </section>
      <ProblemNote problem={apply.problem ?? preview.problem} />
      {file && result ? (
        <>
          <Result name={file.name} result={result} />
          <div className="dw-row dw-org-foot">
            <LinkButton href="/organisations">{t('import.cancel')}</LinkButton>
            <Button variant="primary" isPending={apply.isPending} disabledReason={wanting} onPress={() => apply.mutate({ file, dry: false })}>{t('import.apply')}</Button>
          </div>
        </>
      ) : null}
    </div>
  )
}

function Result({ name, result }: { name: string; result: HolidaysImportView }) {
  const { t } = useTranslation('organisations')
  const language = useLanguage()
  const { changed, unchanged } = result.difference
  const between = result.delimiter === ';' ? t('import.semicolon') : result.delimiter === ',' ? t('import.comma') : t('import.tab')
  return (
    <section className="dw-card dw-section" aria-labelledby="dw-org-import">
      <h2 id="dw-org-import">{name}</h2>
      <div className="dw-row" role="status">
        <Badge tone="info">{t('import.changed', { count: changed, shown: sayNumber(changed, language) })}</Badge>
        <Badge>{t('import.unchanged', { count: unchanged, shown: sayNumber(unchanged, language) })}</Badge>
        {result.total_faults > 0 ? <Badge tone="danger">{t('import.faults', { count: result.total_faults })}</Badge> : null}
        <span className="dw-small dw-muted">{t('import.read_as', { encoding: result.encoding.toUpperCase(), between })}</span>
      </div>
      {result.total_faults > 0 ? <Faults result={result} /> : null}
      {result.changes.length > 0 ? <Changes changes={result.changes} /> : null}
      {result.changes.length + result.total_faults === 0 ? <EmptyState icon={SuccessIcon} level={3} title={t('import.nothing')}>{t('import.nothing_text')}</EmptyState> : null}
    </section>
  )
}

function Faults({ result }: { result: HolidaysImportView }) {
  const { t } = useTranslation('organisations')
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
      <div className="dw-org-table"><DataTable label={t('import.faults_table')} columns={columns} rows={rows} total={rows.length} rowId={(fault) => fault.id} rowLabel={(fault) => `${fault.line}:${fault.column}`} empty={null} /></div>
    </>
  )
}

function Changes({ changes }: { changes: HolidayChange[] }) {
  const { t } = useTranslation('organisations')
  const columns = useMemo<Column<HolidayChange>[]>(
    () => [
      { id: 'name', label: t('facts.name'), width: 'minmax(12rem, 2fr)', card: 'title', cell: (one) => one.name },
      { id: 'key', label: t('import.key'), width: '9rem', cell: (one) => one.key },
      { id: 'holiday', label: t('import.holiday'), width: 'minmax(14rem, 1fr)', cell: (one) => t(`holidays.${one.holiday}`) },
      { id: 'before', label: t('import.before'), width: '9rem', cell: (one) => t(`holidays.value_${one.before}`) },
      { id: 'after', label: t('import.after'), width: '9rem', cell: (one) => t(`holidays.value_${one.after}`) },
    ],
    [t],
  )
  return (
    <>
      <h3>{t('import.changes_title')}</h3>
      <div className="dw-org-table"><DataTable label={t('import.changes_title')} columns={columns} rows={changes} total={changes.length} rowId={(one) => `${one.id} ${one.holiday}`} rowLabel={(one) => one.name} rowHref={(one) => `/organisations/${one.id}`} empty={null} /></div>
    </>
  )
}
