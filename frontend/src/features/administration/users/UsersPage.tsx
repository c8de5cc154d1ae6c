import { useNavigate, useSearch } from '@tanstack/react-router'
import { useMemo, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { useMay } from '@/api/me'
import { useList } from '@/api/query'
import type { UserStatus, UserView } from '@/api/types'
import { many, one } from '@/lib/search'
import { ExportMenu } from '@/pickers/ExportMenu'
import { ProblemNote } from '@/pickers/ProblemNote'
import { Badge } from '@/ui/Badge'
import { Button } from '@/ui/Button'
import { EmptyState } from '@/ui/EmptyState'
import { FilterBar } from '@/ui/FilterBar'
import { PlusIcon, UserIcon } from '@/ui/icons'
import { NameOf } from '@/ui/NameOf'
import { PageHeader } from '@/ui/PageHeader'
import { DataTable } from '@/ui/table/DataTable'
import { readSort, sortParam, type Column } from '@/ui/table/types'
import { When } from '@/ui/When'
import { InviteSelected } from './InviteSelected'
import { userList, type UserFilter } from './queries'
import { UserDialog } from './UserDialog'

/** Everybody who can log in. */
export function UsersPage() {
  const { t } = useTranslation('administration')
  const may = useMay()
  const navigate = useNavigate()
  const [creating, setCreating] = useState(false)
  const [selected, setSelected] = useState<ReadonlySet<string>>(new Set())
  const raw = useSearch({ strict: false }) as Record<string, string | string[]>
  const status = many(raw.status) as UserStatus[]
  const filter: UserFilter = { ...(one(raw.q) ? { q: one(raw.q) ?? '' } : {}), ...(status.length > 0 ? { status } : {}), ...(one(raw.sort) ? { sort: one(raw.sort) ?? '' } : {}) }
  const list = useList(userList(filter))
  const columns = useColumns()
  const set = (change: UserFilter) => void navigate({ to: '/administration/users', search: { ...filter, ...change } as never, replace: true })
  const open = (user: UserView) => void navigate({ to: `/administration/users/${user.id}` as never })
  const create = may('user:write') ? <Button variant="primary" icon={<PlusIcon aria-hidden="true" />} onPress={() => setCreating(true)}>{t('users.create')}</Button> : undefined
  return (
    <div className="dw-page dw-page--fill">
      <PageHeader title={t('nav.users')} actions={<><ExportMenu list="/api/v1/users" filter={filter} columns={['name', 'login', 'status', 'has_password', 'teams.name', 'created_at']} />{create}</>} />
      <FilterBar
        query={{ value: filter.q ?? '', onChange: (q) => set({ q }), placeholder: t('users.search') }}
        chips={status.map((id) => ({ id, name: t('users.status'), value: t(`users.status_${id}`), onRemove: () => set({ status: status.filter((other) => other !== id) }) }))}
        available={(['active', 'inactive'] as const).filter((id) => !status.includes(id)).map((id) => ({ id, label: t(`users.status_${id}`), onAdd: () => set({ status: [...status, id] }) }))}
        onClear={() => set({ status: [] })}
        end={may('user:write') ? <InviteSelected rows={list.rows ?? []} selected={selected} onDone={() => setSelected(new Set())} /> : undefined}
      />
      {list.problem ? <ProblemNote problem={list.problem} /> : (
        <DataTable
          label={t('nav.users')} columns={columns} {...list} rowId={(user) => user.id} rowLabel={(user) => user.name} rowHref={(user) => `/administration/users/${user.id}`} onOpen={open}
          {...(may('user:write') ? { selected, onSelect: setSelected } : {})}
          sort={readSort(filter.sort ?? 'name')} onSort={(next) => set({ sort: sortParam(next) })}
          empty={<EmptyState icon={UserIcon} title={t('users.empty')} actions={create}>{t('users.empty_text')}</EmptyState>}
        />
      )}
      {creating ? <UserDialog onClose={() => setCreating(false)} onDone={(made) => { setCreating(false); open(made) }} /> : null}
    </div>
  )
}

function useColumns(): Column<UserView>[] {
  const { t } = useTranslation('administration')
  return useMemo(
    () => [
      { id: 'name', label: t('users.name'), width: 'minmax(12rem, 2fr)', sortKey: 'name', card: 'title', cell: (user) => user.name },
      { id: 'login', label: t('users.login'), width: 'minmax(9rem, 1fr)', sortKey: 'login', cell: (user) => user.login },
      { id: 'status', label: t('users.status'), width: '8rem', cell: (user) => <Badge tone={user.status === 'active' ? 'success' : 'neutral'}>{t(`users.status_${user.status}`)}</Badge> },
      { id: 'password', label: t('users.password'), width: '9rem', cell: (user) => (user.has_password ? t('users.has_password') : <Badge tone="warning">{t('users.no_password')}</Badge>) },
      { id: 'teams', label: t('nav.teams'), width: 'minmax(10rem, 2fr)', cell: (user) => (user.teams.length === 0 ? '–' : <span className="dw-grid-text">{user.teams.map((team, index) => <span key={team.id}>{index > 0 ? ', ' : ''}<NameOf of={team} /></span>)}</span>) },
      { id: 'created', label: t('users.created'), width: '9rem', sortKey: 'created_at', card: 'hidden', cell: (user) => <When value={user.created_at} /> },
    ],
    [t],
  )
}
