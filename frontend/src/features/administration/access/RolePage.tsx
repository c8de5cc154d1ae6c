import { useQuery } from '@tanstack/react-query'
import { useNavigate, useParams } from '@tanstack/react-router'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { Tagged } from '@/api/client'
import { useMay } from '@/api/me'
import { asProblem } from '@/api/problem'
import type { RoleView } from '@/api/types'
import { ProblemNote } from '@/pickers/ProblemNote'
import { Badge } from '@/ui/Badge'
import { Button, LinkButton } from '@/ui/Button'
import { EditIcon } from '@/ui/icons'
import { PageHeader } from '@/ui/PageHeader'
import { PageSkeleton } from '@/ui/Skeleton'
import { useLanguage } from '@/ui/When'
import { PermissionGroups } from './Permissions'
import { role } from './queries'
import { RoleDialog, RoleEditDialog } from './RoleDialog'

/** One role in words: what it allows and what not. */
export function RolePage() {
  const { id } = useParams({ strict: false }) as { id: string }
  const { data, error } = useQuery(role(id))
  if (error && !data) return <div className="dw-page"><ProblemNote problem={asProblem(error)} /></div>
  if (!data) return <PageSkeleton />
  return <Loaded key={id} current={data} />
}

function Loaded({ current }: { current: Tagged<RoleView> }) {
  const { t } = useTranslation('administration')
  const may = useMay()
  const language = useLanguage()
  const navigate = useNavigate()
  const [open, setOpen] = useState<'edit' | 'copy' | null>(null)
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
          </>
        }
      />
      {view.shipped ? <p className="dw-muted">{t('roles.shipped_text')}</p> : null}
      <PermissionGroups held={view.permissions} />
      {open === 'edit' ? <RoleEditDialog current={current} onClose={() => setOpen(null)} /> : null}
      {open === 'copy' ? <RoleDialog copy={view} onClose={() => setOpen(null)} onDone={(made) => { setOpen(null); void navigate({ to: `/administration/roles/${made.id}` as never }) }} /> : null}
    </div>
  )
}
