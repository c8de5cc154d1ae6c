import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { useList } from '@/api/query'
import type { GrantView, HolderKind, ScopeKind } from '@/api/types'
import { useProblemText } from '@/api/useProblemText'
import { ClientPicker } from '@/pickers/ClientPicker'
import { OrganisationPicker } from '@/pickers/OrganisationPicker'
import type { Picked, PickerProps } from '@/pickers/picked'
import { TeamPicker } from '@/pickers/TeamPicker'
import { UserPicker } from '@/pickers/UserPicker'
import { FormDialog } from '@/ui/FormDialog'
import { Segmented } from '@/ui/Segmented'
import { Select } from '@/ui/Select'
import { toasts } from '@/ui/toasts'
import { useLanguage } from '@/ui/When'
import { roleList, useCreateGrant } from './queries'

export interface Holder extends Picked {
  kind: HolderKind
}

const HOLDERS: HolderKind[] = ['user', 'team', 'api_client']
const SCOPES: ScopeKind[] = ['everything', 'organisation', 'involved', 'team']

/** Who gets which role where. With `holder` the who is settled. */
export function GrantDialog({ holder, role: givenRole, onClose, onDone }: { holder?: Holder | undefined; role?: string | undefined; onClose: () => void; onDone: (made: GrantView) => void }) {
  const { t } = useTranslation('administration')
  const say = useProblemText()
  const language = useLanguage()
  const { rows: roles } = useList(roleList())
  const [kind, setKind] = useState<HolderKind>(holder?.kind ?? 'user')
  const [who, setWho] = useState<Picked | null>(holder ?? null)
  const [role, setRole] = useState<string | null>(givenRole ?? null)
  const [scopeKind, setScopeKind] = useState<ScopeKind>('organisation')
  const [scope, setScope] = useState<Picked | null>(null)
  const [tried, setTried] = useState(false)
  const create = useCreateGrant((made) => { toasts.show({ text: t('grants.created') }); onDone(made) })
  const { problem } = create
  const needsScope = scopeKind !== 'everything'
  const missing = (value: unknown, text: string) => (tried && !value ? text : undefined)
  function send() {
    setTried(true)
    if (!who || !role || (needsScope && !scope)) return
    create.mutate({ role_id: role, holder: { kind, id: who.id }, scope: { kind: scopeKind, ...(needsScope && scope ? { id: scope.id } : {}) } })
  }
  const scopeProps = { pointer: '/scope/id', value: scope, onChange: setScope, error: missing(scope, t('grants.scope_missing')) ?? problem?.at('/scope/id'), isRequired: true }
  return (
    <FormDialog title={holder ? t('grants.create_for', { name: holder.name ?? '' }) : t('grants.create')} submit={t('grants.send')} onClose={onClose} onSubmit={send} isPending={create.isPending} problem={problem ? say(problem) : undefined}>
      {holder ? null : (
        <>
          <Segmented label={t('grants.who')} value={kind} onChange={(id) => { setKind(id as HolderKind); setWho(null) }} options={HOLDERS.map((id) => ({ id, label: t(`grants.holder_${id}`) }))} />
          <HolderPicker kind={kind} pointer="/holder/id" value={who} onChange={setWho} error={missing(who, t('grants.who_missing')) ?? problem?.at('/holder/id')} isRequired />
        </>
      )}
      <Select
        label={t('grants.role')} pointer="/role_id" value={role} onChange={setRole} error={missing(role, t('grants.role_missing')) ?? problem?.at('/role_id')}
        options={(roles ?? []).map((one) => ({ id: one.id, label: language === 'en' ? one.name_en : one.name_de, note: t('roles.count', { count: one.permissions.length }) }))}
      />
      <Select label={t('grants.where')} pointer="/scope/kind" value={scopeKind} onChange={(id) => { setScopeKind((id ?? 'everything') as ScopeKind); setScope(null) }} options={SCOPES.map((id) => ({ id, label: t(`scope.${id}`), note: t(`scope_hint.${id}`) }))} error={problem?.at('/scope/kind')} />
      {scopeKind === 'organisation' || scopeKind === 'involved' ? <OrganisationPicker {...scopeProps} /> : null}
      {scopeKind === 'team' ? <TeamPicker {...scopeProps} /> : null}
    </FormDialog>
  )
}

function HolderPicker({ kind, ...props }: PickerProps & { kind: HolderKind }) {
  if (kind === 'user') return <UserPicker {...props} />
  return kind === 'team' ? <TeamPicker {...props} /> : <ClientPicker {...props} />
}
