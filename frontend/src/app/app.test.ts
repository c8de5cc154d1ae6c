import { expect, it } from 'vitest'
import { navFor } from './nav'
import { safeNext } from './routes'

it('the navigation shows what one may use and what exists', () => {
  const known = new Set(['/', '/tickets', '/rollouts'])
  const keys = (permissions: string[]) => navFor(permissions, known).map((item) => item.key)
  expect(keys([])).toEqual(['my_day'])
  expect(keys(['ticket:read', 'asset:read'])).toEqual(['my_day', 'tickets'])
  expect(keys(['*'])).toEqual(['my_day', 'rollouts', 'tickets'])
})

it('the login leads back into this site only', () => {
  expect(['/tickets?q=a', '//evil.example', '/\\evil.example', 'https://evil.example', 'javascript:1', undefined].map(safeNext)).toEqual(['/tickets?q=a', '/', '/', '/', '/', '/'])
})
