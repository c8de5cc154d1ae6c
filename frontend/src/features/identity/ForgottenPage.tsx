import { useState, type FormEvent } from 'react'
import { Link } from 'react-aria-components'
import { useTranslation } from 'react-i18next'
import { ProblemNote } from '@/pickers/ProblemNote'
import { Button } from '@/ui/Button'
import { usePageTitle } from '@/ui/PageHeader'
import { TextField } from '@/ui/TextField'
import { useForgotten } from './account'
import { Mark } from './LoginPage'
import './login.css'

/** Asks for a link by which a forgotten password is replaced. */
export function ForgottenPage() {
  const { t } = useTranslation('identity')
  usePageTitle(t('forgotten.title'))
  const [login, setLogin] = useState('')
  const [done, setDone] = useState(false)
  const [missing, setMissing] = useState(false)
  const ask = useForgotten(() => setDone(true))
  function send(event: FormEvent) {
    event.preventDefault()
    setMissing(login.trim() === '')
    if (login.trim() !== '') ask.mutate(login.trim())
  }
  return (
    <div className="dw-login" data-surface="portal">
      <main className="dw-login-card" id="main">
        <Mark />
        <h1>{done ? t('forgotten.done') : t('forgotten.title')}</h1>
        <p role={done ? 'status' : undefined}>{done ? t('forgotten.done_text') : t('forgotten.text')}</p>
        {done ? null : (
          <form onSubmit={send} noValidate className="dw-stack">
            <ProblemNote problem={ask.problem} />
            <TextField label={t('login.name')} pointer="/login" name="login" autoComplete="username" value={login} onChange={setLogin} error={missing ? t('login.name_missing') : undefined} isRequired />
            <Button type="submit" variant="primary" isPending={ask.isPending}>{t('forgotten.send')}</Button>
          </form>
        )}
        <p><Link href="/login">{t('forgotten.back')}</Link></p>
      </main>
    </div>
  )
}
