import { useTranslation } from 'react-i18next'
import type { PersonView } from '@/api/types'
import { HiddenIcon } from '@/ui/icons'

/** One way to reach a person; says when it is there but not for these eyes. */
export function ContactValue({ person, field }: { person: PersonView; field: 'email' | 'phone' }) {
  const { t } = useTranslation('organisations')
  const value = person[field]
  if (person.hidden.includes(field)) return <span className="dw-muted dw-hidden"><HiddenIcon aria-hidden="true" />{t('hidden')}</span>
  if (!value) return <>–</>
  return <a href={field === 'email' ? `mailto:${value}` : `tel:${value.replace(/[^+\d]/g, '')}`}>{value}</a>
}

/** E-mail and telephone in a line. */
export function Contact({ person }: { person: PersonView }) {
  const fields = (['email', 'phone'] as const).filter((field) => person[field] || person.hidden.includes(field))
  const shown = fields.every((field) => person.hidden.includes(field)) ? fields.slice(0, 1) : fields
  return <span className="dw-row dw-small">{shown.map((field) => <ContactValue key={field} person={person} field={field} />)}</span>
}
