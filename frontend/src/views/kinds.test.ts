import { expect, it } from 'vitest'
import { hrefOfView, sameQuery } from './kinds'

it('a view leads to its page, and is known again in whatever order its filters stand', () => {
  expect(hrefOfView({ kind: 'portfolio', query: 'light=red' })).toBe('/rollouts/portfolio?light=red')
  expect(hrefOfView({ kind: 'orders', query: '' })).toBe('/orders')
  expect(sameQuery('light=red&below=a%20b', 'below=a+b&light=red')).toBe(true)
  expect(sameQuery('light=red', 'light=red&light=yellow')).toBe(false)
})
