/** Dates as people say them. All times are shown in German legal time, wherever the browser stands. */
export type Language = 'de' | 'en'
export const ZONE = 'Europe/Berlin'

const WORDS = {
  de: { today: 'heute', tomorrow: 'morgen', yesterday: 'gestern', clock: ' Uhr', locale: 'de-DE' },
  en: { today: 'today', tomorrow: 'tomorrow', yesterday: 'yesterday', clock: '', locale: 'en-GB' },
} as const

const OPTIONS = {
  parts: { timeZone: ZONE, year: 'numeric', month: '2-digit', day: '2-digit' },
  day: { day: '2-digit', month: '2-digit', timeZone: 'UTC' },
  dayOfYear: { day: '2-digit', month: '2-digit', year: 'numeric', timeZone: 'UTC' },
  weekday: { weekday: 'short', timeZone: 'UTC' },
  month: { month: 'short', year: 'numeric', timeZone: 'UTC' },
  time: { hour: '2-digit', minute: '2-digit', timeZone: ZONE },
  longDay: { weekday: 'long', day: 'numeric', month: 'long', year: 'numeric', timeZone: 'UTC' },
  longInstant: { weekday: 'long', day: 'numeric', month: 'long', year: 'numeric', timeZone: ZONE },
} satisfies Record<string, Intl.DateTimeFormatOptions>

const formats = new Map<string, Intl.DateTimeFormat>()
/** Made once each: making one costs more than a thousand uses. */
function format(language: Language, name: keyof typeof OPTIONS): Intl.DateTimeFormat {
  const key = language + name
  const known = formats.get(key) ?? new Intl.DateTimeFormat(WORDS[language].locale, OPTIONS[name])
  formats.set(key, known)
  return known
}

const days = new Map<number, string>()
const MINUTE = 60_000

/** `YYYY-MM-DD` of an instant in German legal time. Lists ask the same ones again and again, so they are kept for a while. */
export function dayOf(instant: Date): string {
  const minute = Math.floor(instant.getTime() / MINUTE)
  const known = days.get(minute)
  if (known !== undefined) return known
  const parts = format('en', 'parts').formatToParts(instant)
  const part = (type: string) => parts.find((p) => p.type === type)?.value ?? ''
  const day = `${part('year')}-${part('month')}-${part('day')}`
  if (days.size > 2000) days.clear()
  days.set(minute, day)
  return day
}

/** A calendar day moved by whole days. */
export function addDays(day: string, days: number): string {
  const at = new Date(`${day}T12:00:00Z`)
  at.setUTCDate(at.getUTCDate() + days)
  return at.toISOString().slice(0, 10)
}

const HOUR = 3_600_000

/** The instant (RFC 3339) at which a calendar day begins in German legal time. */
export function startOf(day: string): string {
  const midnight = Date.parse(`${day}T00:00:00Z`)
  const ahead = [1, 2].find((hours) => dayOf(new Date(midnight - hours * HOUR)) === day && dayOf(new Date(midnight - hours * HOUR - 1)) !== day) ?? 0
  return new Date(midnight - ahead * HOUR).toISOString()
}

function dayWord(day: string, today: string, language: Language): string | undefined {
  const words = WORDS[language]
  if (day === today) return words.today
  if (day === addDays(today, 1)) return words.tomorrow
  if (day === addDays(today, -1)) return words.yesterday
  return undefined
}

/** A calendar day (`YYYY-MM-DD`): "heute", "morgen", "Do 12.03.", in another year "12.03.2025". */
export function sayDay(day: string, now: Date, language: Language = 'de'): string {
  const today = dayOf(now)
  const word = dayWord(day, today, language)
  if (word) return word
  const noon = new Date(`${day}T12:00:00Z`)
  if (day.slice(0, 4) !== today.slice(0, 4)) return format(language, 'dayOfYear').format(noon)
  const weekday = format(language, 'weekday').format(noon).replace('.', '')
  return `${weekday} ${format(language, 'day').format(noon)}`
}

/** The month of a calendar day: "März 2026". */
export function sayMonth(day: string, language: Language = 'de'): string {
  return format(language, 'month').format(new Date(`${day}T12:00:00Z`))
}

/** An instant (RFC 3339): "heute 14:00", "Do 12.03. 09:12", in another year "12.03.2025". */
export function sayInstant(instant: string, now: Date, language: Language = 'de'): string {
  const at = new Date(instant)
  const day = dayOf(at)
  const said = sayDay(day, now, language)
  if (day.slice(0, 4) !== dayOf(now).slice(0, 4)) return said
  return `${said} ${format(language, 'time').format(at)}`
}

/** The whole of it, for hover and screen readers: "Donnerstag, 12. März 2026, 14:00 Uhr" or without the time for a calendar day. */
export function exactly(value: string, language: Language = 'de'): string {
  if (value.length === 10) return format(language, 'longDay').format(new Date(`${value}T12:00:00Z`))
  const at = new Date(value)
  const time = format(language, 'time').format(at)
  return `${format(language, 'longInstant').format(at)}, ${time}${WORDS[language].clock}`
}

/** `2026-03-12` as one types it: "12.03.2026" in both languages, since the fields expect this form. */
export function typedDay(day: string): string {
  const [year, month, date] = day.split('-')
  return `${date}.${month}.${year}`
}

/** A length of time in its two largest units: "3 h 20 min", "2 Tage 4 h". Seconds in, sign ignored. */
export function sayDuration(seconds: number, language: Language = 'de'): string {
  const minutes = Math.floor(Math.abs(seconds) / 60)
  const [days, hours, rest] = [Math.floor(minutes / 1440), Math.floor((minutes % 1440) / 60), minutes % 60]
  const dayUnit = language === 'de' ? (days === 1 ? 'Tag' : 'Tage') : days === 1 ? 'day' : 'days'
  if (days > 0) return hours > 0 ? `${days} ${dayUnit} ${hours} h` : `${days} ${dayUnit}`
  if (hours > 0) return rest > 0 ? `${hours} h ${rest} min` : `${hours} h`
  return `${rest} min`
}

const OFFSETS = new Map([['heute', 0], ['today', 0], ['morgen', 1], ['tomorrow', 1], ['übermorgen', 2], ['gestern', -1], ['yesterday', -1]])

function realDay(year: number, month: number, day: number): string | undefined {
  const at = new Date(Date.UTC(year, month - 1, day))
  const real = at.getUTCFullYear() === year && at.getUTCMonth() === month - 1 && at.getUTCDate() === day
  return real ? at.toISOString().slice(0, 10) : undefined
}

/**
 * Reads a day as people type it: "12.3.2026", "12.3.26", "12.3." (this year), "120326", "2026-03-12", "heute", "morgen", "+5" (days from today).
 * Gives `YYYY-MM-DD`, or undefined where it is no real day.
 */
export function readDay(typed: string, now: Date): string | undefined {
  const text = typed.trim().toLowerCase()
  const today = dayOf(now)
  const word = OFFSETS.get(text)
  if (word !== undefined) return addDays(today, word)
  const plus = /^([+-]\d{1,3})$/.exec(text)
  if (plus) return addDays(today, Number(plus[1]))
  const iso = /^(\d{4})-(\d{1,2})-(\d{1,2})$/.exec(text)
  if (iso) return realDay(Number(iso[1]), Number(iso[2]), Number(iso[3]))
  const german = /^(\d{1,2})\.\s*(\d{1,2})\.?\s*(\d{4}|\d{2})?$/.exec(text) ?? /^(\d{2})(\d{2})(\d{4}|\d{2})$/.exec(text)
  if (!german) return undefined
  const given = german[3]
  const year = given === undefined ? Number(today.slice(0, 4)) : given.length === 2 ? 2000 + Number(given) : Number(given)
  return realDay(year, Number(german[2]), Number(german[1]))
}
