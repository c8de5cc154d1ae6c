import { useQuery } from '@tanstack/react-query'
import { useNavigate, useSearch } from '@tanstack/react-router'
import { useMemo, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { useMay } from '@/api/me'
import { asProblem } from '@/api/problem'
import type { PartyGapRow } from '@/api/types'
import { sayNumber } from '@/lib/numbers'
import { many, one, type SearchValues } from '@/lib/search'
import { ExportMenu } from '@/pickers/ExportMenu'
import { ProblemNote } from '@/pickers/ProblemNote'
import { Button, LinkButton } from '@/ui/Button'
import { ChoiceDialog } from '@/ui/ChoiceDialog'
import { EmptyState } from '@/ui/EmptyState'
import { FilterBar } from '@/ui/FilterBar'
import { SuccessIcon } from '@/ui/icons'
import { PageHeader } from '@/ui/PageHeader'
import { DataTable } from '@/ui/table/DataTable'
import type { Column } from '@/ui/table/types'
import { useLanguage } from '@/ui/When'
import { CreateDialog } from './CreateDialog'
import { gaps, roles } from './queries'
import './parties.css'

/** One more row than this says that there are others. */
const MOST = 5_000

/** Roles that nobody plays in ordered and running rollouts: what is to be found out. */
export function GapsPage() {
  const { t } = useTranslation('parties')
  const navigate = useNavigate()
  const language = useLanguage()
  const search = useSearch({ strict: false }) as SearchValues
  const role = many(search.role)
  const below = one(search.below)
  const filter = { ...(role.length > 0 ? { role } : {}), ...(below ? { below } : {}) }
  const { data, error } = useQuery(gaps(filter))
  const known = useQuery(roles).data ?? []
  const [choosing, setChoosing] = useState(false)
  const [making, setMaking] = useState<PartyGapRow | undefined>()
  const open = data?.reduce((sum, row) => sum + row.rollouts, 0)
  const cut = data !== undefined && data.length > MOST
  const may = useMay()('party:maintain')
  const columns = useColumns(may ? setMaking : undefined)
  const rows = useMemo(() => data?.map((row) => ({ ...row, id: [row.role, row.district?.id, row.service?.id].join(' ') })), [data])
  const change = (ids: string[]) => void navigate({ to: '.', search: ((before: SearchValues) => ({ ...before, role: ids })) as never, replace: true })
  const chips = role.length > 0 ? [{ id: 'role', name: t('filter.role'), value: role.map((key) => known.find((one) => one.key === key)?.name ?? key).join(', '), onRemove: () => change([]), onEdit: () => setChoosing(true) }] : []
  return (
    <div className="dw-page dw-page--fill">
      <PageHeader
        title={t('gaps.title')} crumbs={[{ label: t('title'), href: '/parties' }]} meta={open === undefined ? undefined : cut ? t('gaps.at_least', { shown: sayNumber(open, language) }) : t('gaps.total', { count: open, shown: sayNumber(open, language) })}
        actions={<ExportMenu list="/api/v1/party-gaps" filter={filter} columns={['role_name', 'district.name', 'district.key', 'service.name', 'service.key', 'rollouts']} />}
      />
      <FilterBar chips={chips} available={role.length > 0 ? [] : [{ id: 'role', label: t('filter.role'), onAdd: () => setChoosing(true) }]} />
      {error ? <ProblemNote problem={asProblem(error)} /> : null}
      {cut ? <p className="dw-muted">{t('gaps.more')}</p> : null}
      <DataTable
        label={t('gaps.title')} columns={columns} rows={error ? [] : rows} rowId={(row) => row.id} rowLabel={(row) => `${row.role_name} ${row.district?.name ?? ''} ${row.service?.name ?? ''}`}
        rowHref={rolloutsOf} onOpen={(row) => void navigate({ to: rolloutsOf(row) as never })} total={rows?.length} empty={<EmptyState icon={SuccessIcon} title={t('gaps.none')}>{t('gaps.none_text')}</EmptyState>}
      />
      {choosing ? <ChoiceDialog title={t('filter.role')} options={known.map(({ key, name }) => ({ id: key, label: name }))} selected={role} onChange={change} onClose={() => setChoosing(false)} /> : null}
      {making ? <CreateDialog roles={known} beginning={{ role: making.role, body: making.district ?? null, service: making.service ?? null }} onClose={() => setMaking(undefined)} /> : null}
    </div>
  )
}

/** The rollouts behind a number. */
function rolloutsOf({ role, district, service }: PartyGapRow): string {
  const values = [['party_gap', role], ['below', district?.id], ['service', service?.id], ['kind', service ? 'daughter' : 'mother']]
  return `/rollouts?${new URLSearchParams(values.filter((pair): pair is [string, string] => pair[1] !== undefined)).toString()}`
}

function useColumns(onMake: ((row: PartyGapRow) => void) | undefined): Column<PartyGapRow & { id: string }>[] {
  const { t } = useTranslation('parties')
  const language = useLanguage()
  return useMemo(
    () => [
      { id: 'role', label: t('role'), width: 'minmax(12rem, 1.5fr)', card: 'title', cell: (row) => row.role_name },
      { id: 'district', label: t('gaps.district'), width: 'minmax(12rem, 1.5fr)', cell: (row) => row.district?.name ?? t('gaps.above') },
      { id: 'service', label: t('gaps.service'), width: 'minmax(12rem, 1.5fr)', cell: (row) => row.service?.name ?? t('gaps.mothers') },
      { id: 'rollouts', label: t('rollouts'), width: '9rem', align: 'end', cell: (row) => <LinkButton variant="quiet" href={rolloutsOf(row)}>{t('gaps.rollouts', { count: row.rollouts, shown: sayNumber(row.rollouts, language) })}</LinkButton> },
      ...(onMake ? [{ id: 'make', label: t('gaps.act'), width: '11rem', cell: (row: PartyGapRow) => <Button small onPress={() => onMake(row)}>{t('gaps.make')}</Button> }] : []),
    ],
    [t, language, onMake],
  )
}
