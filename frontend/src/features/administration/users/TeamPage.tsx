import { useQuery } from '@tanstack/react-query'
import { useParams } from '@tanstack/react-router'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { Tagged } from '@/api/client'
import type { TeamView } from '@/api/types'
import { PageProblem } from '@/pickers/PageProblem'
import { ProblemNote } from '@/pickers/ProblemNote'
import type { Picked } from '@/pickers/picked'
import { inputOfTexts, useEdit } from '@/pickers/useEdit'
import { UserPicker } from '@/pickers/UserPicker'
import { Button } from '@/ui/Button'
import { FormDialog } from '@/ui/FormDialog'
import { EditIcon } from '@/ui/icons'
import { NameOf } from '@/ui/NameOf'
import { PageHeader } from '@/ui/PageHeader'
import { PageSkeleton } from '@/ui/Skeleton'
import { TextField } from '@/ui/TextField'
import { toasts } from '@/ui/toasts'
import { HeldGrants } from '../access/HeldGrants'
import { team, useRenameTeam, useTeamMember } from './queries'

/** One team: members and roles. */
export function TeamPage() {
  const { t } = useTranslation('administration')
  const { id } = useParams({ strict: false }) as { id: string }
  const { data, error } = useQuery(team(id))
  if (error && !data) return <PageProblem error={error} back={{ label: t('nav.teams'), href: '/administration/teams' }} />
  if (!data) return <PageSkeleton />
  return <Loaded key={id} current={data} />
}

function Loaded({ current }: { current: Tagged<TeamView> }) {
  const { t } = useTranslation('administration')
  const [editing, setEditing] = useState(false)
  const { view } = current
  const edit = view.can.includes('update') ? <Button icon={<EditIcon aria-hidden="true" />} onPress={() => setEditing(true)}>{t('teams.rename')}</Button> : undefined
  return (
    <div className="dw-page">
      <PageHeader title={view.name} crumbs={[{ label: t('nav.teams'), href: '/administration/teams' }]} actions={edit} />
      <div className="dw-columns">
        <div><section className="dw-card dw-section"><Members current={current} /></section></div>
        <div><section className="dw-card dw-section"><HeldGrants holder={{ kind: 'team', id: view.id, name: view.name }} mayGrant /></section></div>
      </div>
      {editing ? <RenameDialog current={current} onClose={() => setEditing(false)} /> : null}
    </div>
  )
}

function Members({ current: { view, etag } }: { current: Tagged<TeamView> }) {
  const { t } = useTranslation('administration')
  const member = useTeamMember(view.id)
  const [picked, setPicked] = useState<Picked | null>(null)
  function add() {
    if (picked) member.mutate({ user: picked.id, add: true, etag }, { onSuccess: () => setPicked(null) })
  }
  function remove(user: Picked) {
    member.mutate({ user: user.id, add: false, etag }, {
      onSuccess: (saved) => toasts.show({ text: t('teams.removed', { name: user.name ?? '' }), action: { label: t('undo'), run: () => member.mutate({ user: user.id, add: true, etag: saved.etag }) } }),
    })
  }
  return (
    <>
      <h2>{t('teams.members')}</h2>
      <ProblemNote problem={member.problem} />
      {view.can.includes('add_member') ? (
        <div className="dw-add">
          <UserPicker label={t('teams.add')} value={picked} onChange={setPicked} />
          <Button onPress={add} isPending={member.isPending} {...(picked ? {} : { disabledReason: t('teams.choose') })}>{t('add')}</Button>
        </div>
      ) : null}
      {view.members.length === 0 ? <p className="dw-muted">{t('teams.nobody')}</p> : (
        <ul className="dw-lines">
          {view.members.map((user) => (
            <li key={user.id}>
              <span className="dw-grow"><NameOf of={user} href={`/administration/users/${user.id}`} /></span>
              {view.can.includes('remove_member') ? <Button small variant="quiet" onPress={() => remove(user)}>{t('remove')}</Button> : null}
            </li>
          ))}
        </ul>
      )}
    </>
  )
}

const draftOf = (view: TeamView) => ({ name: view.name })

function RenameDialog({ current, onClose }: { current: Tagged<TeamView>; onClose: () => void }) {
  const { t } = useTranslation('administration')
  const edit = useEdit({ current, draftOf, change: useRenameTeam(current.view.id, onClose), inputOf: inputOfTexts, onSame: onClose, fields: { name: { label: t('teams.name') } } })
  return (
    <FormDialog title={t('teams.rename')} submit={t('save')} onClose={onClose} onSubmit={() => edit.save()} isPending={edit.isPending} problem={edit.problem} notice={edit.notice}>
      <TextField label={t('teams.name')} pointer="/name" value={edit.draft.name} onChange={(name) => edit.set({ name })} error={edit.error('/name')} maxLength={200} isRequired />
    </FormDialog>
  )
}
