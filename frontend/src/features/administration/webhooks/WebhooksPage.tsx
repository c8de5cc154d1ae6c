import { useNavigate } from '@tanstack/react-router'
import { useMemo, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { useMay } from '@/api/me'
import { useList } from '@/api/query'
import type { WebhookView, WebhookWithSecret } from '@/api/types'
import { ExportMenu } from '@/pickers/ExportMenu'
import { ProblemNote } from '@/pickers/ProblemNote'
import { Badge } from '@/ui/Badge'
import { Button } from '@/ui/Button'
import { EmptyState } from '@/ui/EmptyState'
import { PlusIcon, WebhookIcon } from '@/ui/icons'
import { NameOf } from '@/ui/NameOf'
import { PageHeader } from '@/ui/PageHeader'
import { DataTable } from '@/ui/table/DataTable'
import type { Column } from '@/ui/table/types'
import { SecretDialog } from '../SecretDialog'
import { webhookList } from './queries'
import { WebhookDialog } from './WebhookDialog'
import { WebhookState } from './WebhookState'

/** Where Dienstweg tells others what happened. */
export function WebhooksPage() {
  const { t } = useTranslation('administration')
  const may = useMay()
  const navigate = useNavigate()
  const [creating, setCreating] = useState(false)
  const [made, setMade] = useState<WebhookWithSecret | null>(null)
  const list = useList(webhookList())
  const go = (id: string) => void navigate({ to: `/administration/webhooks/${id}` as never })
  const columns = useColumns()
  const create = may('webhook:write') ? <Button variant="primary" icon={<PlusIcon aria-hidden="true" />} onPress={() => setCreating(true)}>{t('webhooks.create')}</Button> : undefined
  return (
    <div className="dw-page dw-page--fill">
      <PageHeader title={t('nav.webhooks')} actions={<><ExportMenu list="/api/v1/webhooks" columns={['name', 'active', 'disabled_reason', 'url', 'events', 'owner.name']} />{create}</>} />
      {list.problem ? <ProblemNote problem={list.problem} /> : (
        <DataTable
          label={t('nav.webhooks')} columns={columns} {...list} rowId={(hook) => hook.id} rowLabel={(hook) => hook.name} rowHref={(hook) => `/administration/webhooks/${hook.id}`} onOpen={(hook) => go(hook.id)}
          empty={<EmptyState icon={WebhookIcon} title={t('webhooks.empty')} actions={create}>{t('webhooks.empty_text')}</EmptyState>}
        />
      )}
      {creating ? <WebhookDialog onClose={() => setCreating(false)} onMade={(result) => { setCreating(false); setMade(result) }} /> : null}
      {made ? <SecretDialog title={t('webhooks.made', { name: made.webhook.name })} secret={made.secret} onClose={() => { const { id } = made.webhook; setMade(null); go(id) }} /> : null}
    </div>
  )
}

function useColumns(): Column<WebhookView>[] {
  const { t } = useTranslation('administration')
  return useMemo(
    () => [
      { id: 'name', label: t('webhooks.name'), width: 'minmax(14rem, 1.2fr)', card: 'title', cell: (hook) => hook.name },
      { id: 'state', label: t('webhooks.state'), width: '9rem', cell: (hook) => <WebhookState hook={hook} /> },
      { id: 'url', label: t('webhooks.url'), width: 'minmax(13rem, 1.6fr)', cell: (hook) => <span className="dw-grid-text" title={hook.url}>{hook.url}</span> },
      { id: 'events', label: t('webhooks.events'), width: 'minmax(15rem, 1fr)', cell: (hook) => <span className="dw-row">{hook.events.slice(0, 2).map((event) => <Badge key={event}>{event}</Badge>)}{hook.events.length > 2 ? <span className="dw-muted">{`+${hook.events.length - 2}`}</span> : null}</span> },
      { id: 'owner', label: t('webhooks.owner'), width: 'minmax(9rem, 1fr)', cell: (hook) => <NameOf of={hook.owner} /> },
    ],
    [t],
  )
}
