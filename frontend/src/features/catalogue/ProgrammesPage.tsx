import { useQuery } from '@tanstack/react-query'
import { useNavigate } from '@tanstack/react-router'
import type { TFunction } from 'i18next'
import { useMemo } from 'react'
import { useTranslation } from 'react-i18next'
import { asProblem } from '@/api/problem'
import type { ProgrammeView } from '@/api/types'
import { ExportMenu } from '@/pickers/ExportMenu'
import { ProblemNote } from '@/pickers/ProblemNote'
import { Badge } from '@/ui/Badge'
import { LinkButton } from '@/ui/Button'
import { EmptyState } from '@/ui/EmptyState'
import { PlusIcon, ServicesIcon } from '@/ui/icons'
import { PageHeader } from '@/ui/PageHeader'
import { DataTable } from '@/ui/table/DataTable'
import type { Column } from '@/ui/table/types'
import { programmeList } from './queries'
import { useAllowed } from './useAllowed'
import { PROGRAMME_TONE } from './words'

/** Which services are rolled out where, by which phase template. */
export function ProgrammesPage() {
  const { t } = useTranslation('catalogue')
  const navigate = useNavigate()
  const query = useQuery(programmeList)
  const columns = useMemo(() => programmeColumns(t), [t])
  const may = useAllowed('programme:write')
  const create = may ? <LinkButton href="/programmes/new" variant="primary" icon={<PlusIcon aria-hidden="true" />}>{t('programmes.new')}</LinkButton> : undefined
  return (
    <div className="dw-page dw-page--fill">
      <PageHeader title={t('programmes.title')} actions={<><ExportMenu list="/api/v1/programmes" columns={['name', 'key', 'status', 'services.name', 'region.name', 'template.name', 'four_eyes']} />{create}</>} />
      <ProblemNote problem={query.error && !query.data ? asProblem(query.error) : undefined} />
      <DataTable
        label={t('programmes.title')} columns={columns} rows={query.error ? [] : query.data?.items} rowId={(row) => row.id} rowLabel={(row) => row.name} rowHref={(row) => `/programmes/${row.id}`}
        onOpen={(row) => void navigate({ to: `/programmes/${row.id}` as never })}
        empty={<EmptyState icon={ServicesIcon} title={t('programmes.none')} actions={create}>{t('programmes.none_text')}</EmptyState>}
      />
    </div>
  )
}

function programmeColumns(t: TFunction<'catalogue'>): Column<ProgrammeView>[] {
  return [
    { id: 'name', label: t('programme.name'), width: 'minmax(14rem, 2fr)', card: 'title', cell: (row) => row.name },
    { id: 'key', label: t('programme.key'), width: 'minmax(8rem, 1fr)', cell: (row) => row.key },
    { id: 'status', label: t('programme.status'), width: '8rem', cell: (row) => <Badge tone={PROGRAMME_TONE[row.status]}>{t(`programme_status.${row.status}`)}</Badge> },
    { id: 'services', label: t('services.title'), width: '7rem', align: 'end', cell: (row) => row.services.length },
    { id: 'region', label: t('programme.region'), width: 'minmax(9rem, 1fr)', cell: (row) => row.region?.name ?? t('programme.everywhere') },
    { id: 'template', label: t('programme.template'), width: 'minmax(12rem, 1.5fr)', cell: (row) => row.template.name ?? '–' },
    { id: 'four_eyes', label: t('programme.four_eyes'), width: '9rem', card: 'hidden', cell: (row) => t(`four_eyes.${row.four_eyes}`) },
  ]
}
