import { useMemo } from 'react'
import { useTranslation } from 'react-i18next'
import type { PartyEntryView } from '@/api/types'
import { sayNumber } from '@/lib/numbers'
import { Badge } from '@/ui/Badge'
import { NameOf } from '@/ui/NameOf'
import type { Column } from '@/ui/table/types'
import { useLanguage, When } from '@/ui/When'
import { usePlace } from './words'

/** Role, where it holds, who it is, since when, and how far rollouts have followed. */
export function useColumns(): Column<PartyEntryView>[] {
  const { t } = useTranslation('parties')
  const place = usePlace()
  return useMemo(
    () => [
      { id: 'role', label: t('role'), width: 'minmax(12rem, 1.2fr)', sortKey: 'role', card: 'title', cell: (row) => row.role_name },
      { id: 'place', label: t('where'), width: 'minmax(15rem, 2fr)', cell: (row) => <span className="dw-grid-text" title={place(row)}>{place(row)}</span> },
      { id: 'organisation', label: t('who'), width: 'minmax(12rem, 1.4fr)', cell: (row) => <><NameOf of={row.organisation} />{row.person ? <span className="dw-muted">{', '}<NameOf of={row.person} /></span> : null}</> },
      { id: 'valid_from', label: t('from'), width: '8rem', sortKey: 'valid_from', cell: (row) => <When value={row.valid_from} /> },
      { id: 'valid_to', label: t('to'), width: '8rem', cell: (row) => (row.valid_to ? <When value={row.valid_to} /> : '–') },
      { id: 'rollouts', label: t('rollouts'), width: 'minmax(11rem, 1fr)', cell: (row) => <Following row={row} /> },
    ],
    [t, place],
  )
}

/** "1.240 von 98.000 angesehen" while it goes on, then how many follow. */
function Following({ row: { following, rollouts, in_force, valid_to } }: { row: PartyEntryView }) {
  const { t } = useTranslation('parties')
  const language = useLanguage()
  const said = (number: number) => sayNumber(number, language)
  if (following && following.total !== null && following.total !== undefined) {
    return <span>{t('following.running', { done: said(following.done), total: said(following.total) })}</span>
  }
  if (!in_force) return <Badge>{valid_to && new Date(valid_to) <= new Date() ? t('following.over') : t('following.ahead')}</Badge>
  return <span>{t('following.rollouts', { count: rollouts, shown: said(rollouts) })}</span>
}
