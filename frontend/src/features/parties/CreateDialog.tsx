import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { Named, PartyEntryCreate, PartyRoleView, PartyScope } from '@/api/types'
import { useProblemText } from '@/api/useProblemText'
import { dayOf } from '@/lib/dates'
import { OrganisationPicker } from '@/pickers/OrganisationPicker'
import { PersonPicker } from '@/pickers/PersonPicker'
import { ServicePicker } from '@/pickers/ServicePicker'
import { Checkbox } from '@/ui/Checkbox'
import { DateField } from '@/ui/DateField'
import { FormDialog } from '@/ui/FormDialog'
import { Select } from '@/ui/Select'
import { TextField } from '@/ui/TextField'
import { toasts } from '@/ui/toasts'
import { programmes } from '@/pickers/choices'
import { useCreateEntry } from './queries'
import { SCOPES } from './words'

/** What is known already where somebody begins. */
export interface Beginning {
  role?: string
  body?: Named | null
  service?: Named | null
}

interface CreateProps {
  roles: PartyRoleView[]
  beginning?: Beginning
  onClose: () => void
}

interface Draft {
  role: string | null
  scope: PartyScope
  body: Named | null
  service: Named | null
  programme: string | null
  organisation: Named | null
  person: Named | null
  from: string | null
  to: string | null
  note: string
}

/** Says who it is: role, where, who, since when. */
export function CreateDialog({ roles, beginning = {}, onClose }: CreateProps) {
  const { t } = useTranslation('parties')
  const say = useProblemText()
  const [draft, setDraft] = useState<Draft>(() => ({
    role: beginning.role ?? null, scope: beginning.body ? (beginning.service ? 'body_service' : 'body') : beginning.service ? 'service' : 'body',
    body: beginning.body ?? null, service: beginning.service ?? null, programme: null, organisation: null, person: null, from: dayOf(new Date()), to: null, note: '',
  }))
  const [replace, setReplace] = useState(false)
  const [tried, setTried] = useState(false)
  const create = useCreateEntry((made) => { toasts.show({ text: t('created', { role: made.role_name }) }); onClose() })
  const { problem } = create
  const set = (patch: Partial<Draft>) => setDraft((now) => ({ ...now, ...patch }))
  const body = inputOf(draft, replace)
  function send() {
    setTried(true)
    if (body) create.mutate(body)
  }
  const missing = (value: unknown) => (tried && !value ? t('missing') : undefined)
  const overlaps = problem?.code === 'party-entry-overlaps'
  return (
    <FormDialog title={t('new_title')} submit={t('create')} onClose={onClose} onSubmit={send} isPending={create.isPending} problem={problem ? say(problem) : undefined}>
      <Select label={t('role')} pointer="/role" options={roles.filter(({ can }) => can.includes('give')).map(({ key, name }) => ({ id: key, label: name }))} value={draft.role} onChange={(role) => set({ role })} error={missing(draft.role) ?? problem?.at('/role')} isRequired />
      <Where draft={draft} set={set} missing={missing} at={(pointer) => problem?.at(pointer)} />
      <OrganisationPicker label={t('organisation')} pointer="/organisation_id" value={draft.organisation} onChange={(organisation) => set({ organisation })} error={missing(draft.organisation) ?? problem?.at('/organisation_id')} isRequired />
      <PersonPicker pointer="/person_id" value={draft.person} onChange={(person) => set({ person })} error={problem?.at('/person_id')} optional {...(draft.organisation ? { organisation: draft.organisation.id } : {})} />
      <div className="pt-days">
        <DateField label={t('from')} pointer="/valid_from" value={draft.from} onChange={(from) => set({ from })} error={problem?.at('/valid_from')} />
        <DateField label={t('to')} description={t('to_hint')} pointer="/valid_to" value={draft.to} onChange={(to) => set({ to })} error={problem?.at('/valid_to')} optional />
      </div>
      <TextField label={t('note')} pointer="/note" value={draft.note} onChange={(note) => set({ note })} maxLength={500} optional />
      {overlaps || replace ? <Checkbox isSelected={replace} onChange={setReplace}>{t('replace')}</Checkbox> : null}
    </FormDialog>
  )
}

interface WhereProps {
  draft: Draft
  set: (patch: Partial<Draft>) => void
  missing: (value: unknown) => string | undefined
  at: (pointer: string) => string | undefined
}

function Where({ draft, set, missing, at }: WhereProps) {
  const { t } = useTranslation('parties')
  const all = useQuery(programmes).data?.items ?? []
  const { scope } = draft
  return (
    <>
      <Select label={t('where')} options={SCOPES.map((id) => ({ id, label: t(`scope.${id}`) }))} value={scope} onChange={(id) => id && set({ scope: id as PartyScope })} isRequired />
      {scope === 'body' || scope === 'body_service' ? <OrganisationPicker label={t('body')} description={t('body_hint')} pointer="/body_id" value={draft.body} onChange={(body) => set({ body })} error={missing(draft.body) ?? at('/body_id')} isRequired /> : null}
      {scope === 'service' || scope === 'body_service' ? <ServicePicker pointer="/service_id" value={draft.service} onChange={(service) => set({ service })} error={missing(draft.service) ?? at('/service_id')} isRequired /> : null}
      {scope === 'programme' ? <Select label={t('programme')} pointer="/programme_id" options={all.map(({ id, name }) => ({ id, label: name }))} value={draft.programme} onChange={(programme) => set({ programme })} error={missing(draft.programme) ?? at('/programme_id')} isRequired /> : null}
    </>
  )
}

/** What is sent; nothing while something is missing. */
function inputOf({ role, scope, body, service, programme, organisation, person, from, to, note }: Draft, replace: boolean): PartyEntryCreate | undefined {
  if (!role || !organisation) return undefined
  const who = { role, organisation_id: organisation.id, person_id: person?.id ?? null, ...(from ? { valid_from: from } : {}), valid_to: to, note: note.trim() || null, replace }
  if (scope === 'programme') return programme ? { ...who, programme_id: programme } : undefined
  if (scope === 'service') return service ? { ...who, service_id: service.id } : undefined
  if (!body || (scope === 'body_service' && !service)) return undefined
  return { ...who, body_id: body.id, ...(scope === 'body_service' && service ? { service_id: service.id } : {}) }
}
