import { expect, it } from 'vitest'

const sources = import.meta.glob<string>('../**/*.{ts,tsx}', { eager: true, query: '?raw', import: 'default' })

/** "src/features/identity" or "src/ui": where a file belongs. */
function zoneOf(path: string): string {
  const [area = '', room = ''] = path.split('/')
  return area === 'features' ? `features/${room}` : area
}

const ALLOWED: Record<string, string[]> = {
  lib: ['lib'],
  ui: ['ui', 'lib'],
  api: ['api', 'lib'],
  pickers: ['ui', 'api', 'lib'],
  fields: ['pickers', 'ui', 'api', 'lib'],
  views: ['pickers', 'ui', 'api', 'lib'],
  features: ['views', 'fields', 'pickers', 'ui', 'api', 'lib'],
}

function resolve(from: string, target: string): string | undefined {
  if (target.startsWith('@/')) return target.slice(2)
  if (!target.startsWith('.')) return undefined
  return new URL(target, `file:///${from}`).pathname.slice(1)
}

it('imports go one way: app, features, fields and views, pickers, then ui and api, then lib; no feature knows another', () => {
  const breaches: string[] = []
  for (const [key, source] of Object.entries(sources)) {
    const path = key.replace(/^\.\.\//, '').replace(/^\.\//, 'test/')
    if (path.includes('.test.') || path.startsWith('test/')) continue
    const zone = zoneOf(path)
    const allowed = ALLOWED[zone.split('/')[0] ?? '']
    if (!allowed) continue
    for (const [, target = ''] of source.matchAll(/(?:from|import)\s*\(?\s*'([^']+)'/g)) {
      const to = resolve(path, target)
      if (to !== undefined && zoneOf(to) !== zone && !allowed.includes(zoneOf(to))) breaches.push(`${path} -> ${to}`)
      if (zone === 'ui' && /@tanstack\/react-(router|query)/.test(target)) breaches.push(`${path} -> ${target}`)
    }
  }
  expect(Object.keys(sources).length).toBeGreaterThan(60)
  expect(breaches).toEqual([])
})
