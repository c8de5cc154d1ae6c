import { useTranslation } from 'react-i18next'
import { TextField } from '@/ui/TextField'

export type PersonDraft = Record<'title' | 'given_name' | 'family_name' | 'email' | 'phone', string>

export interface PersonFieldsProps {
  draft: PersonDraft
  onChange: (draft: PersonDraft) => void
  /** What is wrong with the value at a pointer. */
  error: (pointer: string) => string | undefined
  /** Members the editor may not read; their fields are left out. */
  hidden?: string[]
}

/** Name and contact data of a person. */
export function PersonFields({ draft, onChange, error, hidden = [] }: PersonFieldsProps) {
  const { t } = useTranslation('organisations')
  const field = (name: keyof PersonDraft) => ({
    label: t(`person.${name}`), pointer: `/${name}`, value: draft[name], error: error(`/${name}`),
    onChange: (value: string) => onChange({ ...draft, [name]: value }),
  })
  return (
    <>
      <div className="dw-form-two">
        <TextField {...field('given_name')} optional autoComplete="off" />
        <TextField {...field('family_name')} isRequired autoComplete="off" />
      </div>
      <TextField {...field('title')} optional description={t('person.title_hint')} maxLength={60} />
      <div className="dw-form-two">
        {hidden.includes('email') ? null : <TextField {...field('email')} optional type="email" autoComplete="off" />}
        {hidden.includes('phone') ? null : <TextField {...field('phone')} optional type="tel" maxLength={60} autoComplete="off" />}
      </div>
      {hidden.length > 0 ? <p className="dw-small dw-muted">{t('person.hidden_text')}</p> : null}
    </>
  )
}
