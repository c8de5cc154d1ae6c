import { useQuery } from '@tanstack/react-query'
import { useNavigate, useSearch } from '@tanstack/react-router'
import { useMemo } from 'react'
import { useTranslation } from 'react-i18next'
import type { Tagged } from '@/api/client'
import { useMay } from '@/api/me'
import { asProblem } from '@/api/problem'
import { useList } from '@/api/query'
import type { MailKind, MailState, MailView } from '@/api/types'
import { many, one } from '@/lib/search'
import { ExportMenu } from '@/pickers/ExportMenu'
import { ProblemNote } from '@/pickers/ProblemNote'
import { Badge } from '@/ui/Badge'
import { Button } from '@/ui/Button'
import { DescriptionList } from '@/ui/DescriptionList'
import { EmptyState } from '@/ui/EmptyState'
import { FilterBar } from '@/ui/FilterBar'
import { InboxIcon } from '@/ui/icons'
import { NameOf } from '@/ui/NameOf'
import { PageHeader } from '@/ui/PageHeader'
import { Beside, Peek } from '@/ui/Peek'
import { Skeleton } from '@/ui/Skeleton'
import { DataTable } from '@/ui/table/DataTable'
import type { Column } from '@/ui/table/types'
import { toasts } from '@/ui/toasts'
import { When } from '@/ui/When'
import { mail, mailList, useResend, useTestMail, type MailFilter } from './queries'

const STATES: MailState[] = ['queued', 'sent', 'failed', 'dropped']
const KINDS: MailKind[] = ['invitation', 'password_reset', 'order_confirmation', 'turn', 'digest', 'reminder', 'term', 'report', 'test']
const TONE = { queued: 'info', sent: 'success', failed: 'danger', dropped: 'neutral' } as const

/** Who has no account is a person of the register, or named in an order by an address alone. */
function whereOf(view: MailView): string {
  if (!view.without_account) return '/administration/users'
  return view.kind === 'order_confirmation' ? '/orders' : '/persons'
}

/** The log of mail, newest first; one opens beside it. */
export function MailPage() {
  const { t } = useTranslation('administration')
  const may = useMay()
  const navigate = useNavigate()
  const raw = useSearch({ strict: false }) as Record<string, string | string[]>
  const states = many(raw.state) as MailState[]
  const kinds = many(raw.kind) as MailKind[]
  const address = one(raw.address)
  const open = one(raw.open)
  const filter: MailFilter = { ...(states.length > 0 ? { state: states } : {}), ...(kinds.length > 0 ? { kind: kinds } : {}), ...(address ? { address } : {}) }
  const list = useList(mailList(filter))
  const columns = useColumns()
  const set = (change: MailFilter & { open?: string }) => void navigate({ to: '/administration/mail', search: { ...filter, ...(open ? { open } : {}), ...change } as never, replace: true })
  const test = useTestMail(() => toasts.show({ text: t('mail.test_done') }))
  const sendTest = may('mail:write') ? <Button onPress={() => test.mutate()} isPending={test.isPending}>{t('mail.test')}</Button> : undefined
  const chips = [
    ...states.map((id) => ({ id: `state-${id}`, name: t('mail.state'), value: t(`mail.states.${id}`), onRemove: () => set({ state: states.filter((other) => other !== id) }) })),
    ...kinds.map((id) => ({ id: `kind-${id}`, name: t('mail.kind'), value: t(`mail.kinds.${id}`), onRemove: () => set({ kind: kinds.filter((other) => other !== id) }) })),
  ]
  const available = [
    ...STATES.filter((id) => !states.includes(id)).map((id) => ({ id: `state-${id}`, label: `${t('mail.state')}: ${t(`mail.states.${id}`)}`, onAdd: () => set({ state: [...states, id] }) })),
    ...KINDS.filter((id) => !kinds.includes(id)).map((id) => ({ id: `kind-${id}`, label: `${t('mail.kind')}: ${t(`mail.kinds.${id}`)}`, onAdd: () => set({ kind: [...kinds, id] }) })),
  ]
  return (
    <div className="dw-page dw-page--fill">
      <PageHeader title={t('mail.title')} actions={<><ExportMenu list="/api/v1/mails" filter={filter} columns={['kind', 'recipient.name', 'address', 'state', 'reason', 'attempt_count', 'answer', 'created_at', 'sent_at']} />{sendTest}</>} />
      <FilterBar {...(may('mail:write') ? { query: { value: address ?? '', onChange: (text: string) => set({ address: text }), placeholder: t('mail.search') } } : {})} chips={chips} available={available} onClear={() => set({ state: [], kind: [] })} />
      <ProblemNote problem={test.problem ?? list.problem} />
      {list.problem ? null : (
        <Beside>
          <DataTable
            label={t('mail.title')} columns={columns} {...list} rowId={(row) => row.id} rowLabel={(row) => `${t(`mail.kinds.${row.kind}`)} ${row.recipient.name ?? ''}`} rowHref={(row) => `/administration/mail?open=${row.id}`} onOpen={(row) => set({ open: row.id })}
            empty={<EmptyState icon={InboxIcon} title={t('mail.empty')} actions={sendTest}>{t('mail.empty_text')}</EmptyState>}
          />
          {open ? <MailPeek key={open} id={open} onClose={() => set({ open: '' })} /> : null}
        </Beside>
      )}
    </div>
  )
}

function MailPeek({ id, onClose }: { id: string; onClose: () => void }) {
  const { t } = useTranslation('administration')
  const { data, error } = useQuery(mail(id))
  if (data) return <Loaded current={data} onClose={onClose} />
  return <Peek title={t('mail.one')} onClose={onClose} takeFocus>{error ? <ProblemNote problem={asProblem(error)} /> : <Skeleton lines={6} />}</Peek>
}

function Loaded({ current, onClose }: { current: Tagged<MailView>; onClose: () => void }) {
  const { t } = useTranslation('administration')
  const { view, etag } = current
  const again = useResend(view.id, () => toasts.show({ text: t('mail.resent') }))
  const actions = view.can.includes('resend') ? <Button small onPress={() => again.mutate(etag)} isPending={again.isPending}>{t('mail.resend')}</Button> : undefined
  return (
    <Peek title={t(`mail.kinds.${view.kind}`)} onClose={onClose} takeFocus actions={actions}>
      <ProblemNote problem={again.problem} />
      <DescriptionList
        items={[
          { term: t('mail.state'), value: <Badge tone={TONE[view.state]}>{t(`mail.states.${view.state}`)}</Badge> },
          ...(view.reason ? [{ term: t('mail.reason'), value: t(`mail.reasons.${view.reason}`) }] : []),
          { term: t('mail.recipient'), value: <NameOf of={view.recipient} href={`${whereOf(view)}/${view.recipient.id}`} /> },
          ...(view.absent ? [{ term: t('mail.absent'), value: <NameOf of={view.absent} /> }] : []),
          { term: t('mail.address'), value: view.address ?? t('mail.hidden') },
          { term: t('mail.attempts'), value: view.attempt_count },
          ...(view.answer ? [{ term: t('mail.answer'), value: view.answer }] : []),
          { term: t('mail.created'), value: <When value={view.created_at} /> },
          ...(view.due_at ? [{ term: t('mail.due'), value: <When value={view.due_at} /> }] : []),
          ...(view.sent_at ? [{ term: t('mail.sent'), value: <When value={view.sent_at} /> }] : []),
        ]}
      />
    </Peek>
  )
}

function useColumns(): Column<MailView>[] {
  const { t } = useTranslation('administration')
  return useMemo(
    () => [
      { id: 'kind', label: t('mail.kind'), width: 'minmax(11rem, 1.5fr)', card: 'title', cell: (row) => t(`mail.kinds.${row.kind}`) },
      { id: 'recipient', label: t('mail.recipient'), width: 'minmax(10rem, 1.5fr)', cell: (row) => <NameOf of={row.recipient} /> },
      { id: 'address', label: t('mail.address'), width: 'minmax(12rem, 2fr)', cell: (row) => row.address ?? <span className="dw-muted">{t('mail.hidden')}</span> },
      { id: 'state', label: t('mail.state'), width: '10rem', cell: (row) => <Badge tone={TONE[row.state]}>{t(`mail.states.${row.state}`)}</Badge> },
      { id: 'answer', label: t('mail.answer'), width: 'minmax(12rem, 2fr)', cell: (row) => <span className="dw-grid-text" title={row.answer ?? ''}>{row.reason ? t(`mail.reasons.${row.reason}`) : (row.answer ?? '–')}</span> },
      { id: 'created', label: t('mail.created'), width: '9rem', cell: (row) => <When value={row.created_at} /> },
      { id: 'sent', label: t('mail.sent'), width: '9rem', cell: (row) => (row.sent_at ? <When value={row.sent_at} /> : '–') },
    ],
    [t],
  )
}
