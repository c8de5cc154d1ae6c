import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { Tagged } from '@/api/client'
import type { Language, UserView } from '@/api/types'
import { useProblemText } from '@/api/useProblemText'
import { inputOfTexts, useEdit } from '@/pickers/useEdit'
import { FormDialog } from '@/ui/FormDialog'
import { Select } from '@/ui/Select'
import { TextField } from '@/ui/TextField'
import { toasts } from '@/ui/toasts'
import { NewPassword } from './NewPassword'
import { useChangeUser, useCreateUser } from './queries'

type Draft = {
  name: string
  login: string
  email: string
  language: Language
}

const LANGUAGES = [{ id: 'de', label: 'Deutsch' }, { id: 'en', label: 'English' }]
const draftOf = (view: UserView): Draft => ({ name: view.name, login: view.login, email: view.email ?? '', language: view.language })

/** A new user. Without a password nobody can log in as them until one is set. */
export function UserDialog({ onClose, onDone }: { onClose: () => void; onDone: (made: UserView) => void }) {
  const { t } = useTranslation('administration')
  const say = useProblemText()
  const [draft, setDraft] = useState<Draft>({ name: '', login: '', email: '', language: 'de' })
  const [password, setPassword] = useState('')
  const create = useCreateUser((made) => { toasts.show({ text: t('users.created_done', { name: made.name }) }); onDone(made) })
  const { problem } = create
  const send = () => create.mutate({ ...draft, email: draft.email.trim() || null, password: password || null })
  return (
    <FormDialog title={t('users.create')} submit={t('create')} onClose={onClose} onSubmit={send} isPending={create.isPending} problem={problem ? say(problem) : undefined}>
      <Fields draft={draft} onChange={setDraft} error={(pointer) => problem?.at(pointer)} hideEmail={false} />
      <NewPassword value={password} onChange={setPassword} error={problem?.at('/password')} optional description={t('users.password_hint')} />
    </FormDialog>
  )
}

/** Name, login, e-mail, language of a user there is. */
export function UserEditDialog({ current, onClose }: { current: Tagged<UserView>; onClose: () => void }) {
  const { t } = useTranslation('administration')
  const change = useChangeUser(current.view.id, () => { toasts.show({ text: t('saved') }); onClose() })
  const edit = useEdit({
    current, draftOf, change, inputOf: inputOfTexts, onSame: onClose,
    fields: { name: { label: t('users.name') }, login: { label: t('users.login') }, email: { label: t('users.email') }, language: { label: t('users.language'), say: (id) => LANGUAGES.find((one) => one.id === id)?.label } },
  })
  return (
    <FormDialog title={t('edit_title', { name: edit.base.view.name })} submit={t('save')} onClose={onClose} onSubmit={() => edit.save()} isPending={edit.isPending} problem={edit.problem} notice={edit.notice}>
      <Fields draft={edit.draft} onChange={edit.set} error={edit.error} hideEmail={edit.base.view.hidden.includes('email')} />
    </FormDialog>
  )
}

function Fields({ draft, onChange, error, hideEmail }: { draft: Draft; onChange: (draft: Draft) => void; error: (pointer: string) => string | undefined; hideEmail: boolean }) {
  const { t } = useTranslation('administration')
  return (
    <>
      <TextField label={t('users.name')} pointer="/name" value={draft.name} onChange={(name) => onChange({ ...draft, name })} error={error('/name')} maxLength={200} isRequired autoComplete="off" />
      <TextField label={t('users.login')} pointer="/login" value={draft.login} onChange={(login) => onChange({ ...draft, login })} error={error('/login')} description={t('users.login_hint')} maxLength={64} isRequired autoComplete="off" />
      <div className="dw-form-two">
        {hideEmail ? null : <TextField label={t('users.email')} pointer="/email" type="email" optional value={draft.email} onChange={(email) => onChange({ ...draft, email })} error={error('/email')} autoComplete="off" />}
        <Select label={t('users.language')} pointer="/language" value={draft.language} onChange={(id) => onChange({ ...draft, language: id === 'en' ? 'en' : 'de' })} options={LANGUAGES} error={error('/language')} />
      </div>
    </>
  )
}
