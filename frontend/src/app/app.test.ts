import { expect, it } from 'vitest'
import { navFor, placesFor } from './nav'
import { safeNext } from './routes'

it('the navigation shows what one may use and what exists', () => {
  const known = new Set(['/', '/tickets', '/rollouts'])
  const keys = (permissions: string[]) => navFor(permissions, known).map((item) => item.key)
  expect(keys([])).toEqual(['my_day'])
  expect(keys(['ticket:read', 'asset:read'])).toEqual(['my_day', 'tickets'])
  expect(keys(['*'])).toEqual(['my_day', 'rollouts', 'tickets'])
})

it('who types finds the pages inside the areas that one may open', () => {
  expect(placesFor([])).toEqual([])
  const keys = placesFor(['rollout:read', 'party:read']).map((place) => place.key)
  expect(keys).toContain('map')
  expect(keys).toContain('parties')
  expect(keys).not.toContain('calls')
})

it('the login leads back into this site only', () => {
  expect(['/tickets?q=a', '//evil.example', '/\\evil.example', 'https://evil.example', 'javascript:1', undefined].map(safeNext)).toEqual(['/tickets?q=a', '/', '/', '/', '/', '/'])
})
