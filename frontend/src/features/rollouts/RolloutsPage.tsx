import { useQuery } from '@tanstack/react-query'
import { useNavigate } from '@tanstack/react-router'
import { useMemo, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { useMay } from '@/api/me'
import { useList } from '@/api/query'
import type { LightColor, RolloutRow, RollupRow } from '@/api/types'
import { sayNumber } from '@/lib/numbers'
import { ExportMenu } from '@/pickers/ExportMenu'
import { ProblemNote } from '@/pickers/ProblemNote'
import { Button, LinkButton } from '@/ui/Button'
import { EmptyState } from '@/ui/EmptyState'
import { RolloutsIcon } from '@/ui/icons'
import { Light } from '@/ui/Light'
import { PageHeader } from '@/ui/PageHeader'
import { Beside } from '@/ui/Peek'
import { DataTable } from '@/ui/table/DataTable'
import { readSort, sortParam } from '@/ui/table/types'
import { useMediaQuery } from '@/ui/table/useMediaQuery'
import { useLanguage } from '@/ui/When'
import { Bulk } from './bulk/BulkDialog'
import { rolloutColumns } from './columns'
import { rolloutList, rollup, type RolloutFilter } from './queries'
import { Remind } from './RemindDialog'
import { RolloutFilters } from './RolloutFilters'
import { RolloutPeek } from './RolloutPeek'
import { useRolloutFilter } from './useRolloutFilter'
import { hrefOf, titleOf } from './words'
import './rollouts.css'

/** All rollouts one may see: filter in the address, peek beside the list. */
export function RolloutsPage() {
  const { t } = useTranslation('rollouts')
  const navigate = useNavigate()
  const { filter, change } = useRolloutFilter()
  const shown = useMemo(() => ({ ...filter, kind: filter.kind ?? ['daughter'] }), [filter])
  const list = useList(rolloutList(shown))
  const columns = useMemo(() => rolloutColumns(t), [t])
  const [peeked, setPeeked] = useState<string | undefined>()
  const [selected, setSelected] = useState<ReadonlySet<string>>(new Set())
  const may = useMay()
  const narrow = useMediaQuery('(max-width: 48rem)')
  // The row as it is now: a live change shows in the peek too.
  const row = list.rows?.find((one) => one.id === peeked)
  const open = (one: RolloutRow) => void navigate({ to: hrefOf(one) })
  return (
    <div className="dw-page dw-page--fill">
      <PageHeader title={t('title')} meta={list.total === undefined ? undefined : t('list.total', { count: list.total })} actions={<>{may('rollout:steer') ? <LinkButton href="/rollouts/stock">{t('list.stock')}</LinkButton> : null}<Bulk selected={selected} filter={shown} total={list.total} /><Remind selected={selected} filter={shown} total={list.total} onDone={() => setSelected(new Set())} /><ExportMenu list="/api/v1/rollouts" filter={shown} columns={['light.color', 'light.reason', 'body.name', 'body.key', 'service.name', 'phase.name', 'outcome', 'progress_percent', 'next_milestone.name', 'next_due', 'ball.party.name', 'ball.role_name', 'plan.forecast', 'plan.actual', 'maturity_one.level', 'maturity_one.name', 'maturity_two.level', 'maturity_two.name', 'number']} /></>} />
      <RolloutFilters view="rollouts" filter={filter} change={change} />
      <Counts filter={filter} change={change} />
      <ProblemNote problem={list.problem} />
      <Beside>
        <DataTable
          label={t('title')} columns={columns} rows={list.problem ? [] : list.rows} rowId={(one) => one.id} rowLabel={(one) => `${one.number} ${titleOf(one)}`} rowHref={hrefOf}
          onOpen={open}
          {...(narrow ? {} : { onPeek: (one: RolloutRow) => (peeked === one.id ? open(one) : setPeeked(one.id)), onActive: (one: RolloutRow) => { if (peeked) setPeeked(one.id) } })}
          {...(may('rollout:steer') || may('milestone:complete') ? { selected, onSelect: setSelected } : {})}
          sort={readSort(filter.sort)} onSort={(sort) => change({ sort: sortParam(sort) })}
          total={list.total} hasMore={list.hasMore} isLoadingMore={list.isLoadingMore} onLoadMore={list.onLoadMore}
          empty={<Nothing filter={filter} change={change} />}
        />
        {row ? <RolloutPeek rollout={row} onClose={() => setPeeked(undefined)} /> : null}
      </Beside>
    </div>
  )
}

interface PartProps {
  filter: RolloutFilter
  change: (patch: Partial<Record<keyof RolloutFilter, string | string[] | undefined>>) => void
}

const LIGHTS: LightColor[] = ['red', 'yellow', 'green', 'grey']

/** How many stand where, each a filter by itself. */
function Counts({ filter, change }: PartProps) {
  const { t } = useTranslation('rollouts')
  const language = useLanguage()
  const rows = useQuery(rollup('service', { below: filter.below, programme: filter.programme?.length === 1 ? filter.programme[0] : undefined })).data
  const chosen = filter.light ?? []
  const toggle = (color: LightColor) => { const next = chosen.includes(color) ? chosen.filter((one) => one !== color) : [...chosen, color]; change({ light: next.length > 0 ? next : undefined }) }
  return (
    <div className="ro-counts" role="group" aria-label={t('list.by_light')}>
      {LIGHTS.map((color) => (
        <button key={color} type="button" className="ro-count" aria-pressed={chosen.includes(color)} onClick={() => toggle(color)}>
          <Light state={color} />
          <strong>{rows ? sayNumber(countOf(rows, color), language) : '·'}</strong>
        </button>
      ))}
      <button type="button" className="ro-count" aria-pressed={filter.mine === 'true'} onClick={() => change({ mine: filter.mine === 'true' ? undefined : 'true' })}>{t('filter.mine')}</button>
    </div>
  )
}

/** Each row is a service and carries the counts of all four lights; the one without a service counts mothers. */
function countOf(rows: RollupRow[], color: LightColor): number {
  return rows.reduce((sum, row) => (row.key ? sum + row[color] : sum), 0)
}

function Nothing({ filter, change }: PartProps) {
  const { t } = useTranslation('rollouts')
  const set = Object.keys(filter).filter((key) => key !== 'sort')
  if (set.length === 0) {
    return <EmptyState icon={RolloutsIcon} title={t('list.none')} actions={<LinkButton href="/orders" variant="primary">{t('list.to_orders')}</LinkButton>}>{t('list.none_text')}</EmptyState>
  }
  return (
    <EmptyState icon={RolloutsIcon} title={t('list.no_match')} actions={<Button onPress={() => change(Object.fromEntries(set.map((key) => [key, undefined])))}>{t('list.reset')}</Button>}>
      {t('list.no_match_text')}
    </EmptyState>
  )
}
