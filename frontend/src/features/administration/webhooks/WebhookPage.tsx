import { useQuery } from '@tanstack/react-query'
import { useNavigate, useParams } from '@tanstack/react-router'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { Tagged } from '@/api/client'
import type { WebhookView } from '@/api/types'
import { PageProblem } from '@/pickers/PageProblem'
import { ProblemNote } from '@/pickers/ProblemNote'
import { Badge } from '@/ui/Badge'
import { Button, IconButton } from '@/ui/Button'
import { DescriptionList } from '@/ui/DescriptionList'
import { Confirm } from '@/ui/Dialog'
import { EditIcon, MoreIcon } from '@/ui/icons'
import { Menu } from '@/ui/Menu'
import { NameOf } from '@/ui/NameOf'
import { PageHeader } from '@/ui/PageHeader'
import { PageSkeleton } from '@/ui/Skeleton'
import { toasts } from '@/ui/toasts'
import { When } from '@/ui/When'
import { RotateDialog } from '../RotateDialog'
import { SecretDialog } from '../SecretDialog'
import { Deliveries } from './Deliveries'
import { useChangeWebhook, useDeleteWebhook, useRotateWebhook, useTestWebhook, webhook } from './queries'
import { WebhookEditDialog } from './WebhookDialog'
import { WebhookState } from './WebhookState'

/** One webhook with its log of deliveries. */
export function WebhookPage() {
  const { t } = useTranslation('administration')
  const { id } = useParams({ strict: false }) as { id: string }
  const { data, error } = useQuery(webhook(id))
  if (error && !data) return <PageProblem error={error} back={{ label: t('nav.webhooks'), href: '/administration/webhooks' }} />
  if (!data) return <PageSkeleton />
  return <Loaded key={id} current={data} />
}

function Loaded({ current }: { current: Tagged<WebhookView> }) {
  const { t } = useTranslation('administration')
  const { view } = current
  return (
    <div className="dw-page dw-page--fill">
      <PageHeader title={view.name} crumbs={[{ label: t('nav.webhooks'), href: '/administration/webhooks' }]} meta={<WebhookState hook={view} />} actions={<Acts current={current} />} />
      <section className="dw-card dw-section">
        <DescriptionList
          items={[
            { term: t('webhooks.url'), value: view.url },
            { term: t('webhooks.events'), value: <span className="dw-row">{view.events.map((event) => <Badge key={event}>{event}</Badge>)}</span> },
            { term: t('webhooks.owner'), value: <><NameOf of={view.owner} /> <span className="dw-muted dw-small">{t('webhooks.owner_hint')}</span></> },
            {
              term: t('secret.title'),
              value: <ul>{view.secrets.map((one) => <li key={one.id}>{t('secret.since')} <When value={one.created_at} />{one.expires_at ? <> · {t('secret.until')} <When value={one.expires_at} /></> : null}</li>)}</ul>,
            },
          ]}
        />
      </section>
      <Deliveries hook={view} />
    </div>
  )
}

type Open = 'edit' | 'rotate' | 'delete' | null

function Acts({ current }: { current: Tagged<WebhookView> }) {
  const { t } = useTranslation('administration')
  const navigate = useNavigate()
  const { view, etag } = current
  const [open, setOpen] = useState<Open>(null)
  const [secret, setSecret] = useState<string | null>(null)
  const close = () => setOpen(null)
  const toggle = useChangeWebhook(view.id, () => toasts.show({ text: t('saved') }))
  const test = useTestWebhook(view.id, () => toasts.show({ text: t('webhooks.tested') }))
  const rotate = useRotateWebhook(view.id, (made) => { close(); setSecret(made.secret) })
  const remove = useDeleteWebhook(view.id, () => { close(); toasts.show({ text: t('webhooks.deleted', { name: view.name }) }); void navigate({ to: '/administration/webhooks' as never }) })
  const can = (act: string) => view.can.includes(act)
  const entries = [
    ...(can('update') ? [{ id: 'toggle', label: view.active ? t('webhooks.switch_off') : t('webhooks.switch_on'), onAction: () => toggle.mutate({ body: { active: !view.active }, etag }) }] : []),
    ...(can('rotate_secret') ? [{ id: 'rotate', label: t('secret.rotate'), onAction: () => setOpen('rotate') }] : []),
    ...(can('delete') ? [{ id: 'delete', label: t('webhooks.delete'), danger: true, onAction: () => setOpen('delete') }] : []),
  ]
  return (
    <>
      {can('test') ? <Button onPress={() => test.mutate(undefined)} isPending={test.isPending}>{t('webhooks.test')}</Button> : null}
      {can('update') ? <Button icon={<EditIcon aria-hidden="true" />} onPress={() => setOpen('edit')}>{t('edit')}</Button> : null}
      {entries.length > 0 ? <Menu label={t('more_acts')} trigger={<IconButton label={t('more_acts')} icon={<MoreIcon />} noTooltip />} groups={[{ id: 'acts', title: t('more_acts'), hideTitle: true, entries }]} /> : null}
      <ProblemNote problem={toggle.problem ?? test.problem} />
      {open === 'edit' ? <WebhookEditDialog current={current} onClose={close} /> : null}
      {open === 'rotate' ? <RotateDialog name={view.name} onClose={close} onRotate={(seconds) => rotate.mutate(seconds)} isPending={rotate.isPending} problem={rotate.problem} /> : null}
      {secret ? <SecretDialog title={t('secret.new', { name: view.name })} secret={secret} onClose={() => setSecret(null)} /> : null}
      <Confirm isOpen={open === 'delete'} onClose={() => { close(); remove.reset() }} title={t('webhooks.delete_title', { name: view.name })} confirm={t('webhooks.delete')} onConfirm={() => remove.mutate(etag)} isPending={remove.isPending}>
        <ProblemNote problem={remove.problem} />
        <p>{t('webhooks.delete_text')}</p>
      </Confirm>
    </>
  )
}
