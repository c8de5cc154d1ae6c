import { useTranslation } from 'react-i18next'
import type { FormView } from '@/api/types'
import { useLanguage } from '@/ui/When'

/** What is different from the version that is filled in now. */
export function Changes({ form }: { form: FormView }) {
  const { t } = useTranslation('forms')
  const language = useLanguage()
  if (form.published === undefined || form.published === null) return <p className="dw-muted">{t('changes.first')}</p>
  if (form.changes.length === 0) return <p className="dw-muted">{t('changes.none', { version: form.published })}</p>
  return (
    <>
      <p>{t('changes.since', { version: form.published })}</p>
      <ul className="fo-changes">
        {form.changes.map(({ change, field, label, members }) => (
          <li key={field}><strong>{label[language]}</strong>{` – ${t(`changes.${change}`)}`}{members.length > 0 ? ` (${members.map((member) => t(`changes.member_${member}` as 'changes.member_label')).join(', ')})` : ''}</li>
        ))}
      </ul>
    </>
  )
}
