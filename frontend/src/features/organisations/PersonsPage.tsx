import { useNavigate, useSearch } from '@tanstack/react-router'
import { useMemo, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { useMay } from '@/api/me'
import { useList } from '@/api/query'
import type { FunctionKind, PersonView } from '@/api/types'
import { many, one } from '@/lib/search'
import { FUNCTIONS, useFunctionName } from '@/pickers/labels'
import { ExportMenu } from '@/pickers/ExportMenu'
import { ProblemNote } from '@/pickers/ProblemNote'
import { Button } from '@/ui/Button'
import { EmptyState } from '@/ui/EmptyState'
import { FilterBar } from '@/ui/FilterBar'
import { PersonIcon, PlusIcon } from '@/ui/icons'
import { PageHeader } from '@/ui/PageHeader'
import { DataTable } from '@/ui/table/DataTable'
import { readSort, sortParam, type Column } from '@/ui/table/types'
import { When } from '@/ui/When'
import { ContactValue } from './Contact'
import { PersonCreateDialog } from './PersonCreateDialog'
import { personList } from './queries'
import './organisations.css'

interface PersonSearch {
  q?: string
  function?: FunctionKind[]
  sort?: string
}

/** Persons found by name in any spelling. */
export function PersonsPage() {
  const { t } = useTranslation('organisations')
  const may = useMay()
  const navigate = useNavigate()
  const functionName = useFunctionName()
  const [creating, setCreating] = useState(false)
  const raw = useSearch({ strict: false }) as Record<string, string | string[]>
  const functions = many(raw.function) as FunctionKind[]
  const sort = one(raw.sort)
  const filter: PersonSearch = { ...(one(raw.q) ? { q: one(raw.q) ?? '' } : {}), ...(functions.length > 0 ? { function: functions } : {}), ...(sort ? { sort } : {}) }
  const list = useList(personList(filter))
  const columns = useColumns()
  const set = (change: PersonSearch) => void navigate({ to: '/organisations/persons', search: { ...filter, ...change } as never, replace: true })
  const open = (person: PersonView) => void navigate({ to: `/organisations/persons/${person.id}` as never })
  const without = (kind: FunctionKind) => functions.filter((other) => other !== kind)
  const create = may('person:write') ? <Button icon={<PlusIcon aria-hidden="true" />} onPress={() => setCreating(true)}>{t('person.create')}</Button> : undefined
  const searching = filter.q !== undefined || functions.length > 0
  return (
    <div className="dw-page dw-page--fill">
      <PageHeader title={t('persons.title')} actions={<><ExportMenu list="/api/v1/persons" filter={filter} columns={['name', 'functions.function', 'functions.organisation.name', 'email', 'phone', 'updated_at']} />{create}</>} />
      <FilterBar
        query={{ value: filter.q ?? '', onChange: (q) => set({ q }), placeholder: t('persons.search') }}
        chips={functions.map((kind) => ({ id: kind, name: t('person.function'), value: functionName(kind), onRemove: () => set({ function: without(kind) }) }))}
        available={FUNCTIONS.filter((kind) => !functions.includes(kind)).map((kind) => ({ id: kind, label: functionName(kind), onAdd: () => set({ function: [...functions, kind] }) }))}
        onClear={() => set({ function: [] })}
      />
      {list.problem ? <ProblemNote problem={list.problem} /> : (
        <DataTable
          label={t('persons.title')} columns={columns} {...list} rowId={(person) => person.id} rowLabel={(person) => person.name}
          rowHref={(person) => `/organisations/persons/${person.id}`} onOpen={open} sort={readSort(sort ?? 'name')} onSort={(next) => set({ sort: sortParam(next) })}
          empty={<EmptyState icon={PersonIcon} title={searching ? t('persons.nothing') : t('persons.empty')} actions={create}>{searching ? t('persons.nothing_text') : t('persons.empty_text')}</EmptyState>}
        />
      )}
      {creating ? <PersonCreateDialog organisation={null} onClose={() => setCreating(false)} onDone={(made) => { setCreating(false); open(made) }} /> : null}
    </div>
  )
}

function useColumns(): Column<PersonView>[] {
  const { t } = useTranslation('organisations')
  const functionName = useFunctionName()
  return useMemo(
    () => [
      { id: 'name', label: t('person.name'), width: 'minmax(12rem, 2fr)', sortKey: 'name', card: 'title', cell: (person) => person.name },
      {
        id: 'functions', label: t('person.functions'), width: 'minmax(16rem, 3fr)',
        cell: ({ functions }) => {
          const text = functions.map((one) => `${functionName(one.function)}, ${one.organisation.name ?? t('hidden')}`).join(' · ')
          return <span className="dw-grid-text" title={text}>{text}</span>
        },
      },
      { id: 'email', label: t('person.email'), width: 'minmax(11rem, 2fr)', cell: (person) => <ContactValue person={person} field="email" /> },
      { id: 'phone', label: t('person.phone'), width: '10rem', cell: (person) => <ContactValue person={person} field="phone" /> },
      { id: 'updated', label: t('person.updated'), width: '9rem', sortKey: 'updated_at', card: 'hidden', cell: (person) => <When value={person.updated_at} /> },
    ],
    [t, functionName],
  )
}
