import { useQuery } from '@tanstack/react-query'
import { useNavigate, useParams } from '@tanstack/react-router'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { Tagged } from '@/api/client'
import { useMay } from '@/api/me'
import { useList } from '@/api/query'
import type { RoleView } from '@/api/types'
import { PageProblem } from '@/pickers/PageProblem'
import { ProblemNote } from '@/pickers/ProblemNote'
import { Badge } from '@/ui/Badge'
import { Button, LinkButton } from '@/ui/Button'
import { Confirm } from '@/ui/Dialog'
import { DeleteIcon, EditIcon } from '@/ui/icons'
import { PageHeader } from '@/ui/PageHeader'
import { PageSkeleton, Skeleton } from '@/ui/Skeleton'
import { toasts } from '@/ui/toasts'
import { useLanguage } from '@/ui/When'
import { PermissionGroups } from './Permissions'
import { grantList, role, useDeleteRole } from './queries'
import { RoleDialog, RoleEditDialog } from './RoleDialog'

/** One role in words: what it allows and what not. */
export function RolePage() {
  const { t } = useTranslation('administration')
  const { id } = useParams({ strict: false }) as { id: string }
  const { data, error } = useQuery(role(id))
  if (error && !data) return <PageProblem error={error} back={{ label: t('nav.roles'), href: '/administration/roles' }} />
  if (!data) return <PageSkeleton />
  return <Loaded key={id} current={data} />
}

function Loaded({ current }: { current: Tagged<RoleView> }) {
  const { t } = useTranslation('administration')
  const may = useMay()
  const language = useLanguage()
  const navigate = useNavigate()
  const [open, setOpen] = useState<'edit' | 'copy' | 'delete' | null>(null)
  const { view } = current
  return (
    <div className="dw-page">
      <PageHeader
        title={language === 'en' ? view.name_en : view.name_de} crumbs={[{ label: t('nav.roles'), href: '/administration/roles' }]}
        meta={<><span>{view.key}</span><Badge tone={view.shipped ? 'neutral' : 'accent'}>{view.shipped ? t('roles.shipped') : t('roles.own')}</Badge></>}
        actions={
          <>
            <LinkButton href={`/administration/grants?role=${view.id}`}>{t('roles.who')}</LinkButton>
            {may('role:write') ? <Button onPress={() => setOpen('copy')}>{t('roles.copy')}</Button> : null}
            {view.can.includes('update') ? <Button icon={<EditIcon aria-hidden="true" />} onPress={() => setOpen('edit')}>{t('edit')}</Button> : null}
            {view.can.includes('delete') ? <Button variant="danger" icon={<DeleteIcon aria-hidden="true" />} onPress={() => setOpen('delete')}>{t('roles.delete')}</Button> : null}
          </>
        }
      />
      {view.shipped ? <p className="dw-muted">{t('roles.shipped_text')}</p> : null}
      <PermissionGroups held={view.permissions} />
      {open === 'delete' ? <DeleteDialog current={current} onClose={() => setOpen(null)} /> : null}
      {open === 'edit' ? <RoleEditDialog current={current} onClose={() => setOpen(null)} /> : null}
      {open === 'copy' ? <RoleDialog copy={view} onClose={() => setOpen(null)} onDone={(made) => { setOpen(null); void navigate({ to: `/administration/roles/${made.id}` as never }) }} /> : null}
    </div>
  )
}

/** As many holders are named; of more, their number is told. */
const NAMED = 5

/** Names who loses what before it is gone. */
function DeleteDialog({ current, onClose }: { current: Tagged<RoleView>; onClose: () => void }) {
  const { t } = useTranslation('administration')
  const language = useLanguage()
  const navigate = useNavigate()
  const { view, etag } = current
  const name = language === 'en' ? view.name_en : view.name_de
  const { rows, hasMore } = useList(grantList({ role: [view.id] }))
  const remove = useDeleteRole(view.id, () => { toasts.show({ text: t('roles.deleted', { name }) }); void navigate({ to: '/administration/roles' as never }) })
  const holders = [...new Set((rows ?? []).map((grant) => grant.holder.name ?? t('hidden')))]
  const more = holders.length - NAMED
  return (
    <Confirm isOpen onClose={onClose} title={t('roles.delete_title', { name })} confirm={t('roles.delete')} onConfirm={() => remove.mutate(etag)} isPending={remove.isPending}>
      <ProblemNote problem={remove.problem} />
      {rows === undefined ? <Skeleton lines={2} /> : holders.length === 0 ? <p>{t('roles.delete_unused')}</p> : (
        <>
          <p>{t('roles.delete_text')}</p>
          <ul className="dw-lines">
            {holders.slice(0, NAMED).map((holder) => <li key={holder}>{holder}</li>)}
            {more > 0 || hasMore ? <li>{hasMore ? t('roles.delete_many') : t('roles.delete_more', { count: more })}</li> : null}
          </ul>
        </>
      )}
    </Confirm>
  )
}
