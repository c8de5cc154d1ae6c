import { useQuery } from '@tanstack/react-query'
import { useNavigate } from '@tanstack/react-router'
import type { TFunction } from 'i18next'
import { useMemo, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { useMay } from '@/api/me'
import { asProblem } from '@/api/problem'
import type { WaveView } from '@/api/types'
import { sayDay } from '@/lib/dates'
import { sayNumber } from '@/lib/numbers'
import { ProblemNote } from '@/pickers/ProblemNote'
import { Badge } from '@/ui/Badge'
import { Button } from '@/ui/Button'
import { EmptyState } from '@/ui/EmptyState'
import { PlusIcon, RolloutsIcon } from '@/ui/icons'
import { PageHeader } from '@/ui/PageHeader'
import { DataTable } from '@/ui/table/DataTable'
import type { Column } from '@/ui/table/types'
import { useLanguage } from '@/ui/When'
import { waves } from '../queries'
import { WaveDialog } from './WaveDialog'

/** All waves, the latest day first. */
export function WavesPage() {
  const { t } = useTranslation('waves')
  const language = useLanguage()
  const navigate = useNavigate()
  const may = useMay()
  const query = useQuery(waves)
  const [planning, setPlanning] = useState(false)
  const columns = useMemo(() => waveColumns(t, language), [t, language])
  const plan = may('rollout:steer') ? <Button variant="primary" icon={<PlusIcon aria-hidden="true" />} onPress={() => setPlanning(true)}>{t('plan')}</Button> : undefined
  const open = (wave: WaveView) => void navigate({ to: `/waves/${wave.id}` as never })
  return (
    <div className="dw-page dw-page--fill">
      <PageHeader title={t('title')} actions={plan} />
      <ProblemNote problem={query.error && !query.data ? asProblem(query.error) : undefined} />
      <DataTable
        label={t('title')} columns={columns} rows={query.error ? [] : query.data?.items} rowId={(wave) => wave.id} rowLabel={(wave) => wave.name} rowHref={(wave) => `/waves/${wave.id}`} onOpen={open}
        empty={<EmptyState icon={RolloutsIcon} title={t('none')} actions={plan}>{t('none_text')}</EmptyState>}
      />
      {planning ? <WaveDialog onClose={() => setPlanning(false)} onDone={open} /> : null}
    </div>
  )
}

const TONES = { planned: 'neutral', running: 'info', live: 'success' } as const

/** Planned until it was let go, live when all of it is. */
function stateOf({ started_at, counts }: WaveView): keyof typeof TONES {
  if (started_at === null) return 'planned'
  return counts.total > 0 && counts.live === counts.total ? 'live' : 'running'
}

function waveColumns(t: TFunction<'waves'>, language: 'de' | 'en'): Column<WaveView>[] {
  return [
    { id: 'name', label: t('name'), width: 'minmax(14rem, 2fr)', card: 'title', cell: (wave) => wave.name },
    { id: 'key_date', label: t('key_date'), width: '9rem', cell: (wave) => sayDay(wave.key_date, new Date(), language) },
    { id: 'region', label: t('region'), width: 'minmax(10rem, 1fr)', cell: (wave) => wave.region?.name ?? t('everywhere') },
    { id: 'state', label: t('progress'), width: '7.5rem', cell: (wave) => <Badge tone={TONES[stateOf(wave)]}>{t(`state.${stateOf(wave)}`)}</Badge> },
    { id: 'services', label: t('services'), width: '7rem', align: 'end', cell: (wave) => wave.services.length },
    { id: 'total', label: t('rollouts'), width: '8rem', align: 'end', cell: (wave) => sayNumber(wave.counts.total, language) },
    { id: 'live', label: t('live'), width: '8rem', align: 'end', cell: (wave) => sayNumber(wave.counts.live, language) },
    { id: 'red', label: t('red'), width: '8rem', align: 'end', cell: (wave) => sayNumber(wave.counts.red, language) },
  ]
}
