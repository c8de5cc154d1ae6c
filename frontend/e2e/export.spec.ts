import { readFile } from 'node:fs/promises'
import { Api, PEOPLE } from './api'
import { expect, expectAccessible, test } from './fixtures'

// One test provokes a refusal on purpose; the browser writes that to its console.
test.use({ expectedErrors: /422/ })

test('a list is saved as it is filtered, by keyboard alone', async ({ openAs }) => {
  const page = await openAs(PEOPLE.admin, '/rollouts?light=green&light=yellow')
  const total = (await (await Api.as(PEOPLE.admin)).get<{ items: unknown[] }>('/rollouts?kind=daughter&light=green&light=yellow&limit=200')).items.length
  expect(total).toBeGreaterThan(0)
  const button = page.getByRole('button', { name: 'Exportieren' })
  await button.focus()
  await page.keyboard.press('Enter')
  await expect(page.getByRole('menuitem', { name: 'Excel (XLSX)' })).toBeFocused()
  await expectAccessible(page)
  await page.keyboard.press('ArrowDown')
  const [saved] = await Promise.all([page.waitForEvent('download'), page.keyboard.press('Enter')])
  expect(saved.suggestedFilename()).toMatch(/^Rollouts-\d{4}-\d\d-\d\d\.csv$/)
  const text = await readFile(await saved.path(), 'utf8')
  expect(text.startsWith('\uFEFFAmpel: Farbe;Ampel: Grund;Stelle;')).toBe(true)
  const rows = text.trim().split('\r\n').slice(1)
  expect(rows).toHaveLength(total)
  for (const row of rows) expect(row).toMatch(/^(green|yellow);/)
  await expect(page.getByText(/^Rollouts-.*\.csv ist gespeichert\.$/)).toBeVisible()
  await expect(button).toBeFocused()
})

test('a workbook comes in the language of the reader, a refusal in words', async ({ openAs }) => {
  const page = await openAs(PEOPLE.admin, '/organisations/persons')
  const save = async (format: string) => {
    await page.getByRole('button', { name: 'Exportieren' }).click()
    await page.getByRole('menuitem', { name: format }).click()
  }
  const [saved] = await Promise.all([page.waitForEvent('download'), save('Excel (XLSX)')])
  expect(saved.suggestedFilename()).toMatch(/^Personen-.*\.xlsx$/)
  // A workbook is a zip archive.
  expect((await readFile(await saved.path())).subarray(0, 2).toString()).toBe('PK')
  const problem = { type: '/docs/problems#export-too-large', title: 'Zu viele Zeilen für eine Datei', status: 422, code: 'export-too-large', detail: 'Bitte filtern Sie enger.', errors: [] }
  await page.route(/\/api\/v1\/persons\?/, (route) => route.fulfill({ status: 422, contentType: 'application/problem+json', body: JSON.stringify(problem) }))
  await save('CSV')
  await expect(page.getByText('Zu viele Zeilen für eine Datei. Bitte filtern Sie enger.')).toBeVisible()
  await expectAccessible(page)
})
