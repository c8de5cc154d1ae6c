import { useNavigate } from '@tanstack/react-router'
import { useMemo, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { useMay } from '@/api/me'
import { useList } from '@/api/query'
import type { MarketplaceSource, MarketplaceSourceWithSecret } from '@/api/types'
import { useProblemText } from '@/api/useProblemText'
import { ClientPicker } from '@/pickers/ClientPicker'
import { ExportMenu } from '@/pickers/ExportMenu'
import type { Picked } from '@/pickers/picked'
import { ProblemNote } from '@/pickers/ProblemNote'
import { Button } from '@/ui/Button'
import { EmptyState } from '@/ui/EmptyState'
import { FormDialog } from '@/ui/FormDialog'
import { OrdersIcon, PlusIcon } from '@/ui/icons'
import { NameOf } from '@/ui/NameOf'
import { PageHeader } from '@/ui/PageHeader'
import { DataTable } from '@/ui/table/DataTable'
import type { Column } from '@/ui/table/types'
import { TextField } from '@/ui/TextField'
import { When } from '@/ui/When'
import { SecretDialog } from '../SecretDialog'
import { sourceList, useCreateSource } from './queries'

/** Marketplaces whose orders are taken in. */
export function MarketplacesPage() {
  const { t } = useTranslation('administration')
  const may = useMay()
  const navigate = useNavigate()
  const [creating, setCreating] = useState(false)
  const [made, setMade] = useState<MarketplaceSourceWithSecret | null>(null)
  const list = useList(sourceList())
  const go = (id: string) => void navigate({ to: `/administration/marketplaces/${id}` as never })
  const columns = useColumns()
  const create = may('webhook:write') ? <Button variant="primary" icon={<PlusIcon aria-hidden="true" />} onPress={() => setCreating(true)}>{t('sources.create')}</Button> : undefined
  return (
    <div className="dw-page dw-page--fill">
      <PageHeader title={t('nav.sources')} actions={<><ExportMenu list="/api/v1/marketplace-sources" columns={['key', 'client.name', 'created_at']} />{create}</>} />
      {list.problem ? <ProblemNote problem={list.problem} /> : (
        <DataTable
          label={t('nav.sources')} columns={columns} {...list} rowId={(one) => one.id} rowLabel={(one) => one.key} rowHref={(one) => `/administration/marketplaces/${one.id}`} onOpen={(one) => go(one.id)}
          empty={<EmptyState icon={OrdersIcon} title={t('sources.empty')} actions={create}>{t('sources.empty_text')}</EmptyState>}
        />
      )}
      {creating ? <CreateDialog onClose={() => setCreating(false)} onMade={(result) => { setCreating(false); setMade(result) }} /> : null}
      {made ? <SecretDialog title={t('sources.made', { key: made.source.key })} secret={made.secret} onClose={() => { const { id } = made.source; setMade(null); go(id) }} /> : null}
    </div>
  )
}

function CreateDialog({ onClose, onMade }: { onClose: () => void; onMade: (made: MarketplaceSourceWithSecret) => void }) {
  const { t } = useTranslation('administration')
  const say = useProblemText()
  const [key, setKey] = useState('')
  const [client, setClient] = useState<Picked | null>(null)
  const [tried, setTried] = useState(false)
  const create = useCreateSource(onMade)
  const { problem } = create
  function send() {
    setTried(true)
    if (client) create.mutate({ key: key.trim(), client_id: client.id })
  }
  return (
    <FormDialog title={t('sources.create')} submit={t('create')} onClose={onClose} onSubmit={send} isPending={create.isPending} problem={problem ? say(problem) : undefined}>
      <TextField label={t('sources.key')} pointer="/key" value={key} onChange={setKey} error={problem?.at('/key')} description={t('sources.key_hint')} maxLength={60} isRequired autoComplete="off" />
      <ClientPicker label={t('sources.client')} pointer="/client_id" value={client} onChange={setClient} error={tried && !client ? t('sources.client_missing') : problem?.at('/client_id')} description={t('sources.client_hint')} isRequired />
    </FormDialog>
  )
}

function useColumns(): Column<MarketplaceSource>[] {
  const { t } = useTranslation('administration')
  return useMemo(
    () => [
      { id: 'key', label: t('sources.key'), width: 'minmax(12rem, 1fr)', card: 'title', cell: (one) => one.key },
      { id: 'client', label: t('sources.client'), width: 'minmax(14rem, 2fr)', cell: (one) => <NameOf of={one.client} href={`/administration/api-clients/${one.client.id}`} /> },
      { id: 'created', label: t('users.created'), width: '10rem', cell: (one) => <When value={one.created_at} /> },
    ],
    [t],
  )
}
