import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { meQuery, useMay } from '@/api/me'
import type { SavedView } from '@/api/types'
import { useProblemText } from '@/api/useProblemText'
import { Checkbox } from '@/ui/Checkbox'
import { FormDialog } from '@/ui/FormDialog'
import { TextField } from '@/ui/TextField'
import { toasts } from '@/ui/toasts'
import type { ViewKind } from './kinds'
import { allRoles, useChangeView, useCreateView, useMarkView } from './queries'

interface DialogProps {
  kind: ViewKind
  query: string
  /** The view that is changed; without one the query is kept as a new one. */
  view?: SavedView
  onClose: () => void
}

/** Name and readers of a view; for a new one also what it shall be to oneself. */
export function ViewDialog({ kind, query, view, onClose }: DialogProps) {
  const { t } = useTranslation('views')
  const say = useProblemText()
  const [name, setName] = useState(view?.name ?? '')
  const [roles, setRoles] = useState<string[]>(view?.roles.map((role) => role.id) ?? [])
  const [pinned, setPinned] = useState(false)
  const [standard, setStandard] = useState(false)
  const mark = useMarkView()
  const done = (kept: SavedView) => {
    toasts.show({ text: view ? t('changed', { name: kept.name }) : t('created', { name: kept.name }) })
    onClose()
  }
  const create = useCreateView((made) => (pinned || standard ? mark.mutate({ view: made, pinned, standard }, { onSettled: () => done(made) }) : done(made)))
  const change = useChangeView(done)
  const problem = create.problem ?? change.problem
  const send = () => (view ? change.mutate({ view, body: { name, roles } }) : create.mutate({ kind, name, query, roles }))
  return (
    <FormDialog title={view ? t('edit_title') : t('create_title')} onClose={onClose} submit={t('save')} onSubmit={send} isPending={create.isPending || change.isPending || mark.isPending} problem={problem && say(problem)}>
      <TextField label={t('name')} value={name} onChange={setName} maxLength={100} pointer="/name" />
      <Readers view={view} chosen={roles} onChange={setRoles} />
      {view ? null : (
        <>
          <Checkbox isSelected={pinned} onChange={setPinned}>{t('pin_it')}</Checkbox>
          <Checkbox isSelected={standard} onChange={setStandard}>{t('standard_it')}</Checkbox>
        </>
      )}
    </FormDialog>
  )
}

/** Roles that see it too; nothing for those who may not share. */
function Readers({ view, chosen, onChange }: { view: SavedView | undefined; chosen: string[]; onChange: (roles: string[]) => void }) {
  const { t } = useTranslation('views')
  const may = useMay()
  const own = useQuery(meQuery).data?.roles ?? []
  const all = useQuery({ ...allRoles, enabled: may('role:read') }).data
  if (!may('saved_view:share')) return null
  const known = new Map([...(view?.roles ?? []), ...own, ...(all ?? [])].map(({ id, name }) => [id, name ?? id]))
  return (
    <fieldset className="vw-readers">
      <legend className="dw-label">{t('readers')}</legend>
      {[...known].map(([id, name]) => (
        <Checkbox key={id} isSelected={chosen.includes(id)} onChange={(on) => onChange(on ? [...chosen, id] : chosen.filter((other) => other !== id))}>{name}</Checkbox>
      ))}
    </fieldset>
  )
}
