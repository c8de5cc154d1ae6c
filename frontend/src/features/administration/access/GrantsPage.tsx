import { useNavigate, useSearch } from '@tanstack/react-router'
import { useMemo, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { useMay } from '@/api/me'
import { useList } from '@/api/query'
import type { GrantView } from '@/api/types'
import { many } from '@/lib/search'
import { ExportMenu } from '@/pickers/ExportMenu'
import { ProblemNote } from '@/pickers/ProblemNote'
import { Badge } from '@/ui/Badge'
import { Button } from '@/ui/Button'
import { EmptyState } from '@/ui/EmptyState'
import { FilterBar } from '@/ui/FilterBar'
import { HelpIcon, KeyIcon, PlusIcon } from '@/ui/icons'
import { NameOf } from '@/ui/NameOf'
import { PageHeader } from '@/ui/PageHeader'
import { DataTable } from '@/ui/table/DataTable'
import type { Column } from '@/ui/table/types'
import { useLanguage, When } from '@/ui/When'
import { ExplainDialog } from './ExplainDialog'
import { GrantDialog } from './GrantDialog'
import { grantList, roleList } from './queries'
import { useWithdraw } from './useWithdraw'

const PAGES = { user: 'users', team: 'teams', api_client: 'api-clients' } as const

/** Who has which role where. */
export function GrantsPage() {
  const { t } = useTranslation('administration')
  const may = useMay()
  const navigate = useNavigate()
  const language = useLanguage()
  const [open, setOpen] = useState<'create' | 'explain' | null>(null)
  const raw = useSearch({ strict: false }) as Record<string, string | string[]>
  const chosen = many(raw.role)
  const list = useList(grantList(chosen.length > 0 ? { role: chosen } : {}))
  const { rows: roles } = useList(roleList())
  const withdraw = useWithdraw()
  const set = (role: string[]) => void navigate({ to: '/administration/grants', search: { role } as never, replace: true })
  const roleName = (id: string) => { const role = roles?.find((one) => one.id === id); return role ? (language === 'en' ? role.name_en : role.name_de) : '…' }
  const columns = useColumns(withdraw.ask)
  const create = may('grant:write') ? <Button variant="primary" icon={<PlusIcon aria-hidden="true" />} onPress={() => setOpen('create')}>{t('grants.create')}</Button> : undefined
  return (
    <div className="dw-page dw-page--fill">
      <PageHeader title={t('nav.grants')} actions={<><ExportMenu list="/api/v1/grants" filter={{ role: chosen }} columns={['holder.name', 'holder_kind', 'role.name', 'scope_kind', 'scope.name', 'created_at']} /><Button icon={<HelpIcon aria-hidden="true" />} onPress={() => setOpen('explain')}>{t('explain.open')}</Button>{create}</>} />
      <FilterBar
        chips={chosen.map((id) => ({ id, name: t('grants.role'), value: roleName(id), onRemove: () => set(chosen.filter((other) => other !== id)) }))}
        available={(roles ?? []).filter((role) => !chosen.includes(role.id)).map((role) => ({ id: role.id, label: language === 'en' ? role.name_en : role.name_de, onAdd: () => set([...chosen, role.id]) }))}
        onClear={() => set([])}
      />
      {withdraw.dialog}
      {list.problem ? <ProblemNote problem={list.problem} /> : (
        <DataTable
          label={t('nav.grants')} columns={columns} {...list} rowId={(grant) => grant.id} rowLabel={(grant) => `${grant.role.name}, ${grant.holder.name ?? t('hidden')}`}
          empty={<EmptyState icon={KeyIcon} title={t('grants.empty')} actions={create}>{t('grants.empty_text')}</EmptyState>}
        />
      )}
      {open === 'create' ? <GrantDialog role={chosen[0]} onClose={() => setOpen(null)} onDone={() => setOpen(null)} /> : null}
      {open === 'explain' ? <ExplainDialog actor={null} onClose={() => setOpen(null)} /> : null}
    </div>
  )
}

function useColumns(onWithdraw: (grant: GrantView) => void): Column<GrantView>[] {
  const { t } = useTranslation('administration')
  return useMemo(
    () => [
      { id: 'holder', label: t('grants.who'), width: 'minmax(10rem, 2fr)', card: 'title', cell: (grant) => <NameOf of={grant.holder} href={`/administration/${PAGES[grant.holder_kind]}/${grant.holder.id}`} /> },
      { id: 'kind', label: t('grants.holder'), width: '7rem', cell: (grant) => <Badge>{t(`grants.holder_${grant.holder_kind}`)}</Badge> },
      { id: 'role', label: t('grants.role'), width: 'minmax(9rem, 2fr)', cell: (grant) => grant.role.name },
      { id: 'scope_kind', label: t('grants.where'), width: '14.5rem', cell: (grant) => t(`scope.${grant.scope_kind}`) },
      { id: 'scope', label: t('grants.scope'), width: 'minmax(9rem, 2fr)', cell: (grant) => (grant.scope ? <NameOf of={grant.scope} /> : '–') },
      { id: 'created', label: t('grants.since'), width: '8rem', card: 'hidden', cell: (grant) => <When value={grant.created_at} /> },
      { id: 'acts', label: t('grants.acts'), width: '7rem', cell: (grant) => (grant.can.includes('delete') ? <Button small variant="quiet" onPress={() => onWithdraw(grant)}>{t('grants.withdraw')}</Button> : null) },
    ],
    [t, onWithdraw],
  )
}
