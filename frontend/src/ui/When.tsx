import { useTranslation } from 'react-i18next'
import { exactly, sayDay, sayInstant, type Language } from '@/lib/dates'

export interface WhenProps {
  /** RFC 3339 instant or `YYYY-MM-DD`. */
  value: string
  now?: Date
}

/** The language of the screens, as lib expects it. */
export function useLanguage(): Language {
  const { i18n } = useTranslation()
  return i18n.language.startsWith('en') ? 'en' : 'de'
}

/** A time as people say it, exact on hover and for screen readers. */
export function When({ value, now = new Date() }: WhenProps) {
  const language = useLanguage()
  const said = value.length === 10 ? sayDay(value, now, language) : sayInstant(value, now, language)
  const exact = exactly(value, language)
  return (
    <time dateTime={value} title={exact}>
      <span aria-hidden="true">{said}</span>
      <span className="dw-sr">{exact}</span>
    </time>
  )
}
