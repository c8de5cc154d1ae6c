import { useNavigate, useSearch } from '@tanstack/react-router'
import { useMemo, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { useMay } from '@/api/me'
import { useList } from '@/api/query'
import type { ApiClientView, ApiClientSecret } from '@/api/types'
import { one } from '@/lib/search'
import { ExportMenu } from '@/pickers/ExportMenu'
import { ProblemNote } from '@/pickers/ProblemNote'
import { Badge } from '@/ui/Badge'
import { Button } from '@/ui/Button'
import { EmptyState } from '@/ui/EmptyState'
import { FilterBar } from '@/ui/FilterBar'
import { KeyIcon, PlusIcon } from '@/ui/icons'
import { PageHeader } from '@/ui/PageHeader'
import { DataTable } from '@/ui/table/DataTable'
import type { Column } from '@/ui/table/types'
import { When } from '@/ui/When'
import { SecretDialog } from '../SecretDialog'
import { ClientDialog } from './ClientDialog'
import { clientList } from './queries'

/** Programs that use the interface. */
export function ClientsPage() {
  const { t } = useTranslation('administration')
  const may = useMay()
  const navigate = useNavigate()
  const [creating, setCreating] = useState(false)
  const [made, setMade] = useState<ApiClientSecret | null>(null)
  const search = useSearch({ strict: false }) as Record<string, string | string[]>
  const q = one(search.q) ?? ''
  const retired = one(search.status) === 'retired'
  const list = useList(clientList({ ...(q ? { q } : {}), ...(retired ? { status: ['retired'] } : {}) }))
  const narrow = (change: { q?: string; status?: string | undefined }) => void navigate({ to: '/administration/api-clients', search: { q, status: retired ? 'retired' : undefined, ...change } as never, replace: true })
  const go = (id: string) => void navigate({ to: `/administration/api-clients/${id}` as never })
  const columns = useColumns()
  const create = may('api_client:write') ? <Button variant="primary" icon={<PlusIcon aria-hidden="true" />} onPress={() => setCreating(true)}>{t('clients.create')}</Button> : undefined
  return (
    <div className="dw-page dw-page--fill">
      <PageHeader title={t('nav.clients')} actions={<><ExportMenu list="/api/v1/api-clients" filter={{ q, ...(retired ? { status: 'retired' } : {}) }} columns={['name', 'status', 'scopes', 'last_used_at', 'expires_at']} />{create}</>} />
      <FilterBar
        query={{ value: q, onChange: (text) => narrow({ q: text }), placeholder: t('clients.search') }}
        chips={retired ? [{ id: 'retired', name: t('clients.status'), value: t('clients.status_retired'), onRemove: () => narrow({ status: undefined }) }] : []}
        available={retired ? [] : [{ id: 'retired', label: t('clients.status_retired'), onAdd: () => narrow({ status: 'retired' }) }]}
      />
      {list.problem ? <ProblemNote problem={list.problem} /> : (
        <DataTable
          label={t('nav.clients')} columns={columns} {...list} rowId={(client) => client.id} rowLabel={(client) => client.name} rowHref={(client) => `/administration/api-clients/${client.id}`} onOpen={(client) => go(client.id)}
          empty={<EmptyState icon={KeyIcon} title={t('clients.empty')} actions={create}>{t('clients.empty_text')}</EmptyState>}
        />
      )}
      {creating ? <ClientDialog onClose={() => setCreating(false)} onMade={(result) => { setCreating(false); setMade(result) }} /> : null}
      {made ? <SecretDialog title={t('clients.made', { name: made.client.name })} more={{ label: t('clients.id'), value: made.client.id }} secret={made.secret} onClose={() => { const { id } = made.client; setMade(null); go(id) }} /> : null}
    </div>
  )
}

function useColumns(): Column<ApiClientView>[] {
  const { t } = useTranslation('administration')
  return useMemo(
    () => [
      { id: 'name', label: t('clients.name'), width: 'minmax(12rem, 2fr)', card: 'title', cell: (client) => client.name },
      { id: 'status', label: t('clients.status'), width: '8rem', cell: (client) => <Badge tone={client.status === 'active' ? 'success' : 'neutral'}>{t(`clients.status_${client.status}`)}</Badge> },
      { id: 'scopes', label: t('clients.scopes'), width: 'minmax(12rem, 2fr)', cell: (client) => <span className="dw-grid-text">{client.scopes.join(', ')}</span> },
      { id: 'used', label: t('clients.used'), width: '10rem', cell: (client) => (client.last_used_at ? <When value={client.last_used_at} /> : <span className="dw-muted">{t('clients.never')}</span>) },
      { id: 'expires', label: t('clients.expires'), width: '9rem', cell: (client) => (client.expires_at ? <When value={client.expires_at} /> : '–') },
    ],
    [t],
  )
}
