import { useSuspenseQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { meQuery } from '@/api/me'
import { useList } from '@/api/query'
import type { Language } from '@/api/types'
import { ProblemNote } from '@/pickers/ProblemNote'
import { Button } from '@/ui/Button'
import { DescriptionList } from '@/ui/DescriptionList'
import { Confirm } from '@/ui/Dialog'
import { PageHeader } from '@/ui/PageHeader'
import { Segmented } from '@/ui/Segmented'
import { Sessions } from '@/ui/Sessions'
import { Skeleton } from '@/ui/Skeleton'
import { toasts } from '@/ui/toasts'
import { useLanguage } from '@/ui/When'
import { ownSessions, useEndAllOwn, useEndOwnSession, useSetLanguage } from './account'
import { Notices } from './Notices'
import { PasswordForm } from './PasswordForm'

/** One's own account. `onLanguage` lets the frame follow the chosen language. */
export function AccountPage({ onLanguage }: { onLanguage: (language: Language) => void }) {
  const { t } = useTranslation('identity')
  return (
    <div className="dw-page">
      <PageHeader title={t('account.title')} />
      <div className="dw-columns">
        <div>
          <section className="dw-card dw-section"><Who onLanguage={onLanguage} /></section>
          <section className="dw-card dw-section"><OwnSessions /></section>
        </div>
        <div>
          <section className="dw-card dw-section"><Notices /></section>
          <section className="dw-card dw-section"><PasswordForm /></section>
        </div>
      </div>
    </div>
  )
}

function Who({ onLanguage }: { onLanguage: (language: Language) => void }) {
  const { t } = useTranslation('identity')
  const { data: me } = useSuspenseQuery(meQuery)
  const language = useLanguage()
  const set = useSetLanguage((chosen) => { onLanguage(chosen); toasts.show({ text: t('account.language_saved') }) })
  return (
    <>
      <h2>{t('account.who')}</h2>
      <DescriptionList
        items={[
          { term: t('account.login'), value: me.user.login ?? '–' },
          { term: t('account.roles'), value: me.roles.length > 0 ? <ul>{me.roles.map((role) => <li key={role.id}>{role.name}</li>)}</ul> : t('account.no_roles') },
        ]}
      />
      <ProblemNote problem={set.problem} />
      <Segmented label={t('account.language')} value={language} onChange={(id) => set.mutate(id === 'en' ? 'en' : 'de')} options={[{ id: 'de', label: 'Deutsch' }, { id: 'en', label: 'English' }]} isDisabled={set.isPending} />
      <p className="dw-small dw-muted">{t('account.language_text')}</p>
    </>
  )
}

function OwnSessions() {
  const { t } = useTranslation('identity')
  const [asking, setAsking] = useState(false)
  const { rows, problem } = useList(ownSessions())
  const end = useEndOwnSession(() => toasts.show({ text: t('account.ended') }))
  const endAll = useEndAllOwn()
  return (
    <>
      <div className="dw-section-head">
        <h2>{t('account.sessions')}</h2>
        <Button small onPress={() => setAsking(true)}>{t('account.everywhere_out')}</Button>
      </div>
      <p className="dw-small dw-muted">{t('account.sessions_text')}</p>
      <ProblemNote problem={problem ?? end.problem ?? endAll.problem} />
      {rows ? <Sessions sessions={rows} onEnd={(id) => end.mutate(id)} pending={end.isPending ? end.variables : undefined} /> : problem ? null : <Skeleton lines={3} />}
      <Confirm isOpen={asking} onClose={() => setAsking(false)} title={t('account.everywhere_title')} confirm={t('account.everywhere_out')} onConfirm={() => endAll.mutate(undefined)} isPending={endAll.isPending}>
        <p>{t('account.everywhere_text')}</p>
      </Confirm>
    </>
  )
}
