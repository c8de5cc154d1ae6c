import { useQuery } from '@tanstack/react-query'
import { useParams } from '@tanstack/react-router'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { PageProblem } from '@/pickers/PageProblem'
import { useKindName } from '@/pickers/labels'
import { Badge } from '@/ui/Badge'
import { Button, IconButton } from '@/ui/Button'
import { EditIcon, MoreIcon, TreeIcon } from '@/ui/icons'
import { Menu } from '@/ui/Menu'
import { PageHeader } from '@/ui/PageHeader'
import { PageSkeleton } from '@/ui/Skeleton'
import type { Tagged } from '@/api/client'
import type { OrganisationView } from '@/api/types'
import { OrganisationCreateDialog } from './OrganisationCreateDialog'
import { OrganisationDetail } from './OrganisationDetail'
import { OrganisationEditDialog } from './OrganisationEditDialog'
import { organisation } from './queries'
import { SucceedDialog } from './SucceedDialog'
import './organisations.css'

/** One organisation: facts, persons, history, and what may be done with it. */
export function OrganisationPage() {
  const { t } = useTranslation('organisations')
  const { id } = useParams({ strict: false }) as { id: string }
  const { data, error } = useQuery(organisation(id))
  if (error && !data) return <PageProblem error={error} back={{ label: t('tree.title'), href: '/organisations' }} />
  if (!data) return <PageSkeleton />
  return <Loaded key={id} current={data} />
}

function Loaded({ current }: { current: Tagged<OrganisationView> }) {
  const { t } = useTranslation('organisations')
  const kindName = useKindName()
  const { view } = current
  const crumbs = [{ label: t('tree.title'), href: '/organisations' }, ...view.path.map((place) => ({ label: place.name ?? t('hidden'), href: `/organisations/${place.id}` }))]
  const meta = (
    <>
      <Badge>{view.designation ?? kindName(view.kind)}</Badge>
      {view.ags ? <span>{`AGS ${view.ags}`}</span> : null}
      {view.valid_to ? <Badge tone="warning">{t('detail.ended')}</Badge> : null}
    </>
  )
  return (
    <div className="dw-page">
      <PageHeader title={view.name} crumbs={crumbs} meta={meta} actions={<Acts current={current} />} />
      <OrganisationDetail current={current} />
    </div>
  )
}

function Acts({ current }: { current: Tagged<OrganisationView> }) {
  const { t } = useTranslation('organisations')
  const [open, setOpen] = useState<'edit' | 'succeed' | 'create' | null>(null)
  const { view } = current
  const close = () => setOpen(null)
  const update = view.can.includes('update')
  const entries = [
    { id: 'tree', label: t('detail.in_tree'), icon: <TreeIcon aria-hidden="true" />, href: `/organisations?id=${view.id}` },
    ...(update ? [{ id: 'create', label: t('create.below'), onAction: () => setOpen('create') }] : []),
    ...(view.can.includes('succeed') && !view.valid_to ? [{ id: 'succeed', label: t('succeed.open'), onAction: () => setOpen('succeed') }] : []),
  ]
  return (
    <>
      {update ? <Button icon={<EditIcon aria-hidden="true" />} onPress={() => setOpen('edit')}>{t('edit.open')}</Button> : null}
      <Menu label={t('more_acts')} trigger={<IconButton label={t('more_acts')} icon={<MoreIcon />} noTooltip />} groups={[{ id: 'acts', title: t('more_acts'), hideTitle: true, entries }]} />
      {open === 'edit' ? <OrganisationEditDialog current={current} onClose={close} /> : null}
      {open === 'succeed' ? <SucceedDialog current={current} onClose={close} /> : null}
      {open === 'create' ? <OrganisationCreateDialog parent={{ id: view.id, name: view.name }} onClose={close} onDone={close} /> : null}
    </>
  )
}
