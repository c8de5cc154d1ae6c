import { useQuery } from '@tanstack/react-query'
import { useEffect, useRef, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { meQuery, useMay } from '@/api/me'
import type { Named, ReportRhythm, ReportScopeKind, StatusReport } from '@/api/types'
import { useProblemText } from '@/api/useProblemText'
import { programmes } from '@/pickers/choices'
import { OrganisationPicker } from '@/pickers/OrganisationPicker'
import type { Picked } from '@/pickers/picked'
import { UserPicker } from '@/pickers/UserPicker'
import { Button } from '@/ui/Button'
import { Checkbox } from '@/ui/Checkbox'
import { FormDialog } from '@/ui/FormDialog'
import { Segmented } from '@/ui/Segmented'
import { Select } from '@/ui/Select'
import { TextField } from '@/ui/TextField'
import { toasts } from '@/ui/toasts'
import { allRoles } from '@/views/queries'
import { useChangeReport, useCreateReport } from './queries'

const SCOPES: ReportScopeKind[] = ['programme', 'region', 'municipality']
const RHYTHMS: ReportRhythm[] = ['none', 'daily', 'weekly', 'monthly']
const numbered = (count: number) => Array.from({ length: count }, (_, index) => String(index + 1))

interface DialogProps {
  /** The report that is changed; without one a new one is kept. */
  report?: StatusReport
  onClose: () => void
  onDone: (report: StatusReport) => void
}

/** What is being filled in. */
function useDraft(report: StatusReport | undefined) {
  const [draft, setDraft] = useState({
    name: report?.name ?? '',
    kind: report?.scope.kind ?? ('programme' as ReportScopeKind),
    scope: (report ? { id: report.scope.id, name: report.scope.name } : null) as Picked | null,
    language: report?.language ?? ('de' as 'de' | 'en'),
    rhythm: report?.rhythm ?? ('none' as ReportRhythm),
    weekday: String(report?.weekday ?? 1),
    monthDay: String(report?.month_day ?? 1),
    xlsx: report?.xlsx ?? false,
    users: report?.users ?? ([] as Named[]),
    roles: report?.roles.map(({ id }) => id) ?? ([] as string[]),
  })
  const change = (patch: Partial<typeof draft>) => setDraft((before) => ({ ...before, ...patch }))
  return { draft, change }
}
type Draft = ReturnType<typeof useDraft>['draft']
interface PartProps { draft: Draft; change: (patch: Partial<Draft>) => void }

const NOTHING = '00000000-0000-0000-0000-000000000000'
const bodyOf = ({ name, kind, scope, language, rhythm, weekday, monthDay, xlsx, users, roles }: Draft) => ({
  name, language, rhythm, xlsx, roles,
  scope: { kind, id: scope?.id ?? NOTHING },
  weekday: rhythm === 'weekly' ? Number(weekday) : null,
  month_day: rhythm === 'monthly' ? Number(monthDay) : null,
  users: users.map(({ id }) => id),
})

/** What of, how often, for whom. */
export function ReportDialog({ report, onClose, onDone }: DialogProps) {
  const { t } = useTranslation('status')
  const say = useProblemText()
  const may = useMay()
  const { draft, change } = useDraft(report)
  const done = (kept: StatusReport) => { toasts.show({ text: t('kept', { name: kept.name }) }); onClose(); onDone(kept) }
  const create = useCreateReport(done)
  const patch = useChangeReport(report?.id ?? '', () => { if (report) done({ ...report, name: draft.name }) })
  const problem = create.problem ?? patch.problem
  const send = () => (report ? patch.mutate({ version: report.version, body: bodyOf(draft) }) : create.mutate(bodyOf(draft)))
  return (
    <FormDialog title={report ? t('edit_title') : t('create_title')} onClose={onClose} submit={t('save')} onSubmit={send} isPending={create.isPending || patch.isPending} problem={problem && say(problem)}>
      <TextField label={t('name')} value={draft.name} onChange={(name) => change({ name })} maxLength={100} pointer="/name" />
      <ScopeFields draft={draft} change={change} />
      <RhythmFields draft={draft} change={change} />
      <Segmented label={t('language.label')} value={draft.language} onChange={(language) => change({ language: language as Draft['language'] })} options={(['de', 'en'] as const).map((id) => ({ id, label: t(`language.${id}`) }))} />
      <Checkbox isSelected={draft.xlsx} onChange={(xlsx) => change({ xlsx })}>{t('xlsx')}</Checkbox>
      {may('report:schedule') ? <Recipients report={report} draft={draft} change={change} /> : null}
    </FormDialog>
  )
}

function ScopeFields({ draft, change }: PartProps) {
  const { t } = useTranslation('status')
  const known = useQuery(programmes).data?.items ?? []
  return (
    <>
      <Segmented label={t('scope.label')} value={draft.kind} onChange={(kind) => change({ kind: kind as ReportScopeKind, scope: null })} options={SCOPES.map((id) => ({ id, label: t(`scope.${id}`) }))} />
      {draft.kind === 'programme' ? (
        <Select label={t('scope.programme')} options={known.map(({ id, name }) => ({ id, label: name ?? t('hidden') }))} value={draft.scope?.id ?? null} onChange={(id) => change({ scope: id === null ? null : { id, name: null } })} pointer="/scope/id" />
      ) : (
        <OrganisationPicker key={draft.kind} label={t(`scope.${draft.kind}`)} {...(draft.kind === 'municipality' ? { kinds: ['municipality', 'independent_city'] } : {})} description={t(`scope.${draft.kind}_hint`)} value={draft.scope} onChange={(scope) => change({ scope })} pointer="/scope/id" />
      )}
    </>
  )
}

function RhythmFields({ draft, change }: PartProps) {
  const { t } = useTranslation('status')
  return (
    <>
      <Segmented label={t('rhythm.label')} value={draft.rhythm} onChange={(rhythm) => change({ rhythm: rhythm as ReportRhythm })} options={RHYTHMS.map((id) => ({ id, label: t(`rhythm.short_${id}`) }))} />
      {draft.rhythm === 'weekly' ? (
        <Select label={t('weekday.label')} options={numbered(7).map((id) => ({ id, label: t(`weekday.${id}`) }))} value={draft.weekday} onChange={(weekday) => change({ weekday: weekday ?? '1' })} pointer="/weekday" />
      ) : draft.rhythm === 'monthly' ? (
        <Select label={t('month_day')} description={t('month_day_hint')} options={numbered(31).map((id) => ({ id, label: `${id}.` }))} value={draft.monthDay} onChange={(monthDay) => change({ monthDay: monthDay ?? '1' })} pointer="/month_day" />
      ) : null}
    </>
  )
}

/** People and roles that get it; nobody named means oneself. */
function Recipients({ report, draft, change }: PartProps & { report: StatusReport | undefined }) {
  const { t } = useTranslation('status')
  const may = useMay()
  const own = useQuery(meQuery).data?.roles ?? []
  const all = useQuery({ ...allRoles, enabled: may('role:read') }).data
  const known = new Map([...(report?.roles ?? []), ...own, ...(all ?? [])].map(({ id, name }) => [id, name ?? id]))
  const toggle = (id: string, on: boolean) => change({ roles: on ? [...draft.roles, id] : draft.roles.filter((other) => other !== id) })
  const people = useRef<HTMLUListElement>(null)
  const before = useRef(draft.users.length)
  // The field that found somebody begins anew, and the line of somebody removed goes: focus stays with the people.
  useEffect(() => {
    if (before.current === draft.users.length) return
    before.current = draft.users.length
    const lines = people.current?.querySelectorAll('button') ?? []
    lines[lines.length - 1]?.focus()
  }, [draft.users.length])
  const add = (user: Named | null) => { if (user && !draft.users.some(({ id }) => id === user.id)) change({ users: [...draft.users, user] }) }
  return (
    <fieldset className="rp-recipients">
      <legend className="dw-label">{t('recipients')}</legend>
      <p className="dw-muted dw-small">{t('recipients_hint')}</p>
      <UserPicker key={draft.users.length} label={t('add_person')} value={null} onChange={add} pointer="/users" optional />
      {draft.users.length > 0 ? (
        <ul className="rp-people" ref={people}>
          {draft.users.map((user) => (
            <li key={user.id}>{user.name ?? t('hidden')} <Button small variant="quiet" onPress={() => change({ users: draft.users.filter(({ id }) => id !== user.id) })}>{t('remove_person', { name: user.name ?? t('hidden') })}</Button></li>
          ))}
        </ul>
      ) : null}
      {[...known].map(([id, name]) => <Checkbox key={id} isSelected={draft.roles.includes(id)} onChange={(on) => toggle(id, on)}>{name}</Checkbox>)}
    </fieldset>
  )
}
