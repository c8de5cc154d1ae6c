import type { TFunction } from 'i18next'
import type { RolloutRow } from '@/api/types'
import { Badge } from '@/ui/Badge'
import { Light } from '@/ui/Light'
import type { Column } from '@/ui/table/types'
import { When } from '@/ui/When'
import { both } from './maturity'
import { holder } from './words'

/** The share of the way, as a thin bar with its number. */
export function Share({ percent }: { percent: number }) {
  return (
    <span className="ro-share">
      <svg viewBox="0 0 100 6" preserveAspectRatio="none" aria-hidden="true"><rect width="100" height="6" className="ro-share-track" /><rect width={percent} height="6" className="ro-share-fill" /></svg>
      {`${percent} %`}
    </span>
  )
}

export function rolloutColumns(t: TFunction<'rollouts'>): Column<RolloutRow>[] {
  return [
    { id: 'light', label: t('column.light'), width: '5.5rem', cell: (row) => <Light state={row.light.color} /> },
    { id: 'body', label: t('column.body'), width: 'minmax(10rem, 1.4fr)', sortKey: 'body', card: 'title', cell: (row) => (row.kind === 'mother' ? row.body.name : <>{row.body.name}<span className="ro-card-only">{` · ${row.service?.name ?? ''}`}</span></>) },
    { id: 'service', label: t('column.service'), width: 'minmax(11rem, 1.6fr)', sortKey: 'service', card: 'hidden', cell: (row) => row.service?.name ?? <span className="dw-muted">{t('kind.mother')}</span> },
    { id: 'phase', label: t('column.phase'), width: 'minmax(9rem, 1fr)', cell: (row) => (row.outcome ? <Badge tone={row.outcome === 'live' ? 'success' : 'neutral'}>{t(`outcome.${row.outcome}`)}</Badge> : (row.phase?.name ?? <span className="dw-muted">{t(`state.${row.state}`)}</span>)) },
    { id: 'share', label: t('column.share'), width: '6.75rem', card: 'hidden', cell: (row) => <Share percent={row.progress_percent} /> },
    { id: 'next', label: t('next.title'), width: 'minmax(9rem, 1.2fr)', cell: (row) => (row.next_milestone ? <><span className="dw-muted">{row.next_milestone.key}</span> {row.next_milestone.name}</> : <span className="dw-muted">–</span>) },
    { id: 'due', label: t('column.due'), width: '6rem', sortKey: 'next_due', cell: (row) => (row.next_due ? <When value={row.next_due} /> : <span className="dw-muted">–</span>) },
    { id: 'ball', label: t('column.ball'), width: 'minmax(8rem, 1fr)', cell: (row) => holder(row.ball) ?? <span className="dw-muted">–</span> },
    { id: 'forecast', label: t('column.forecast'), width: '6rem', sortKey: 'forecast', card: 'hidden', cell: (row) => { const day = row.plan.actual ?? row.plan.forecast; return day ? <When value={day} /> : <span className="dw-muted">–</span> } },
    { id: 'maturity', label: t('column.maturity'), width: '7.5rem', card: 'hidden', cell: (row) => both(row) ?? <span className="dw-muted">–</span> },
    { id: 'number', label: t('column.number'), width: '9rem', card: 'hidden', cell: (row) => <span className="dw-muted">{row.number}</span> },
  ]
}
