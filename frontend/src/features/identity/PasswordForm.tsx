import { useState, type FormEvent } from 'react'
import { useTranslation } from 'react-i18next'
import { ProblemNote } from '@/pickers/ProblemNote'
import { Button } from '@/ui/Button'
import { ProblemSummary } from '@/ui/ProblemSummary'
import { TextField } from '@/ui/TextField'
import { toasts } from '@/ui/toasts'
import { useChangePassword } from './account'

const EMPTY = { current: '', next: '', repeat: '' }

/** A change of one's own password; other sessions end by it. */
export function PasswordForm() {
  const { t } = useTranslation('identity')
  const [draft, setDraft] = useState(EMPTY)
  const [differs, setDiffers] = useState(false)
  const change = useChangePassword(() => { setDraft(EMPTY); toasts.show({ text: t('account.changed') }) })
  const { problem } = change
  const set = (field: keyof typeof EMPTY) => (value: string) => setDraft((before) => ({ ...before, [field]: value }))
  function send(event: FormEvent) {
    event.preventDefault()
    const wrong = draft.next !== draft.repeat
    setDiffers(wrong)
    change.reset()
    if (!wrong) change.mutate({ current_password: draft.current, new_password: draft.next })
  }
  return (
    <form className="dw-form" onSubmit={send} noValidate>
      <h2>{t('account.password')}</h2>
      {differs ? <ProblemSummary title={t('account.check')} problems={[{ pointer: '/repeat', message: t('account.differs') }]} /> : <ProblemNote problem={problem} />}
      <TextField label={t('account.current')} pointer="/current_password" type="password" autoComplete="current-password" value={draft.current} onChange={set('current')} error={problem?.at('/current_password')} isRequired />
      <TextField label={t('account.next')} pointer="/new_password" type="password" autoComplete="new-password" value={draft.next} onChange={set('next')} error={problem?.at('/new_password')} description={t('account.rule')} maxLength={256} isRequired />
      <TextField label={t('account.repeat')} pointer="/repeat" type="password" autoComplete="new-password" value={draft.repeat} onChange={set('repeat')} error={differs ? t('account.differs') : undefined} maxLength={256} isRequired />
      <div><Button type="submit" variant="primary" isPending={change.isPending}>{t('account.change')}</Button></div>
    </form>
  )
}
