import { describe, expect, it } from 'vitest'

type Texts = { [key: string]: string | Texts }
const files = import.meta.glob<Texts>('./*/*.json', { eager: true, import: 'default' })
const sources = import.meta.glob<string>(['../**/*.{ts,tsx}', '!../**/*.test.*', '!../test/**', '!../app/gallery/**'], { eager: true, query: '?raw', import: 'default' })

function flat(texts: Texts, prefix = ''): [string, string][] {
  return Object.entries(texts).flatMap(([key, value]) => (typeof value === 'string' ? [[prefix + key, value] as [string, string]] : flat(value, `${prefix}${key}.`)))
}
const texts = (language: string, namespace: string) => new Map(flat(files[`./${language}/${namespace}.json`] ?? {}))
const namespaces = [...new Set(Object.keys(files).map((path) => path.replace(/^.*\/(.+)\.json$/, '$1')))]
const blanks = (text: string) => [...text.matchAll(/\{\{(\w+)\}\}/g)].map((match) => match[1]).toSorted()

/** `t('key')` and t(`start.${value}`) with the namespace of the file's useTranslation. */
function usedKeys(source: string): { namespace: string; key: string; open: boolean }[] {
  const namespace = /useTranslation\('(\w+)'\)/.exec(source)?.[1]
  if (!namespace) return []
  const fixed = [...source.matchAll(/\bt\('([\w.]+)'/g)].map((match) => ({ namespace, key: match[1] ?? '', open: false }))
  const built = [...source.matchAll(/\bt\(`([\w.]+)\$\{/g)].map((match) => ({ namespace, key: match[1] ?? '', open: true }))
  return [...fixed, ...built]
}

describe.each(namespaces)('%s', (namespace) => {
  const de = texts('de', namespace)
  const en = texts('en', namespace)
  it('has the same keys and blanks in both languages, none empty', () => {
    expect([...en.keys()].toSorted()).toEqual([...de.keys()].toSorted())
    for (const [key, text] of de) {
      expect(text.trim(), key).not.toBe('')
      expect(blanks(en.get(key) ?? ''), key).toEqual(blanks(text))
    }
  })
})

it('every text the code asks for exists, and every text is asked for', () => {
  const missing: string[] = []
  const asked: { namespace: string; key: string; open: boolean }[] = []
  for (const [path, source] of Object.entries(sources)) {
    for (const use of usedKeys(source)) {
      asked.push(use)
      const keys = [...texts('de', use.namespace).keys()]
      const found = use.open ? keys.some((key) => key.startsWith(use.key)) : keys.some((key) => key === use.key || key.startsWith(`${use.key}_`))
      if (!found) missing.push(`${path}: ${use.namespace}:${use.key}`)
    }
  }
  expect(missing).toEqual([])
  expect(asked.length).toBeGreaterThan(50)
  const idle = namespaces.flatMap((namespace) =>
    [...texts('de', namespace).keys()]
      .filter((key) => !asked.some((use) => use.namespace === namespace && (use.open ? key.startsWith(use.key) : key === use.key || key.replace(/_(one|other|zero)$/, '') === use.key)))
      .map((key) => `${namespace}:${key}`))
  expect(idle).toEqual([])
})
