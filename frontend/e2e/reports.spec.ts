import { Api, PEOPLE } from './api'
import { expect, expectAccessible, expectNoSidewaysScroll, test } from './fixtures'

interface List<Row> { items: Row[] }

test('the trend is a picture and a table that say the same', async ({ openAs }) => {
  const page = await openAs(PEOPLE.manager, '/reports')
  await expect(page.getByRole('heading', { level: 1, name: 'Verlauf' })).toBeVisible()
  await expect(page.getByRole('img', { name: /^Rollouts nach Stand/ }).locator('canvas')).toBeVisible()
  await expectAccessible(page)
  await page.getByRole('radio', { name: 'nach Phase' }).check({ force: true })
  await expect(page).toHaveURL(/by=phase/)
  await page.getByRole('radio', { name: 'als Tabelle' }).check({ force: true })
  const told = await (await Api.as(PEOPLE.manager)).get<List<{ name: string; rollouts: number; day: string }>>('/reports/trend?by=phase')
  const last = told.items.at(-1)?.day
  const table = page.getByRole('table')
  await expect(table.getByRole('columnheader')).toContainText(['Tag'])
  for (const { name, rollouts } of told.items.filter((row) => row.day === last && row.rollouts > 0)) {
    const place = (await table.getByRole('columnheader').allTextContents()).indexOf(name)
    await expect(table.getByRole('row').nth(1).getByRole('cell').nth(place - 1)).toHaveText(String(rollouts))
  }
  await expectAccessible(page)
  for (const width of [390, 320]) await expectNoSidewaysScroll(page, width)
})

test('the early warning leads to the rollout, which says what its forecast rests on', async ({ openAs }) => {
  const page = await openAs(PEOPLE.manager, '/rollouts')
  await page.goto('/reports/early-warning')
  await expect(page.getByRole('heading', { level: 1, name: 'Frühwarnung' })).toBeVisible()
  const first = page.getByRole('grid', { name: 'Frühwarnung' }).getByRole('row').nth(1)
  await expect(first).toContainText(/\d AT/)
  await expectAccessible(page)
  for (const width of [390, 320]) await expectNoSidewaysScroll(page, width)
  const { items } = await (await Api.as(PEOPLE.manager)).get<List<{ rollout: { number: string }; milestone: unknown }>>('/rollouts/early-warning')
  const caused = items.find((item) => item.milestone !== null)
  await page.goto(`/rollouts/${caused?.rollout.number}`)
  const plan = page.getByRole('region', { name: 'Plan und Prognose' })
  await expect(plan.getByText('Prognose 50 %')).toBeVisible()
  await plan.getByRole('button', { name: 'Worauf beruht das?' }).click()
  await expect(plan.getByText('verzögert am meisten')).toBeVisible()
  await expectAccessible(page)
})

test('forecast and parties stand on all widths; who sees nothing is told why', async ({ openAs }) => {
  const page = await openAs(PEOPLE.manager, '/reports/forecast')
  await expect(page.getByRole('img', { name: /^Live am Monatsende/ }).locator('canvas')).toBeVisible()
  await expect(page.getByRole('table').getByRole('rowheader', { name: 'Musterpaket 2026' })).toBeVisible()
  await expectAccessible(page)
  for (const width of [390, 320]) await expectNoSidewaysScroll(page, width)
  await page.setViewportSize({ width: 1280, height: 800 })
  await page.goto('/reports/parties')
  await expect(page.getByRole('grid', { name: 'Beteiligte' }).getByRole('row').nth(1)).toBeVisible()
  await expectAccessible(page)
  for (const width of [390, 320]) await expectNoSidewaysScroll(page, width)
  const own = await openAs(PEOPLE.coordinator, '/reports')
  await expect(own.getByText('Noch kein Verlauf')).toBeVisible()
})
