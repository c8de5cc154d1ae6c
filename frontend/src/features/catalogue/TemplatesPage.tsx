import { useQuery } from '@tanstack/react-query'
import { useNavigate } from '@tanstack/react-router'
import type { TFunction } from 'i18next'
import { useMemo } from 'react'
import { useTranslation } from 'react-i18next'
import { asProblem } from '@/api/problem'
import type { TemplateRow } from '@/api/types'
import type { Language } from '@/lib/dates'
import { ExportMenu } from '@/pickers/ExportMenu'
import { ProblemNote } from '@/pickers/ProblemNote'
import { Badge } from '@/ui/Badge'
import { LinkButton } from '@/ui/Button'
import { EmptyState } from '@/ui/EmptyState'
import { RolloutsIcon, UploadIcon } from '@/ui/icons'
import { PageHeader } from '@/ui/PageHeader'
import { DataTable } from '@/ui/table/DataTable'
import type { Column } from '@/ui/table/types'
import { useLanguage, When } from '@/ui/When'
import { templateList } from './queries'
import { useAllowed } from './useAllowed'
import { TEMPLATE_TONE } from './words'

/** All versions of all phase templates. Rollouts keep the version they began with. */
export function TemplatesPage() {
  const { t } = useTranslation('catalogue')
  const language = useLanguage()
  const navigate = useNavigate()
  const query = useQuery(templateList)
  const may = useAllowed('template:write')
  const columns = useMemo(() => templateColumns(t, language), [t, language])
  const add = may ? <LinkButton href="/templates/import" variant="primary" icon={<UploadIcon aria-hidden="true" />}>{t('templates.import')}</LinkButton> : undefined
  return (
    <div className="dw-page dw-page--fill">
      <PageHeader title={t('templates.title')} actions={<><ExportMenu list="/api/v1/templates" columns={['name', 'version', 'status', 'key', 'updated_at']} />{add}</>} />
      <ProblemNote problem={query.error && !query.data ? asProblem(query.error) : undefined} />
      <DataTable
        label={t('templates.title')} columns={columns} rows={query.error ? [] : query.data?.items} rowId={(row) => row.id} rowLabel={(row) => t('template.named', { name: row.name, version: row.version })}
        rowHref={(row) => `/templates/${row.id}`} onOpen={(row) => void navigate({ to: `/templates/${row.id}` as never })}
        empty={<EmptyState icon={RolloutsIcon} title={t('templates.none')} actions={add}>{t('templates.none_text')}</EmptyState>}
      />
    </div>
  )
}

function templateColumns(t: TFunction<'catalogue'>, language: Language): Column<TemplateRow>[] {
  return [
    { id: 'name', label: t('template.name'), width: 'minmax(14rem, 2fr)', card: 'title', cell: (row) => (language === 'en' ? row.name_en : row.name) },
    { id: 'version', label: t('template.version'), width: '6rem', align: 'end', cell: (row) => row.version },
    { id: 'status', label: t('template.status'), width: '11rem', cell: (row) => <Badge tone={TEMPLATE_TONE[row.status]}>{t(`template_status.${row.status}`)}</Badge> },
    { id: 'key', label: t('template.key'), width: 'minmax(10rem, 1fr)', cell: (row) => <span className="dw-muted">{row.key}</span> },
    { id: 'updated', label: t('template.updated'), width: '10rem', cell: (row) => <When value={row.updated_at} /> },
  ]
}
