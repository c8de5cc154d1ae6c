import { useQuery } from '@tanstack/react-query'
import { useNavigate, useParams } from '@tanstack/react-router'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { Tagged } from '@/api/client'
import { apiUrl } from '@/api/config'
import type { MarketplaceSource } from '@/api/types'
import { PageProblem } from '@/pickers/PageProblem'
import { ProblemNote } from '@/pickers/ProblemNote'
import { Button, LinkButton } from '@/ui/Button'
import { CopyField } from '@/ui/CopyField'
import { DescriptionList } from '@/ui/DescriptionList'
import { Confirm } from '@/ui/Dialog'
import { DeleteIcon, RenewIcon } from '@/ui/icons'
import { NameOf } from '@/ui/NameOf'
import { PageHeader } from '@/ui/PageHeader'
import { PageSkeleton } from '@/ui/Skeleton'
import { toasts } from '@/ui/toasts'
import { When } from '@/ui/When'
import { RotateDialog } from '../RotateDialog'
import { SecretDialog } from '../SecretDialog'
import { source, useDeleteSource, useRotateSource } from './queries'

/** One marketplace: where it sends its orders, on whose behalf, and how it signs. */
export function MarketplacePage() {
  const { t } = useTranslation('administration')
  const { id } = useParams({ strict: false }) as { id: string }
  const { data, error } = useQuery(source(id))
  if (error && !data) return <PageProblem error={error} back={{ label: t('nav.sources'), href: '/administration/marketplaces' }} />
  if (!data) return <PageSkeleton />
  return <Loaded key={id} current={data} />
}

function Loaded({ current: { view, etag } }: { current: Tagged<MarketplaceSource> }) {
  const { t } = useTranslation('administration')
  const navigate = useNavigate()
  const [open, setOpen] = useState<'rotate' | 'delete' | null>(null)
  const [secret, setSecret] = useState<string | null>(null)
  const close = () => setOpen(null)
  const rotate = useRotateSource(view.id, (made) => { close(); setSecret(made.secret) })
  const remove = useDeleteSource(view.id, () => { close(); toasts.show({ text: t('sources.deleted', { key: view.key }) }); void navigate({ to: '/administration/marketplaces' as never }) })
  return (
    <div className="dw-page">
      <PageHeader
        title={view.key} crumbs={[{ label: t('nav.sources'), href: '/administration/marketplaces' }]}
        actions={
          <>
            <LinkButton href={`/orders?view=all&source=${view.key}`}>{t('sources.orders')}</LinkButton>
            {view.can.includes('delete') ? <Button variant="danger" icon={<DeleteIcon aria-hidden="true" />} onPress={() => setOpen('delete')}>{t('sources.delete')}</Button> : null}
          </>
        }
      />
      <div className="dw-columns">
        <section className="dw-card dw-section">
          <h2>{t('sources.how')}</h2>
          <CopyField label={t('sources.address')} value={new URL(apiUrl(`/api/v1/marketplace/${view.key}/orders`), window.location.origin).href} description={t('sources.address_hint')} />
          <DescriptionList items={[{ term: t('sources.client'), value: <NameOf of={view.client} href={`/administration/api-clients/${view.client.id}`} /> }, { term: t('users.created'), value: <When value={view.created_at} /> }]} />
        </section>
        <section className="dw-card dw-section">
          <div className="dw-section-head">
            <h2>{t('secret.title')}</h2>
            {view.can.includes('rotate_secret') ? <Button small icon={<RenewIcon aria-hidden="true" />} onPress={() => setOpen('rotate')}>{t('secret.rotate')}</Button> : null}
          </div>
          <ul className="dw-lines">
            {view.secrets.map((one) => <li key={one.id}><span>{t('secret.since')} <When value={one.created_at} />{one.expires_at ? <> · {t('secret.until')} <When value={one.expires_at} /></> : null}</span></li>)}
          </ul>
        </section>
      </div>
      {open === 'rotate' ? <RotateDialog name={view.key} onClose={close} onRotate={(seconds) => rotate.mutate(seconds)} isPending={rotate.isPending} problem={rotate.problem} /> : null}
      {secret ? <SecretDialog title={t('secret.new', { name: view.key })} secret={secret} onClose={() => setSecret(null)} /> : null}
      <Confirm isOpen={open === 'delete'} onClose={() => { close(); remove.reset() }} title={t('sources.delete_title', { key: view.key })} confirm={t('sources.delete')} onConfirm={() => remove.mutate(etag)} isPending={remove.isPending}>
        <ProblemNote problem={remove.problem} />
        <p>{t('sources.delete_text')}</p>
      </Confirm>
    </div>
  )
}
