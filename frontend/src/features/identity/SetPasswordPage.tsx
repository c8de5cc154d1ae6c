import { useNavigate } from '@tanstack/react-router'
import { useEffect, useState, type FormEvent } from 'react'
import { Link } from 'react-aria-components'
import { useTranslation } from 'react-i18next'
import { ProblemNote } from '@/pickers/ProblemNote'
import { Button } from '@/ui/Button'
import { usePageTitle } from '@/ui/PageHeader'
import { ProblemSummary } from '@/ui/ProblemSummary'
import { TextField } from '@/ui/TextField'
import { useSetByLink } from './account'
import { Mark } from './LoginPage'
import './login.css'

/** Read once and taken out of the address, so that it stays in no history. */
function useToken(): string {
  const [token] = useState(() => window.location.hash.slice(1))
  useEffect(() => {
    if (token) window.history.replaceState(window.history.state, '', window.location.pathname)
  }, [token])
  return token
}

/** Sets a password by a link that was mailed, and goes on logged in. */
export function SetPasswordPage() {
  const { t } = useTranslation('identity')
  usePageTitle(t('set.title'))
  const token = useToken()
  return (
    <div className="dw-login" data-surface="portal">
      <main className="dw-login-card" id="main">
        <Mark />
        <h1>{t('set.title')}</h1>
        {token ? <SetForm token={token} /> : <ProblemSummary title={t('set.no_token')} detail={t('set.no_token_text')} />}
        <p><Link href="/forgotten">{t('set.again')}</Link></p>
      </main>
    </div>
  )
}

function SetForm({ token }: { token: string }) {
  const { t } = useTranslation('identity')
  const navigate = useNavigate()
  const [password, setPassword] = useState('')
  const [repeat, setRepeat] = useState('')
  const [differs, setDiffers] = useState(false)
  const set = useSetByLink(() => void navigate({ to: '/', replace: true }))
  function send(event: FormEvent) {
    event.preventDefault()
    setDiffers(password !== repeat)
    set.reset()
    if (password === repeat) set.mutate({ token, password })
  }
  return (
    <form onSubmit={send} noValidate className="dw-stack">
      <p className="dw-muted">{t('set.text')}</p>
      {differs ? <ProblemSummary title={t('account.check')} problems={[{ pointer: '/repeat', message: t('account.differs') }]} /> : <ProblemNote problem={set.problem} />}
      <TextField label={t('account.next')} pointer="/password" type="password" autoComplete="new-password" value={password} onChange={setPassword} error={set.problem?.at('/password')} description={t('account.rule')} maxLength={256} isRequired />
      <TextField label={t('account.repeat')} pointer="/repeat" type="password" autoComplete="new-password" value={repeat} onChange={setRepeat} error={differs ? t('account.differs') : undefined} maxLength={256} isRequired />
      <Button type="submit" variant="primary" isPending={set.isPending}>{t('set.send')}</Button>
    </form>
  )
}
