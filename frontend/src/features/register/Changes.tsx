import { useMemo, useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { RegisterChange, RegisterChangeKind } from '@/api/types'
import { sayNumber } from '@/lib/numbers'
import { fold } from '@/lib/text'
import { useKindName } from '@/pickers/labels'
import { Badge, type Tone } from '@/ui/Badge'
import { EmptyState } from '@/ui/EmptyState'
import { FilterBar } from '@/ui/FilterBar'
import { SearchIcon, SuccessIcon } from '@/ui/icons'
import { DataTable } from '@/ui/table/DataTable'
import type { Column, Sort } from '@/ui/table/types'
import { useLanguage } from '@/ui/When'

const ORDER: RegisterChangeKind[] = ['new', 'gone', 'renamed', 'moved', 'population']
const TONES: Record<RegisterChangeKind, Tone> = { new: 'success', gone: 'danger', renamed: 'info', moved: 'warning', population: 'neutral' }

interface Line extends RegisterChange {
  id: string
  folded: string
}

/** All differences as a table, narrowed by kind and text. */
export function Changes({ changes }: { changes: RegisterChange[] }) {
  const { t } = useTranslation('register')
  const language = useLanguage()
  const [kinds, setKinds] = useState<RegisterChangeKind[]>([])
  const [query, setQuery] = useState('')
  const [sort, setSort] = useState<Sort | undefined>()
  const lines = useMemo<Line[]>(() => changes.map((change, index) => ({ ...change, id: String(index), folded: fold(`${change.name} ${change.key} ${change.before ?? ''} ${change.after ?? ''}`) })), [changes])
  const rows = useMemo(() => {
    const wanted = fold(query.trim())
    const found = lines.filter((line) => (kinds.length === 0 || kinds.includes(line.change)) && line.folded.includes(wanted))
    if (!sort) return found
    const by = (line: Line) => (sort.key === 'key' ? line.key : line.name)
    return found.toSorted((a, b) => by(a).localeCompare(by(b), 'de') * (sort.descending ? -1 : 1))
  }, [lines, kinds, query, sort])
  const columns = useColumns()
  const counts = useMemo(() => new Map(ORDER.map((kind) => [kind, changes.filter((change) => change.change === kind).length])), [changes])
  const label = (kind: RegisterChangeKind) => `${t(`change.${kind}`)} (${sayNumber(counts.get(kind) ?? 0, language)})`
  if (changes.length === 0) return <EmptyState icon={SuccessIcon} title={t('changes.none')}>{t('changes.none_text')}</EmptyState>
  return (
    <section className="dw-section dw-register-changes" aria-label={t('changes.title')}>
      <FilterBar
        query={{ value: query, onChange: setQuery, placeholder: t('changes.search') }}
        chips={kinds.map((kind) => ({ id: kind, name: t('changes.kind'), value: label(kind), onRemove: () => setKinds(kinds.filter((other) => other !== kind)) }))}
        available={ORDER.filter((kind) => !kinds.includes(kind) && (counts.get(kind) ?? 0) > 0).map((kind) => ({ id: kind, label: label(kind), onAdd: () => setKinds([...kinds, kind]) }))}
        onClear={() => setKinds([])}
        end={<span className="dw-muted" role="status">{t('changes.shown', { shown: sayNumber(rows.length, language), total: sayNumber(changes.length, language) })}</span>}
      />
      <DataTable
        label={t('changes.title')} columns={columns} rows={rows} total={rows.length} rowId={(line) => line.id} rowLabel={(line) => line.name} sort={sort} onSort={setSort}
        empty={<EmptyState icon={SearchIcon} title={t('changes.nothing')}>{t('changes.nothing_text')}</EmptyState>}
      />
    </section>
  )
}

function useColumns(): Column<Line>[] {
  const { t } = useTranslation('register')
  const kindName = useKindName()
  const language = useLanguage()
  return useMemo(() => {
    const value = (line: Line, text: string | null | undefined) => (text && line.change === 'population' ? sayNumber(Number(text), language) : (text ?? ''))
    const cell = (text: string) => <span className="dw-grid-text" title={text}>{text}</span>
    return [
      { id: 'change', label: t('changes.kind'), width: '9rem', cell: (line) => <Badge tone={TONES[line.change]}>{t(`change.${line.change}`)}</Badge> },
      { id: 'name', label: t('changes.name'), width: 'minmax(14rem, 2fr)', sortKey: 'name', card: 'title', cell: (line) => cell(line.name) },
      { id: 'kind', label: t('changes.organisation'), width: '12rem', card: 'hidden', cell: (line) => cell(kindName(line.kind)) },
      { id: 'key', label: t('changes.key'), width: '9rem', sortKey: 'key', cell: (line) => line.key },
      { id: 'before', label: t('changes.before'), width: 'minmax(9rem, 1fr)', cell: (line) => cell(value(line, line.before)) },
      { id: 'after', label: t('changes.after'), width: 'minmax(9rem, 1fr)', cell: (line) => cell(value(line, line.after)) },
    ]
  }, [t, kindName, language])
}
