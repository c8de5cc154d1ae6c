import { PEOPLE, startRollout, unique } from './api'
import { expect, expectAccessible, expectNoSidewaysScroll, test } from './fixtures'

test('how far a rollout has come is recorded in both models and found again', async ({ openAs }) => {
  const name = `Reife ${unique()}`
  const number = await startRollout(name)
  const page = await openAs(PEOPLE.manager, `/rollouts/${number}`)
  const dialog = page.getByRole('alertdialog', { name: 'Reifegrad festhalten' })
  const record = async (model: string, level: string) => {
    await page.getByRole('button', { name: 'Aktionen', exact: true }).click()
    await page.getByRole('menuitem', { name: 'Reifegrad festhalten …' }).click()
    await dialog.getByRole('radio', { name: model }).check({ force: true })
    await dialog.getByRole('button', { name: /Stufe/ }).click()
    await page.getByRole('option', { name: level }).click()
  }
  await record('Reifegrad 1.1', '3 Online-Leistung')
  await dialog.getByRole('textbox', { name: /^Bewertet von/ }).fill('Prüfstelle')
  await expectAccessible(page)
  for (const width of [390, 320]) await expectNoSidewaysScroll(page, width)
  await page.setViewportSize({ width: 1280, height: 800 })
  await dialog.getByRole('button', { name: 'Speichern' }).click()
  await expect(dialog).toHaveCount(0)
  await record('Reifegrad 2.0', '5 Prozess- und Datenorientierung')
  await dialog.getByRole('button', { name: 'Speichern' }).click()
  await expect(dialog).toHaveCount(0)
  const about = page.locator('section').filter({ has: page.locator('#ro-about') })
  await expect(about).toContainText(/3 Online-Leistung .*Prüfstelle/)
  await expect(about).toContainText('5 Prozess- und Datenorientierung')
  await expectAccessible(page)

  await page.goto(`/rollouts?q=${encodeURIComponent(name)}`)
  const table = page.getByRole('grid', { name: 'Rollouts' })
  await expect(table.getByRole('row').filter({ hasText: name })).toContainText('1.1: 3 · 2.0: 5')
  await page.getByRole('group', { name: /^Filter/ }).getByRole('button', { name: 'Filter' }).click()
  await page.getByRole('menuitem', { name: 'Reifegrad' }).click()
  await page.getByRole('checkbox', { name: '2.0: 5 Prozess- und Datenorientierung' }).check({ force: true })
  await page.getByRole('button', { name: 'Fertig' }).click()
  await expect(page).toHaveURL(/maturity=2\.0/)
  await expect(table.getByRole('row').filter({ hasText: name })).toBeVisible()
  await expectAccessible(page)
})
