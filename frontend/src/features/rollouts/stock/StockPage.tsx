import { useQuery } from '@tanstack/react-query'
import { useNavigate, useSearch } from '@tanstack/react-router'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { StockColumns } from '@/api/types'
import { many, one, type SearchValues } from '@/lib/search'
import { programmes } from '@/pickers/choices'
import { ProblemNote } from '@/pickers/ProblemNote'
import { Button, LinkButton } from '@/ui/Button'
import { DateField } from '@/ui/DateField'
import { FileDrop } from '@/ui/FileDrop'
import { PageHeader } from '@/ui/PageHeader'
import { Select } from '@/ui/Select'
import { ViewMenu } from '@/views/ViewMenu'
import { Mapping } from './Mapping'
import { useColumns, useTakeIn } from './queries'
import './stock.css'

/** Rollouts that are under way already, from a sheet. What its columns mean lives in the address, so that it can be kept as a view and shared. */
export function StockPage() {
  const { t } = useTranslation('stock')
  const navigate = useNavigate()
  const search = useSearch({ strict: false }) as SearchValues
  const known = (useQuery(programmes).data?.items ?? []).filter((programme) => programme.status === 'active')
  const programme = one(search['programme']) ?? (known.length === 1 ? known[0]?.id : undefined)
  const [map, asOf] = [many(search['map']), one(search['as_of'])]
  const [file, setFile] = useState<File | undefined>()
  const columns = useColumns()
  const takeIn = useTakeIn((job) => void navigate({ to: `/jobs/${job.id}` as never }))
  const change = (patch: SearchValues | Record<string, undefined>) => void navigate({ to: '.', search: ((before: SearchValues) => ({ ...before, ...patch })) as never, replace: true })
  function look(picked: File | undefined, of: string | undefined) {
    setFile(picked)
    takeIn.reset()
    if (picked && of) columns.mutate({ file: picked, programme: of })
  }
  const found = file ? columns.data : undefined
  // What was said before counts as far as the sheet has the columns.
  const said = found && map.length > 0 ? map.filter((entry) => found.columns.includes(columnOf(entry))) : found ? guessed(found) : []
  const wanting = found?.mapping.find((target) => target.required && !said.some((entry) => entry.startsWith(`${target.target}:`)))
  return (
    <div className="dw-page">
      <PageHeader title={t('title')} crumbs={[{ label: t('rollouts'), href: '/rollouts' }]} actions={<ViewMenu kind="stock" />} />
      <section className="dw-card dw-section stock-what">
        <p className="dw-muted">{t('text')}</p>
        <Select label={t('programme')} value={programme ?? null} onChange={(id) => { change({ programme: id ?? '' }); look(file, id ?? undefined) }} options={known.map((each) => ({ id: each.id, label: each.name }))} />
        <FileDrop label={t('drop')} hint={programme ? t('hint') : t('programme_first')} accept={['.csv', 'text/csv', '.xlsx']} onFile={(picked) => look(picked, programme)} isPending={columns.isPending} />
      </section>
      <ProblemNote problem={takeIn.problem ?? columns.problem} />
      {file && found && programme ? (
        <>
          <section className="dw-card dw-section stock-what" aria-labelledby="stock-map">
            <h2 id="stock-map">{file.name}</h2>
            <p className="dw-muted" role="status">{t('rows', { count: found.rows })}</p>
            <Mapping found={found} said={said} onChange={(next) => change({ map: next } as SearchValues)} />
            <DateField label={t('as_of')} description={t('as_of_hint')} value={asOf ?? null} onChange={(day) => change({ as_of: day ?? '' })} optional />
          </section>
          <div className="dw-row">
            <LinkButton href="/rollouts">{t('cancel')}</LinkButton>
            <Button variant="primary" isPending={takeIn.isPending} disabledReason={wanting ? t('wanting', { name: t(`target.${wanting.target}`) }) : undefined} onPress={() => takeIn.mutate({ file, programme, map: said, ...(asOf ? { as_of: asOf } : {}) })}>{t('check', { count: found.rows })}</Button>
          </div>
        </>
      ) : null}
    </div>
  )
}

const columnOf = (entry: string) => entry.slice(entry.indexOf(':') + 1)

const guessed = (found: StockColumns) => found.mapping.flatMap(({ target, column }) => (column === null ? [] : [`${target}:${column}`]))
