import type { Language } from './dates'

const formats = new Map<string, Intl.NumberFormat>()
/** Made once each: making one costs more than a thousand uses. `name` tells the options apart. */
function format(language: Language, name: string, options: Intl.NumberFormatOptions): Intl.NumberFormat {
  const key = language + name
  const known = formats.get(key) ?? new Intl.NumberFormat(language === 'de' ? 'de-DE' : 'en-GB', options)
  formats.set(key, known)
  return known
}

/** "1.214" */
export function sayNumber(value: number, language: Language = 'de', digits = 0): string {
  return format(language, `number${digits}`, { minimumFractionDigits: digits, maximumFractionDigits: digits }).format(value)
}

/** A share between 0 and 1: "87 %". */
export function sayPercent(share: number, language: Language = 'de'): string {
  return format(language, 'percent', { style: 'percent', maximumFractionDigits: 0 }).format(share)
}

/** Integer cents: "1.234,50 €". */
export function sayMoney(cents: number, currency = 'EUR', language: Language = 'de'): string {
  return format(language, currency, { style: 'currency', currency }).format(cents / 100)
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

/** So far the server counts; a greater total only says that there are more. */
export const COUNTED = 1000

/** A total of a list: "413", or "1.000+" above what the server counts. */
export function sayTotal(total: number, language: Language = 'de'): string {
  return total > COUNTED ? `${sayNumber(COUNTED, language)}+` : sayNumber(total, language)
}
