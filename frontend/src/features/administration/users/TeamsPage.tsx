import { useNavigate, useSearch } from '@tanstack/react-router'
import { useMemo, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { useMay } from '@/api/me'
import { useList } from '@/api/query'
import type { TeamView } from '@/api/types'
import { useProblemText } from '@/api/useProblemText'
import { one } from '@/lib/search'
import { ExportMenu } from '@/pickers/ExportMenu'
import { ProblemNote } from '@/pickers/ProblemNote'
import { Button } from '@/ui/Button'
import { EmptyState } from '@/ui/EmptyState'
import { FilterBar } from '@/ui/FilterBar'
import { FormDialog } from '@/ui/FormDialog'
import { PlusIcon, TeamIcon } from '@/ui/icons'
import { NameOf } from '@/ui/NameOf'
import { PageHeader } from '@/ui/PageHeader'
import { DataTable } from '@/ui/table/DataTable'
import { readSort, sortParam, type Column } from '@/ui/table/types'
import { TextField } from '@/ui/TextField'
import { teamList, useCreateTeam } from './queries'

/** Teams and who is in them. */
export function TeamsPage() {
  const { t } = useTranslation('administration')
  const may = useMay()
  const navigate = useNavigate()
  const [creating, setCreating] = useState(false)
  const raw = useSearch({ strict: false }) as Record<string, string | string[]>
  const [q, sort] = [one(raw.q) ?? '', one(raw.sort) ?? 'name']
  const list = useList(teamList({ ...(q ? { q } : {}), sort }))
  const set = (change: { q?: string; sort?: string }) => void navigate({ to: '/administration/teams', search: { ...(q ? { q } : {}), sort, ...change } as never, replace: true })
  const open = (team: TeamView) => void navigate({ to: `/administration/teams/${team.id}` as never })
  const columns = useColumns()
  const create = may('user:write') ? <Button variant="primary" icon={<PlusIcon aria-hidden="true" />} onPress={() => setCreating(true)}>{t('teams.create')}</Button> : undefined
  return (
    <div className="dw-page dw-page--fill">
      <PageHeader title={t('nav.teams')} actions={<><ExportMenu list="/api/v1/teams" filter={{ q, sort }} columns={['name', 'members.name']} />{create}</>} />
      <FilterBar query={{ value: q, onChange: (text) => set({ q: text }), placeholder: t('teams.search') }} chips={[]} />
      {list.problem ? <ProblemNote problem={list.problem} /> : (
        <DataTable
          label={t('nav.teams')} columns={columns} {...list} rowId={(team) => team.id} rowLabel={(team) => team.name} rowHref={(team) => `/administration/teams/${team.id}`} onOpen={open}
          sort={readSort(sort)} onSort={(next) => set({ sort: sortParam(next) })}
          empty={<EmptyState icon={TeamIcon} title={t('teams.empty')} actions={create}>{t('teams.empty_text')}</EmptyState>}
        />
      )}
      {creating ? <CreateDialog onClose={() => setCreating(false)} onDone={(made) => { setCreating(false); open(made) }} /> : null}
    </div>
  )
}

function CreateDialog({ onClose, onDone }: { onClose: () => void; onDone: (made: TeamView) => void }) {
  const { t } = useTranslation('administration')
  const say = useProblemText()
  const [name, setName] = useState('')
  const create = useCreateTeam(onDone)
  const { problem } = create
  return (
    <FormDialog title={t('teams.create')} submit={t('create')} onClose={onClose} onSubmit={() => create.mutate(name.trim())} isPending={create.isPending} problem={problem ? say(problem) : undefined}>
      <TextField label={t('teams.name')} pointer="/name" value={name} onChange={setName} error={problem?.at('/name')} description={t('teams.name_hint')} maxLength={200} isRequired />
    </FormDialog>
  )
}

function useColumns(): Column<TeamView>[] {
  const { t } = useTranslation('administration')
  return useMemo(
    () => [
      { id: 'name', label: t('teams.name'), width: 'minmax(14rem, 1fr)', sortKey: 'name', card: 'title', cell: (team) => team.name },
      { id: 'count', label: t('teams.count'), width: '7rem', align: 'end', cell: (team) => team.members.length },
      { id: 'members', label: t('teams.members'), width: 'minmax(16rem, 2fr)', cell: (team) => <span className="dw-grid-text">{team.members.map((member, index) => <span key={member.id}>{index > 0 ? ', ' : ''}<NameOf of={member} /></span>)}</span> },
    ],
    [t],
  )
}
