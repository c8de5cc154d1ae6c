import i18next, { type BackendModule } from 'i18next'
import { initReactI18next } from 'react-i18next'
import { sayTotal } from '@/lib/numbers'
import { preferences } from './preferences'

const files = import.meta.glob<{ default: Record<string, unknown> }>('../locales/*/*.json')

/** Texts come one file per language and namespace, when first needed. */
const backend: BackendModule = {
  type: 'backend',
  init() {},
  read(language, namespace, done) {
    const load = files[`../locales/${language}/${namespace}.json`]
    if (!load) return done(new Error(`no texts ${language}/${namespace}`), null)
    load().then((module) => done(null, module.default), (error: unknown) => done(error as Error, null))
  },
}

/** Starts the texts in the chosen language, German unless English was asked for. */
export async function startI18n(): Promise<void> {
  i18next.on('languageChanged', (language) => { document.documentElement.lang = language })
  await i18next
    .use(backend)
    .use(initReactI18next)
    .init({
      lng: preferences.get().language,
      fallbackLng: 'de',
      supportedLngs: ['de', 'en'],
      ns: ['common', 'ui', 'app', 'pickers', 'views'],
      defaultNS: 'common',
      // React escapes by itself
      interpolation: { escapeValue: false },
      returnNull: false,
    })
  // "{{count, total}}" in a text.
  i18next.services.formatter?.add('total', (value, language) => sayTotal(Number(value), language === 'en' ? 'en' : 'de'))
}
