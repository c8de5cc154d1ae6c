import { useTranslation } from 'react-i18next'
import type { FormField, Named } from '@/api/types'
import { isBlank, type Answer, type Answers } from '@/fields/answers'
import { sayDay } from '@/lib/dates'
import { useLanguage } from '@/ui/When'

/** An answer in words, for beside the field. */
export function useWords(names: Named[]): (field: FormField, value: Answer) => string {
  const { t } = useTranslation('fields')
  const language = useLanguage()
  function say(field: FormField, value: Answer): string {
    if (isBlank(value)) return ''
    const { kind } = field
    const option = (key: string) => ('options' in kind ? kind.options.find((one) => one.key === key)?.label[language] : undefined) ?? key
    switch (kind.type) {
      case 'yes_no': return value === true ? t('yes') : t('no')
      case 'choice': return option(value as string)
      case 'several': return (value as string[]).map(option).join(', ')
      case 'date': return sayDay(value as string, new Date(), language)
      case 'money': return new Intl.NumberFormat(language, { style: 'currency', currency: 'EUR' }).format((value as number) / 100)
      case 'person':
      case 'organisation': return names.find(({ id }) => id === value)?.name ?? ''
      case 'file': return names.find(({ id }) => id === value)?.name ?? t('file_one')
      case 'repeat': return (value as Answers[]).map((entry) => kind.fields.map((one) => say(one, entry[one.key])).filter(Boolean).join(', ')).join('; ')
      default: return String(value)
    }
  }
  return say
}
