import { useNavigate } from '@tanstack/react-router'
import { useMemo, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { useMay } from '@/api/me'
import { useList } from '@/api/query'
import type { RoleView } from '@/api/types'
import { ExportMenu } from '@/pickers/ExportMenu'
import { ProblemNote } from '@/pickers/ProblemNote'
import { Badge } from '@/ui/Badge'
import { Button } from '@/ui/Button'
import { EmptyState } from '@/ui/EmptyState'
import { HelpIcon, PlusIcon, RoleIcon } from '@/ui/icons'
import { PageHeader } from '@/ui/PageHeader'
import { DataTable } from '@/ui/table/DataTable'
import type { Column } from '@/ui/table/types'
import { useLanguage } from '@/ui/When'
import { ExplainDialog } from './ExplainDialog'
import { roleList } from './queries'
import { RoleDialog } from './RoleDialog'

/** All roles: those that come with Dienstweg, and one's own. */
export function RolesPage() {
  const { t } = useTranslation('administration')
  const may = useMay()
  const navigate = useNavigate()
  const [open, setOpen] = useState<'create' | 'explain' | null>(null)
  const list = useList(roleList())
  const language = useLanguage()
  const go = (role: RoleView) => void navigate({ to: `/administration/roles/${role.id}` as never })
  const columns = useColumns()
  return (
    <div className="dw-page dw-page--fill">
      <PageHeader
        title={t('nav.roles')}
        actions={
          <>
            <ExportMenu list="/api/v1/roles" columns={[language === 'en' ? 'name_en' : 'name_de', 'key', 'permissions', 'shipped']} />
            <Button icon={<HelpIcon aria-hidden="true" />} onPress={() => setOpen('explain')}>{t('explain.open')}</Button>
            {may('role:write') ? <Button variant="primary" icon={<PlusIcon aria-hidden="true" />} onPress={() => setOpen('create')}>{t('roles.create')}</Button> : null}
          </>
        }
      />
      {list.problem ? <ProblemNote problem={list.problem} /> : (
        <DataTable
          label={t('nav.roles')} columns={columns} {...list} rowId={(role) => role.id} rowLabel={(role) => role.key} rowHref={(role) => `/administration/roles/${role.id}`} onOpen={go}
          empty={<EmptyState icon={RoleIcon} title={t('roles.empty')} />}
        />
      )}
      {open === 'create' ? <RoleDialog copy={undefined} onClose={() => setOpen(null)} onDone={go} /> : null}
      {open === 'explain' ? <ExplainDialog actor={null} onClose={() => setOpen(null)} /> : null}
    </div>
  )
}

function useColumns(): Column<RoleView>[] {
  const { t } = useTranslation('administration')
  const language = useLanguage()
  return useMemo(
    () => [
      { id: 'name', label: t('roles.name'), width: 'minmax(14rem, 2fr)', card: 'title', cell: (role) => (language === 'en' ? role.name_en : role.name_de) },
      { id: 'key', label: t('roles.key'), width: 'minmax(9rem, 1fr)', cell: (role) => <span className="dw-muted">{role.key}</span> },
      { id: 'count', label: t('roles.permissions'), width: '7rem', align: 'end', cell: (role) => role.permissions.length },
      { id: 'shipped', label: t('roles.origin'), width: '10rem', cell: (role) => <Badge tone={role.shipped ? 'neutral' : 'accent'}>{role.shipped ? t('roles.shipped') : t('roles.own')}</Badge> },
    ],
    [t, language],
  )
}
