import { useNavigate, useSearch } from '@tanstack/react-router'
import type { TFunction } from 'i18next'
import { useMemo, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { useMay } from '@/api/me'
import { useList } from '@/api/query'
import type { TermView } from '@/api/types'
import { many, one, type SearchValues } from '@/lib/search'
import { ExportMenu } from '@/pickers/ExportMenu'
import { ProblemNote } from '@/pickers/ProblemNote'
import { Badge, type Tone } from '@/ui/Badge'
import { Button } from '@/ui/Button'
import { EmptyState } from '@/ui/EmptyState'
import { PlusIcon, SuccessIcon } from '@/ui/icons'
import { PageHeader } from '@/ui/PageHeader'
import { Segmented } from '@/ui/Segmented'
import { DataTable } from '@/ui/table/DataTable'
import { readSort, sortParam, type Column } from '@/ui/table/types'
import { When } from '@/ui/When'
import { ChangeTermDialog } from './ChangeTermDialog'
import { termList, type TermFilter } from './queries'
import { EndDialog, RenewDialog, TermDialog } from './TermDialogs'
import '../rollouts.css'

const TONES: Record<TermView['state'], Tone> = { valid: 'success', due: 'warning', expired: 'danger', ended: 'neutral' }
const RUNNING = ['due', 'expired', 'valid']
const VIEWS = { running: RUNNING, due: ['due', 'expired'], ended: ['ended'] } as const

interface Asking {
  what: 'renew' | 'change' | 'end'
  term: TermView
}

/** Certificates, contracts and entries, those first that end first. */
export function TermsPage() {
  const { t } = useTranslation('terms')
  const may = useMay()
  const search = useSearch({ strict: false }) as SearchValues
  const navigate = useNavigate()
  const [making, setMaking] = useState(false)
  const [asking, setAsking] = useState<Asking | undefined>()
  const view = (['due', 'ended'] as const).find((id) => id === one(search.view)) ?? 'running'
  const sort = one(search.sort)
  const filter: TermFilter = useMemo(() => ({ state: [...VIEWS[view]], ...(search.below ? { below: one(search.below) as string } : {}), ...(search.service ? { service: many(search.service) } : {}), ...(sort ? { sort } : {}) }), [view, search.below, search.service, sort])
  const list = useList(termList(filter))
  const change = (patch: Record<string, string | undefined>) => void navigate({ to: '.', search: ((before: SearchValues) => ({ ...before, ...patch })) as never, replace: true })
  const columns = useMemo(() => termColumns(t, setAsking), [t])
  const make = may('rollout:steer') ? <Button variant="primary" icon={<PlusIcon aria-hidden="true" />} onPress={() => setMaking(true)}>{t('new')}</Button> : null
  const close = () => setAsking(undefined)
  return (
    <div className="dw-page dw-page--fill">
      <PageHeader title={t('title')} meta={list.total === undefined ? undefined : t('total', { count: list.total })} actions={<><ExportMenu list="/api/v1/terms" filter={filter} columns={['kind', 'title', 'body.name', 'party.name', 'service.name', 'valid_until', 'state', 'note']} />{make}</>} />
      <Segmented label={t('which')} value={view} onChange={(id) => change({ view: id === 'running' ? undefined : id })} options={(['running', 'due', 'ended'] as const).map((id) => ({ id, label: t(`view.${id}`) }))} />
      <ProblemNote problem={list.problem} />
      <DataTable
        label={t('title')} columns={columns} rows={list.problem ? [] : list.rows} rowId={(term) => term.id} rowLabel={(term) => `${term.title}, ${term.body.name ?? ''}`}
        sort={readSort(sort ?? 'valid_until')} onSort={(next) => change({ sort: sortParam(next) })}
        total={list.total} hasMore={list.hasMore} isLoadingMore={list.isLoadingMore} onLoadMore={list.onLoadMore}
        empty={<EmptyState icon={SuccessIcon} title={t(`none.${view}`)}>{view === 'running' ? t('none_text') : null}</EmptyState>}
      />
      {making ? <TermDialog onClose={() => setMaking(false)} /> : null}
      {asking?.what === 'renew' ? <RenewDialog term={asking.term} onClose={close} /> : null}
      {asking?.what === 'change' ? <ChangeTermDialog term={asking.term} onClose={close} /> : null}
      {asking?.what === 'end' ? <EndDialog term={asking.term} onClose={close} /> : null}
    </div>
  )
}

function termColumns(t: TFunction<'terms'>, ask: (asking: Asking) => void): Column<TermView>[] {
  const acts = (term: TermView) => (
    <span className="ro-next-acts">
      {term.can.includes('renew') ? <Button small aria-label={t('renew_name', { name: term.title })} onPress={() => ask({ what: 'renew', term })}>{t('renew')}</Button> : null}
      {term.can.includes('update') ? <Button small variant="quiet" aria-label={t('change_name', { name: term.title })} onPress={() => ask({ what: 'change', term })}>{t('change')}</Button> : null}
      {term.can.includes('end') ? <Button small variant="quiet" aria-label={t('end_name', { name: term.title })} onPress={() => ask({ what: 'end', term })}>{t('end')}</Button> : null}
    </span>
  )
  return [
    { id: 'title', label: t('title_label'), width: 'minmax(14rem, 2fr)', card: 'title', cell: (term) => <>{term.title}{term.note ? <span className="dw-small dw-muted"> – {term.note}</span> : null}</> },
    { id: 'kind', label: t('kind_label'), width: '9rem', cell: (term) => t(`kind.${term.kind}`) },
    { id: 'body', label: t('body'), width: 'minmax(9rem, 1fr)', cell: (term) => term.body.name ?? '–' },
    { id: 'party', label: t('party'), width: 'minmax(9rem, 1fr)', cell: (term) => term.party.name ?? '–' },
    { id: 'valid_until', label: t('valid_until'), width: '8rem', sortKey: 'valid_until', cell: (term) => <When value={term.valid_until} /> },
    { id: 'state', label: t('state_label'), width: '8rem', cell: (term) => <Badge tone={TONES[term.state]}>{t(`state.${term.state}`)}</Badge> },
    { id: 'acts', label: t('acts'), width: '16.5rem', cell: acts },
  ]
}
