import { Api, PEOPLE } from './api'
import { expect, expectAccessible, test } from './fixtures'

interface Matrix { columns: { key: string }[]; rows: { names: string[] } }

test('the portfolio is walked by keyboard, and a cell tells what stands behind it', async ({ openAs }) => {
  // Of one programme: what other tests order must not push the live cells out of sight.
  const api = await Api.as(PEOPLE.manager)
  const { id } = await api.first('/programmes?limit=200', (one) => one.name === 'Musterpaket 2026')
  const page = await openAs(PEOPLE.manager, `/rollouts?programme=${id}`)
  await page.getByRole('link', { name: 'Portfolio' }).click()
  const grid = page.getByRole('grid', { name: 'Portfolio' })
  const matrix = await api.get<Matrix>(`/portfolio/matrix?programme=${id}`)
  await expect(grid).toHaveAttribute('aria-colcount', String(matrix.columns.length + 1))
  await expectAccessible(page)

  // The first live cell in sight, reached from the first one by arrows alone.
  const cell = grid.getByRole('gridcell', { name: /^live$/ }).first()
  const [line, column] = await cell.evaluate((element) => [Number(element.closest<HTMLElement>('[data-line]')?.dataset.line), Number(element.dataset.column)])
  await grid.focus()
  for (let press = 0; press < (line ?? 0); press += 1) await page.keyboard.press('ArrowDown')
  for (let press = 0; press < (column ?? 0); press += 1) await page.keyboard.press('ArrowRight')
  await expect(cell).toHaveClass(/is-here/)
  await page.keyboard.press('Enter')
  const peek = page.getByRole('complementary').filter({ hasText: 'RO-' })
  await expect(peek).toBeVisible()
  await expectAccessible(page)
  await page.keyboard.press('Escape')
  await expect(peek).toBeHidden()
  await expect(grid).toBeFocused()
})

test('by municipality, a cell shows the rollout of the body that covers it; filters narrow columns', async ({ openAs }) => {
  const page = await openAs(PEOPLE.manager, '/rollouts/portfolio?level=district')
  await page.getByRole('radio', { name: 'nach Gemeinde' }).check({ force: true })
  await expect(page).toHaveURL(/by=municipality/)
  const grid = page.getByRole('grid', { name: 'Portfolio' })
  const matrix = await (await Api.as(PEOPLE.manager)).get<Matrix>('/portfolio/matrix?by=municipality&level=district')
  await expect(grid).toHaveAttribute('aria-colcount', String(matrix.columns.length + 1))
  const covered = grid.getByRole('gridcell', { name: /über die zuständige Stelle$/ }).filter({ hasText: /[●◐▲◆]/ }).first()
  await covered.click()
  await expect(page.getByRole('complementary').getByText(/^RO-/)).toBeVisible()
})
