import type { Language } from './dates'

const locale = (language: Language) => (language === 'de' ? 'de-DE' : 'en-GB')

/** "1.214" */
export function sayNumber(value: number, language: Language = 'de', digits = 0): string {
  return new Intl.NumberFormat(locale(language), { minimumFractionDigits: digits, maximumFractionDigits: digits }).format(value)
}

/** A share between 0 and 1: "87 %". */
export function sayPercent(share: number, language: Language = 'de'): string {
  return new Intl.NumberFormat(locale(language), { style: 'percent', maximumFractionDigits: 0 }).format(share)
}

/** Integer cents: "1.234,50 €". */
export function sayMoney(cents: number, currency = 'EUR', language: Language = 'de'): string {
  return new Intl.NumberFormat(locale(language), { style: 'currency', currency }).format(cents / 100)
}

/** Bytes as "1,4 MB". */
export function sayBytes(bytes: number, language: Language = 'de'): string {
  const units = ['B', 'KB', 'MB', 'GB', 'TB']
  let value = bytes
  let unit = 0
  while (value >= 1000 && unit < units.length - 1) {
    value /= 1000
    unit += 1
  }
  return `${sayNumber(value, language, unit > 0 && value < 10 ? 1 : 0)} ${units[unit]}`
}

/** A total the server counts exactly up to 1,000 only: "1.000+" where `more` is set. */
export function sayTotal(total: number, more: boolean, language: Language = 'de'): string {
  return `${sayNumber(total, language)}${more ? '+' : ''}`
}
