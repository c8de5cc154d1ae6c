import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { api, read } from '@/api/client'
import { asProblem } from '@/api/problem'
import type { Named, NoticesView, Notify } from '@/api/types'
import { typedDay } from '@/lib/dates'
import { ProblemNote } from '@/pickers/ProblemNote'
import { toOption, toPicked } from '@/pickers/picked'
import { Button } from '@/ui/Button'
import { ComboBox } from '@/ui/ComboBox'
import { DateField } from '@/ui/DateField'
import { Segmented } from '@/ui/Segmented'
import type { Option } from '@/ui/Select'
import { Skeleton } from '@/ui/Skeleton'
import { toasts } from '@/ui/toasts'
import { notices, useChangeNotices } from './account'

const CHOICES: Notify[] = ['immediate', 'daily', 'none']

/** How often mail comes, and who gets it too while one is absent. */
export function Notices() {
  const { t } = useTranslation('identity')
  const { data, error } = useQuery(notices)
  return (
    <>
      <h2>{t('notices.title')}</h2>
      {error ? <ProblemNote problem={asProblem(error)} /> : data ? <Loaded key={JSON.stringify(data.absence)} view={data} /> : <Skeleton lines={4} />}
    </>
  )
}

function Loaded({ view }: { view: NoticesView }) {
  const { t } = useTranslation('identity')
  const change = useChangeNotices(() => toasts.show({ text: t('notices.saved') }))
  return (
    <div className="dw-stack">
      <Segmented label={t('notices.mail')} value={view.mail} onChange={(id) => change.mutate({ mail: CHOICES.find((one) => one === id) ?? 'daily' })} options={CHOICES.map((id) => ({ id, label: t(`notices.${id}`) }))} isDisabled={change.isPending} />
      <p className="dw-small dw-muted">{t(`notices.${view.mail}_text`)}</p>
      <p className="dw-small dw-muted">{view.address ? t('notices.address', { address: view.address }) : t('notices.no_address')}</p>
      <h3>{t('notices.absence')}</h3>
      <p className="dw-small dw-muted">{t('notices.absence_text')}</p>
      {view.standing_in_for.map((one) => <p key={one.user.id}>{t('notices.standing_in', { name: one.user.name ?? '–', from: typedDay(one.from), until: typedDay(one.until) })}</p>)}
      <Absence view={view} change={change} />
    </div>
  )
}

async function colleagues(text: string, signal: AbortSignal): Promise<Option[]> {
  const found = await read(api.GET('/api/v1/me/deputies', { params: { query: text.trim() ? { q: text.trim() } : {} }, signal }))
  return found.items.map((one) => ({ id: one.id, label: one.name ?? '–' }))
}

function Absence({ view, change }: { view: NoticesView; change: ReturnType<typeof useChangeNotices> }) {
  const { t } = useTranslation('identity')
  const [deputy, setDeputy] = useState<Named | null>(view.absence?.user ?? null)
  const [from, setFrom] = useState<string | null>(view.absence?.from ?? null)
  const [until, setUntil] = useState<string | null>(view.absence?.until ?? null)
  const [gaps, setGaps] = useState(false)
  function save() {
    const whole = deputy !== null && from !== null && until !== null
    setGaps(!whole)
    if (whole) change.mutate({ absence: { deputy_id: deputy.id, from, until } })
  }
  return (
    <div className="dw-form">
      <ProblemNote problem={change.problem} />
      <ComboBox label={t('notices.deputy')} pointer="/absence/deputy_id" value={toOption(deputy)} onChange={(option) => setDeputy(toPicked(option))} load={colleagues} error={gaps && !deputy ? t('notices.missing') : change.problem?.at('/absence/deputy_id')} />
      <DateField label={t('notices.from')} pointer="/absence/from" value={from} onChange={setFrom} error={gaps && !from ? t('notices.missing') : undefined} />
      <DateField label={t('notices.until')} pointer="/absence/until" value={until} onChange={setUntil} error={gaps && !until ? t('notices.missing') : change.problem?.at('/absence/until')} />
      <div className="dw-row">
        <Button onPress={save} isPending={change.isPending}>{t('notices.save')}</Button>
        {view.absence ? <Button variant="quiet" onPress={() => change.mutate({ absence: null })}>{t('notices.end')}</Button> : null}
      </div>
    </div>
  )
}
