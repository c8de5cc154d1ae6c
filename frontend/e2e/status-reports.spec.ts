import { Api, PEOPLE, unique } from './api'
import { expect, expectAccessible, expectNoSidewaysScroll, test } from './fixtures'

// Nobody is signed in at first.
test.use({ expectedErrors: /status of 401/ })

interface List { total: number }

test('a report is kept, looked at, followed to its rows, saved and sent', async ({ openAs }) => {
  const name = `Lage ${unique()}`
  const page = await openAs(PEOPLE.manager, '/reports/status')
  await expect(page.getByRole('heading', { level: 1, name: 'Statusberichte' })).toBeVisible()
  await expectAccessible(page)
  await page.getByRole('button', { name: 'Bericht anlegen' }).first().click()
  const dialog = page.getByRole('alertdialog', { name: 'Bericht anlegen' })
  await dialog.getByRole('textbox', { name: 'Name' }).fill(name)
  await dialog.getByRole('button', { name: /Programm/ }).click()
  await page.getByRole('option', { name: 'Musterpaket 2026' }).click()
  await dialog.getByRole('radio', { name: 'wöchentlich' }).check({ force: true })
  await expect(dialog.getByRole('button', { name: /Montag/ })).toBeVisible()
  await expectAccessible(page)
  await dialog.getByRole('button', { name: 'Speichern' }).click()
  await expect(page.getByRole('heading', { level: 1, name })).toBeVisible()
  await expect(page.getByText('jeden Montag, 6:00 Uhr')).toBeVisible()
  await expect(page.getByRole('heading', { level: 2, name: 'Statusbericht Programm Musterpaket 2026' })).toBeVisible()
  await expect(page.getByText('mit den Rechten von Renate')).toBeVisible()
  await expectAccessible(page)
  for (const width of [390, 320]) await expectNoSidewaysScroll(page, width)
  await page.setViewportSize({ width: 1440, height: 900 })

  const saved = page.waitForEvent('download')
  await page.getByRole('button', { name: 'PDF' }).click()
  expect((await saved).suggestedFilename()).toMatch(/^statusbericht-\d{4}-\d\d-\d\d\.pdf$/)

  await page.getByRole('button', { name: 'Jetzt senden' }).click()
  await page.getByRole('alertdialog').getByRole('button', { name: 'Jetzt senden' }).click()
  await expect(page.getByText('Der Bericht geht an 1 Person.')).toBeVisible()
  await expect(page.getByRole('region', { name: 'Versand' }).getByRole('listitem')).toContainText('per E-Mail')

  const figure = page.getByRole('region', { name: 'Überblick' }).getByRole('link', { name: /^Noch nicht live/ })
  const value = Number((await figure.textContent())?.replaceAll('.', ''))
  const address = await figure.getAttribute('href')
  const rows = await (await Api.as(PEOPLE.manager)).get<List>(`${address}&count=true`)
  expect(value).toBe(rows.total)
  await figure.click()
  await expect(page.getByRole('heading', { level: 1, name: 'Rollouts' })).toBeVisible()
  await expect(page.getByText(`${value.toLocaleString('de-DE')} in dieser Auswahl`)).toBeVisible()
  await expect(page.getByText('noch nicht').first()).toBeVisible()
  await expectAccessible(page)
})

test('who gets a report sees it with the own rights and cannot change it', async ({ openAs }) => {
  const manager = await Api.as(PEOPLE.manager)
  const programme = await manager.first('/programmes', (one) => one['name'] === 'Musterpaket 2026')
  const me = await (await Api.as(PEOPLE.coordinator)).get<{ user: { id: string } }>('/me')
  const name = `Für Karin ${unique()}`
  const made = await manager.post('/status-reports', { name, scope: { kind: 'programme', id: programme.id }, users: [me.user.id] })
  const page = await openAs(PEOPLE.coordinator, `/reports/status/${made.id}`)
  await expect(page.getByRole('heading', { level: 1, name })).toBeVisible()
  await expect(page.getByText('mit den Rechten von Karin')).toBeVisible()
  await expect(page.getByRole('button', { name: 'Jetzt senden' })).toHaveCount(0)
  await expect(page.getByRole('button', { name: 'Excel' })).toBeVisible()
  await expectAccessible(page)
})
