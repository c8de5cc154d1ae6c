import { useMutation } from '@tanstack/react-query'
import { useState, type FormEvent, type KeyboardEvent } from 'react'
import { Link, ToggleButton } from 'react-aria-components'
import { useTranslation } from 'react-i18next'
import { asProblem, type Problem } from '@/api/problem'
import { session } from '@/api/session'
import { useProblemText } from '@/api/useProblemText'
import { Button } from '@/ui/Button'
import { WarningIcon } from '@/ui/icons'
import { usePageTitle } from '@/ui/PageHeader'
import { ProblemSummary } from '@/ui/ProblemSummary'
import { TextField } from '@/ui/TextField'
import './login.css'

/** Name and password. After success the router leaves by itself, because the session has changed. */
export function LoginPage() {
  const { t } = useTranslation('identity')
  usePageTitle(t('login.title'))
  return (
    <div className="dw-login" data-surface="portal">
      <main className="dw-login-card" id="main">
        <Mark />
        <h1>{t('login.title')}</h1>
        <p className="dw-muted">{t('login.claim')}</p>
        <LoginForm />
        <p><Link href="/forgotten">{t('login.forgotten')}</Link></p>
        <p className="dw-small dw-muted">{t('login.help')}</p>
      </main>
    </div>
  )
}

interface Missing {
  pointer: string
  message: string
}

function LoginForm() {
  const { t } = useTranslation('identity')
  const [login, setLogin] = useState('')
  const [password, setPassword] = useState('')
  const [missing, setMissing] = useState<Missing[]>([])
  const logIn = useMutation({ mutationFn: () => session.logIn(login.trim(), password) })

  function send(event: FormEvent) {
    event.preventDefault()
    const gaps: Missing[] = []
    if (login.trim() === '') gaps.push({ pointer: '/login', message: t('login.name_missing') })
    if (password === '') gaps.push({ pointer: '/password', message: t('login.password_missing') })
    setMissing(gaps)
    logIn.reset()
    if (gaps.length === 0) logIn.mutate()
  }
  const error = (pointer: string) => missing.find((gap) => gap.pointer === pointer)?.message
  return (
    <form onSubmit={send} noValidate className="dw-stack">
      {missing.length > 0 ? <ProblemSummary title={t('login.incomplete')} problems={missing} /> : null}
      {logIn.error ? <LoginProblem problem={asProblem(logIn.error)} /> : null}
      <TextField label={t('login.name')} pointer="/login" name="login" autoComplete="username" value={login} onChange={setLogin} error={error('/login')} isRequired />
      <PasswordField value={password} onChange={setPassword} error={error('/password')} />
      <Button type="submit" variant="primary" isPending={logIn.isPending}>{t('login.send')}</Button>
    </form>
  )
}

function LoginProblem({ problem }: { problem: Problem }) {
  const { t } = useTranslation('identity')
  const say = useProblemText()
  if (problem.status === 401) return <ProblemSummary title={t('login.refused')} detail={t('login.refused_detail')} />
  return <ProblemSummary {...say(problem)} />
}

function PasswordField({ value, onChange, error }: { value: string; onChange: (value: string) => void; error: string | undefined }) {
  const { t } = useTranslation('identity')
  const [shown, setShown] = useState(false)
  const [caps, setCaps] = useState(false)
  const hint = caps ? <span className="dw-login-caps"><WarningIcon aria-hidden="true" />{t('login.caps')}</span> : undefined
  const toggle = <ToggleButton className="dw-login-show" isSelected={shown} onChange={setShown} aria-label={t('login.show_label')}>{shown ? t('login.hide') : t('login.show')}</ToggleButton>
  return (
    <div role="presentation" onKeyUp={(event: KeyboardEvent) => setCaps(event.getModifierState('CapsLock'))}>
      <TextField
        label={t('login.password')}
        pointer="/password"
        name="password"
        type={shown ? 'text' : 'password'}
        autoComplete="current-password"
        value={value}
        onChange={onChange}
        error={error}
        description={hint}
        isRequired
        end={toggle}
      />
    </div>
  )
}

export function Mark() {
  return (
    <svg className="dw-login-mark" viewBox="0 0 200 56" aria-hidden="true">
      <path d="M14 42h52a16 16 0 0 0 16-16v0a12 12 0 0 1 12-12h92" />
      <circle cx="14" cy="42" r="8" className="is-done" />
      <circle cx="108" cy="14" r="8" className="is-half" />
      <circle cx="186" cy="14" r="8" />
    </svg>
  )
}
