import { useMemo } from 'react'
import { useTranslation } from 'react-i18next'
import type { FieldError, Problem } from '@/api/problem'
import { ProblemSummary } from '@/ui/ProblemSummary'
import { DataTable } from '@/ui/table/DataTable'
import type { Column } from '@/ui/table/types'

interface Fault extends FieldError {
  line: string
  column: string
  id: string
}

/** What is wrong with a register file, by line and column (`pointer` is "12:5"). */
export function Faults({ problem, fileName }: { problem: Problem; fileName: string }) {
  const { t } = useTranslation('register')
  const rows = useMemo<Fault[]>(
    () => problem.errors.map((error, index) => ({ ...error, line: error.pointer.split(':')[0] ?? '', column: error.pointer.split(':')[1] ?? '', id: String(index) })),
    [problem],
  )
  const columns = useMemo<Column<Fault>[]>(
    () => [
      { id: 'line', label: t('faults.line'), width: '6rem', align: 'end', cell: (fault) => fault.line },
      { id: 'column', label: t('faults.column'), width: '6rem', align: 'end', cell: (fault) => fault.column },
      { id: 'message', label: t('faults.message'), width: 'minmax(16rem, 1fr)', card: 'title', cell: (fault) => fault.message },
    ],
    [t],
  )
  return (
    <div className="dw-stack">
      <ProblemSummary title={t('faults.title', { name: fileName })} detail={problem.detail ?? t('faults.text')} requestId={problem.requestId} />
      <div className="dw-register-faults">
        <DataTable label={t('faults.table')} columns={columns} rows={rows} rowId={(fault) => fault.id} rowLabel={(fault) => `${fault.line}:${fault.column}`} empty={null} />
      </div>
    </div>
  )
}
