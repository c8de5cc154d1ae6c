import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { Tagged } from '@/api/client'
import { currentOf } from '@/api/conflict'
import type { ApiClientView, ApiClientSecret } from '@/api/types'
import { useProblemText } from '@/api/useProblemText'
import { addDays, dayOf } from '@/lib/dates'
import { Conflict } from '@/ui/Conflict'
import { DateField } from '@/ui/DateField'
import { FormDialog } from '@/ui/FormDialog'
import { TextField } from '@/ui/TextField'
import { toasts } from '@/ui/toasts'
import { PermissionBoxes } from '../access/Permissions'
import { useChangeClient, useCreateClient } from './queries'

export interface ClientDialogProps {
  /** The client to change; undefined for a new one. */
  current: Tagged<ApiClientView> | undefined
  onClose: () => void
  onMade: (made: ApiClientSecret) => void
}

/** The end of that day in UTC. */
const endOf = (day: string | null) => (day === null ? null : `${day}T23:59:59Z`)

/** Name, end and the permissions a program may use at most. */
export function ClientDialog({ current, onClose, onMade }: ClientDialogProps) {
  const { t } = useTranslation('administration')
  const say = useProblemText()
  const [base] = useState(current)
  const [name, setName] = useState(base?.view.name ?? '')
  const [scopes, setScopes] = useState<string[]>(base?.view.scopes ?? [])
  const [expires, setExpires] = useState<string | null>(base?.view.expires_at ? dayOf(new Date(base.view.expires_at)) : null)
  const create = useCreateClient(onMade)
  const change = useChangeClient(base?.view.id ?? '', () => { toasts.show({ text: t('saved') }); onClose() })
  const act = base ? change : create
  const { problem } = act
  const stored = currentOf<ApiClientView>(problem)
  const body = { name: name.trim(), scopes, expires_at: endOf(expires) }
  const save = (etag: string) => change.mutate({ body, etag })
  const notice = stored ? (
    <Conflict
      fields={[{ label: t('clients.name'), mine: name, theirs: stored.view.name }, { label: t('clients.scopes'), mine: scopes.join(', '), theirs: stored.view.scopes.join(', ') }]}
      onReload={onClose} onOverwrite={() => save(stored.etag)} isPending={change.isPending}
    />
  ) : undefined
  return (
    <FormDialog
      title={base ? t('edit_title', { name: base.view.name }) : t('clients.create')} submit={base ? t('save') : t('create')} onClose={onClose} wide
      onSubmit={() => (base ? save(base.etag) : create.mutate(body))} isPending={act.isPending} problem={problem ? say(problem) : undefined} notice={notice}
    >
      <div className="dw-form-two">
        <TextField label={t('clients.name')} pointer="/name" value={name} onChange={setName} error={problem?.at('/name')} description={t('clients.name_hint')} maxLength={200} isRequired />
        <DateField label={t('clients.expires')} pointer="/expires_at" optional value={expires} onChange={setExpires} error={problem?.at('/expires_at')} minValue={addDays(dayOf(new Date()), 1)} />
      </div>
      <p className="dw-muted dw-small">{t('clients.scopes_hint')}</p>
      <PermissionBoxes label={t('clients.scopes')} value={scopes} onChange={setScopes} />
    </FormDialog>
  )
}
