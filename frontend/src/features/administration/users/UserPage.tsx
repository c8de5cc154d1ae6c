import { useQuery } from '@tanstack/react-query'
import { useParams } from '@tanstack/react-router'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { Tagged } from '@/api/client'
import { useList } from '@/api/query'
import type { UserView } from '@/api/types'
import { useProblemText } from '@/api/useProblemText'
import { PageProblem } from '@/pickers/PageProblem'
import { ProblemNote } from '@/pickers/ProblemNote'
import { Badge } from '@/ui/Badge'
import { Button, IconButton } from '@/ui/Button'
import { DescriptionList } from '@/ui/DescriptionList'
import { Confirm } from '@/ui/Dialog'
import { FormDialog } from '@/ui/FormDialog'
import { EditIcon, MoreIcon } from '@/ui/icons'
import { Menu } from '@/ui/Menu'
import { NameOf } from '@/ui/NameOf'
import { PageHeader } from '@/ui/PageHeader'
import { PageSkeleton, Skeleton } from '@/ui/Skeleton'
import { Sessions } from '@/ui/Sessions'
import { toasts } from '@/ui/toasts'
import { When } from '@/ui/When'
import { ExplainDialog } from '../access/ExplainDialog'
import { HeldGrants } from '../access/HeldGrants'
import { NewPassword } from './NewPassword'
import { user, userSessions, useEndSession, useEndSessions, useInvite, useSetPassword, useSwitchUser } from './queries'
import { UserEditDialog } from './UserDialog'
import { UserHistory } from './UserHistory'

/** One user: account, roles, teams, sessions. */
export function UserPage() {
  const { t } = useTranslation('administration')
  const { id } = useParams({ strict: false }) as { id: string }
  const { data, error } = useQuery(user(id))
  if (error && !data) return <PageProblem error={error} back={{ label: t('nav.users'), href: '/administration/users' }} />
  if (!data) return <PageSkeleton />
  return <Loaded key={id} current={data} />
}

type Open = 'edit' | 'password' | 'deactivate' | 'explain' | null

function Loaded({ current }: { current: Tagged<UserView> }) {
  const { t } = useTranslation('administration')
  const [open, setOpen] = useState<Open>(null)
  const { view, etag } = current
  const close = () => setOpen(null)
  const toggle = useSwitchUser(view.id)
  const invite = useInvite(view.id, () => toasts.show({ text: t('users.invited', { name: view.name }) }))
  const can = (act: string) => view.can.includes(act)
  const activate = () => toggle.mutate({ active: true, etag }, { onSuccess: () => toasts.show({ text: t('users.activated', { name: view.name }) }) })
  const deactivate = () => toggle.mutate({ active: false, etag }, {
    onSettled: close,
    onSuccess: (saved) => toasts.show({ text: t('users.deactivated', { name: view.name }), action: { label: t('undo'), run: () => toggle.mutate({ active: true, etag: saved.etag }) } }),
  })
  const entries = [
    ...(can('invite') ? [{ id: 'invite', label: t('users.invite'), onAction: () => invite.mutate() }] : []),
    ...(can('set_password') ? [{ id: 'password', label: t('users.set_password'), onAction: () => setOpen('password') }] : []),
    { id: 'explain', label: t('explain.open'), onAction: () => setOpen('explain') },
    ...(can('activate') ? [{ id: 'activate', label: t('users.activate'), onAction: activate }] : []),
    ...(can('deactivate') ? [{ id: 'deactivate', label: t('users.deactivate'), danger: true, onAction: () => setOpen('deactivate') }] : []),
  ]
  return (
    <div className="dw-page">
      <PageHeader
        title={view.name} crumbs={[{ label: t('nav.users'), href: '/administration/users' }]}
        meta={<><span>{view.login}</span><Badge tone={view.status === 'active' ? 'success' : 'neutral'}>{t(`users.status_${view.status}`)}</Badge></>}
        actions={
          <>
            {can('update') ? <Button icon={<EditIcon aria-hidden="true" />} onPress={() => setOpen('edit')}>{t('edit')}</Button> : null}
            <Menu label={t('more_acts')} trigger={<IconButton label={t('more_acts')} icon={<MoreIcon />} noTooltip />} groups={[{ id: 'acts', title: t('more_acts'), hideTitle: true, entries }]} />
          </>
        }
      />
      <ProblemNote problem={toggle.problem ?? invite.problem} />
      <Body view={view} />
      {open === 'edit' ? <UserEditDialog current={current} onClose={close} /> : null}
      {open === 'password' ? <PasswordDialog view={view} onClose={close} /> : null}
      {open === 'explain' ? <ExplainDialog actor={{ id: view.id, name: view.name }} onClose={close} /> : null}
      <Confirm isOpen={open === 'deactivate'} onClose={close} title={t('users.deactivate_title', { name: view.name })} confirm={t('users.deactivate_send')} onConfirm={deactivate} isPending={toggle.isPending}>
        <p>{t('users.deactivate_text')}</p>
      </Confirm>
    </div>
  )
}

function Body({ view }: { view: UserView }) {
  const { t } = useTranslation('administration')
  const email = view.hidden.includes('email') ? <NameOf of={{ name: null }} /> : (view.email ?? '–')
  return (
    <div className="dw-columns">
      <div>
        <section className="dw-card dw-section">
          <h2>{t('users.account')}</h2>
          <DescriptionList
            items={[
              { term: t('users.login'), value: view.login },
              { term: t('users.email'), value: email },
              { term: t('users.language'), value: view.language === 'en' ? 'English' : 'Deutsch' },
              { term: t('users.password'), value: view.has_password ? t('users.has_password') : <Badge tone="warning">{t('users.no_password')}</Badge> },
              { term: t('users.created'), value: <When value={view.created_at} /> },
            ]}
          />
        </section>
        <section className="dw-card dw-section"><HeldGrants holder={{ kind: 'user', id: view.id, name: view.name }} mayGrant={view.can.includes('grant')} /></section>
      </div>
      <div>
        <section className="dw-card dw-section">
          <h2>{t('nav.teams')}</h2>
          {view.teams.length === 0 ? <p className="dw-muted">{t('users.no_teams')}</p> : <ul className="dw-lines">{view.teams.map((team) => <li key={team.id}><NameOf of={team} href={`/administration/teams/${team.id}`} /></li>)}</ul>}
        </section>
        {view.can.includes('end_sessions') ? <section className="dw-card dw-section"><UserSessions id={view.id} /></section> : null}
        <section className="dw-card dw-section"><UserHistory id={view.id} /></section>
      </div>
    </div>
  )
}

function UserSessions({ id }: { id: string }) {
  const { t } = useTranslation('administration')
  const { rows, problem } = useList(userSessions(id))
  const end = useEndSession(id)
  const endAll = useEndSessions(id, () => toasts.show({ text: t('users.sessions_ended') }))
  return (
    <>
      <div className="dw-section-head">
        <h2>{t('users.sessions')}</h2>
        {rows && rows.length > 1 ? <Button small onPress={() => endAll.mutate(undefined)} isPending={endAll.isPending}>{t('users.end_all')}</Button> : null}
      </div>
      <ProblemNote problem={problem ?? end.problem ?? endAll.problem} />
      {rows === undefined ? (problem ? null : <Skeleton lines={3} />) : <Sessions sessions={rows} onEnd={(session) => end.mutate(session)} pending={end.isPending ? end.variables : undefined} />}
    </>
  )
}

function PasswordDialog({ view, onClose }: { view: UserView; onClose: () => void }) {
  const { t } = useTranslation('administration')
  const say = useProblemText()
  const [password, setPassword] = useState('')
  const set = useSetPassword(view.id, () => { toasts.show({ text: t('users.password_set', { name: view.name }) }); onClose() })
  return (
    <FormDialog title={t('users.password_title', { name: view.name })} submit={t('users.set_password_send')} onClose={onClose} onSubmit={() => set.mutate(password)} isPending={set.isPending} problem={set.problem ? say(set.problem) : undefined}>
      <p>{t('users.password_text')}</p>
      <NewPassword value={password} onChange={setPassword} error={set.problem?.at('/password')} />
    </FormDialog>
  )
}
