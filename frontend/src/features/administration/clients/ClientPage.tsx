import { useQuery } from '@tanstack/react-query'
import { useParams } from '@tanstack/react-router'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { Tagged } from '@/api/client'
import type { ApiClientView } from '@/api/types'
import { PageProblem } from '@/pickers/PageProblem'
import { ProblemNote } from '@/pickers/ProblemNote'
import { Badge } from '@/ui/Badge'
import { Button } from '@/ui/Button'
import { CopyField } from '@/ui/CopyField'
import { DescriptionList } from '@/ui/DescriptionList'
import { Confirm } from '@/ui/Dialog'
import { EditIcon, RenewIcon } from '@/ui/icons'
import { PageHeader } from '@/ui/PageHeader'
import { PageSkeleton } from '@/ui/Skeleton'
import { toasts } from '@/ui/toasts'
import { When } from '@/ui/When'
import { HeldGrants } from '../access/HeldGrants'
import { PermissionGroups } from '../access/Permissions'
import { RotateDialog } from '../RotateDialog'
import { SecretDialog } from '../SecretDialog'
import { ClientEditDialog } from './ClientDialog'
import { client, useChangeClient, useRemoveClientSecret, useRetireClient, useRotateClient } from './queries'

/** One API client: secrets, limits, roles. */
export function ClientPage() {
  const { t } = useTranslation('administration')
  const { id } = useParams({ strict: false }) as { id: string }
  const { data, error } = useQuery(client(id))
  if (error && !data) return <PageProblem error={error} back={{ label: t('nav.clients'), href: '/administration/api-clients' }} />
  if (!data) return <PageSkeleton />
  return <Loaded key={id} current={data} />
}

function Loaded({ current }: { current: Tagged<ApiClientView> }) {
  const { t } = useTranslation('administration')
  const [editing, setEditing] = useState(false)
  const [retiring, setRetiring] = useState(false)
  const { view, etag } = current
  const active = view.status === 'active'
  const toggle = useChangeClient(view.id, () => toasts.show({ text: t('saved') }))
  const retire = useRetireClient(view.id, () => { setRetiring(false); toasts.show({ text: t('clients.retired', { name: view.name }) }) })
  const update = view.can.includes('update')
  return (
    <div className="dw-page">
      <PageHeader
        title={view.name} crumbs={[{ label: t('nav.clients'), href: '/administration/api-clients' }]}
        meta={<Badge tone={active ? 'success' : 'neutral'}>{t(`clients.status_${view.status}`)}</Badge>}
        actions={update ? (
          <>
            <Button onPress={() => toggle.mutate({ body: { status: active ? 'inactive' : 'active' }, etag })} isPending={toggle.isPending}>{active ? t('clients.switch_off') : t('clients.switch_on')}</Button>
            <Button icon={<EditIcon aria-hidden="true" />} onPress={() => setEditing(true)}>{t('edit')}</Button>
            {view.can.includes('retire') ? <Button variant="danger" onPress={() => setRetiring(true)}>{t('clients.retire')}</Button> : null}
          </>
        ) : undefined}
      />
      <ProblemNote problem={toggle.problem} />
      {view.status === 'retired' ? <p className="dw-muted">{t('clients.retired_text')}</p> : null}
      <div className="dw-columns">
        <div>
          <section className="dw-card dw-section">
            <h2>{t('clients.account')}</h2>
            <CopyField label={t('clients.id')} value={view.id} description={t('clients.id_hint')} />
            <DescriptionList
              items={[
                { term: t('clients.used'), value: view.last_used_at ? <When value={view.last_used_at} /> : t('clients.never') },
                { term: t('clients.expires'), value: view.expires_at ? <When value={view.expires_at} /> : t('clients.no_end') },
              ]}
            />
          </section>
          <section className="dw-card dw-section">
            <h2>{t('clients.scopes')}</h2>
            <p className="dw-muted dw-small">{t('clients.scopes_hint')}</p>
            <PermissionGroups held={view.scopes} brief />
          </section>
        </div>
        <div>
          <section className="dw-card dw-section"><Secrets view={view} /></section>
          <section className="dw-card dw-section"><HeldGrants holder={{ kind: 'api_client', id: view.id, name: view.name }} mayGrant={update} /></section>
        </div>
      </div>
      <Confirm isOpen={retiring} onClose={() => { setRetiring(false); retire.reset() }} title={t('clients.retire_title', { name: view.name })} confirm={t('clients.retire_send')} onConfirm={() => retire.mutate(etag)} isPending={retire.isPending}>
        <ProblemNote problem={retire.problem} />
        <p>{t('clients.retire_text')}</p>
      </Confirm>
      {editing ? <ClientEditDialog current={current} onClose={() => setEditing(false)} /> : null}
    </div>
  )
}

function Secrets({ view }: { view: ApiClientView }) {
  const { t } = useTranslation('administration')
  const [rotating, setRotating] = useState(false)
  const [secret, setSecret] = useState<string | null>(null)
  const [removing, setRemoving] = useState<string | null>(null)
  const rotate = useRotateClient(view.id, (made) => { setRotating(false); setSecret(made.secret) })
  const remove = useRemoveClientSecret(view.id, () => { setRemoving(null); toasts.show({ text: t('secret.removed') }) })
  return (
    <>
      <div className="dw-section-head">
        <h2>{t('secret.title')}</h2>
        {view.can.includes('rotate_secret') ? <Button small icon={<RenewIcon aria-hidden="true" />} onPress={() => setRotating(true)}>{t('secret.rotate')}</Button> : null}
      </div>
      <ul className="dw-lines">
        {view.secrets.map((one) => (
          <li key={one.id}>
            <span className="dw-grow">{t('secret.since')} <When value={one.created_at} />{one.expires_at ? <> · {t('secret.until')} <When value={one.expires_at} /></> : null}</span>
            {view.can.includes('remove_secret') ? <Button small variant="quiet" onPress={() => setRemoving(one.id)}>{t('secret.remove')}</Button> : null}
          </li>
        ))}
      </ul>
      {view.secrets.length === 0 ? <p className="dw-muted">{t('secret.none')}</p> : null}
      {rotating ? <RotateDialog name={view.name} onClose={() => setRotating(false)} onRotate={(seconds) => rotate.mutate(seconds)} isPending={rotate.isPending} problem={rotate.problem} /> : null}
      {secret ? <SecretDialog title={t('secret.new', { name: view.name })} more={{ label: t('clients.id'), value: view.id }} secret={secret} onClose={() => setSecret(null)} /> : null}
      <Confirm isOpen={removing !== null} onClose={() => { setRemoving(null); remove.reset() }} title={t('secret.remove_title')} confirm={t('secret.remove')} onConfirm={() => removing && remove.mutate(removing)} isPending={remove.isPending}>
        <ProblemNote problem={remove.problem} />
        <p>{t('secret.remove_text', { name: view.name })}</p>
      </Confirm>
    </>
  )
}
