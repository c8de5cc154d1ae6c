import { useQuery } from '@tanstack/react-query'
import { useTranslation } from 'react-i18next'
import { asProblem } from '@/api/problem'
import type { FunctionKind, HistoryChange, HistoryEntry, OrganisationKind } from '@/api/types'
import { typedDay } from '@/lib/dates'
import { sayNumber } from '@/lib/numbers'
import { ProblemNote } from '@/pickers/ProblemNote'
import { useFunctionName, useKindName } from '@/pickers/labels'
import { Skeleton } from '@/ui/Skeleton'
import { Timeline, TimelineEntry } from '@/ui/Timeline'
import { useLanguage } from '@/ui/When'
import { organisation } from './queries'

/** Who changed what, newest first, in sentences. */
export function History({ entries, error }: { entries: HistoryEntry[] | undefined; error: Error | null }) {
  const { t } = useTranslation('organisations')
  if (error) return <ProblemNote problem={asProblem(error)} />
  if (!entries) return <Skeleton lines={5} />
  if (entries.length === 0) return <p className="dw-muted">{t('history.empty')}</p>
  return (
    <div className="dw-history"><Timeline label={t('history.title')}>
      {entries.map((entry) => (
        <TimelineEntry key={entry.id} author={entry.actor_name === 'operator' ? t('history.operator') : entry.actor_name} at={entry.at} quiet>
          <p>{t(`history.action.${entry.action}`, { defaultValue: t('history.changed') })}{entry.reason ? ` – ${entry.reason}` : ''}</p>
          <Changes changes={entry.changes.filter((change) => !SILENT.has(change.field))} />
        </TimelineEntry>
      ))}
    </Timeline></div>
  )
}

/** More than this and the fields are folded away: the first entry of most things names them all. */
const FOLDED_ABOVE = 4

function Changes({ changes }: { changes: HistoryChange[] }) {
  const { t } = useTranslation('organisations')
  if (changes.length === 0) return null
  const list = <ul>{changes.map((change) => <li key={change.field} className="dw-change dw-small"><Changed change={change} /></li>)}</ul>
  return changes.length <= FOLDED_ABOVE ? list : <details><summary className="dw-small">{t('history.fields', { count: changes.length })}</summary>{list}</details>
}

/** Columns that repeat what another one says. */
const SILENT = new Set(['person_id', 'user_id', 'register_key', 'search_form'])

function Changed({ change }: { change: HistoryChange }) {
  const { t } = useTranslation('organisations')
  const name = t(`history.field.${change.field}`, { defaultValue: change.field })
  if (change.sealed && (change.before ?? null) === null && (change.after ?? null) === null) return <>{`${name}: ${t('hidden')}`}</>
  return (
    <>
      {`${name}: `}
      {(change.before ?? null) === null ? null : <><del><Value field={change.field} value={change.before} /></del>{' → '}</>}
      {(change.after ?? null) === null ? t('history.nothing') : <ins><Value field={change.field} value={change.after} /></ins>}
    </>
  )
}

const FLAG_FIELDS = new Set(['assumption_day', 'peace_festival', 'corpus_christi'])

function Value({ field, value }: { field: string; value: unknown }) {
  const { t } = useTranslation('organisations')
  const kindName = useKindName()
  const functionName = useFunctionName()
  const language = useLanguage()
  // Days come from the database in quotes.
  const text = String(value).replace(/^'(\d{4}-\d{2}-\d{2})'$/, '$1')
  if (field.endsWith('_id')) return <OrganisationName id={text} />
  if (FLAG_FIELDS.has(field)) return <>{t(`holidays.value_${text}`, { defaultValue: text })}</>
  if (field === 'kind') return <>{kindName(text as OrganisationKind)}</>
  if (field === 'function') return <>{functionName(text as FunctionKind)}</>
  if (typeof value === 'number') return <>{sayNumber(value, language)}</>
  return <>{/^\d{4}-\d{2}-\d{2}$/.test(text) ? typedDay(text) : text}</>
}

/** The name behind an id in an old entry, where one may see it. */
function OrganisationName({ id }: { id: string }) {
  const { t } = useTranslation('organisations')
  const { data, error } = useQuery({ ...organisation(id), staleTime: 10 * 60_000 })
  return <>{error ? t('hidden') : (data?.view.name ?? '…')}</>
}
