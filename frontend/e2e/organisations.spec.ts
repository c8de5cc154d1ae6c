import { Api, PEOPLE, unique } from './api'
import { expect, expectAccessible, expectNoSidewaysScroll, test } from './fixtures'

// An address that is none is refused on purpose; the browser writes that to its console.
test.use({ expectedErrors: /422.*\/persons\// })

test('an organisation ends, another takes over; each names the other', async ({ openAs }) => {
  const admin = await Api.as(PEOPLE.admin)
  const key = unique()
  const make = async (name: string) => (await admin.post('/organisations', { kind: 'other', name: `${name} ${key}`, own_key: `${name}-${key}` })).id
  const [before] = [await make('Altamt'), await make('Neuamt')]
  const page = await openAs(PEOPLE.admin, `/organisations/${before}`)
  await page.getByRole('button', { name: 'Weitere Aktionen' }).click()
  await page.getByRole('menuitem', { name: 'Nachfolge eintragen …' }).click()
  const dialog = page.getByRole('alertdialog', { name: `Nachfolge für Altamt ${key}` })
  await dialog.getByRole('button', { name: 'Nachfolge eintragen' }).click()
  await expect(dialog).toContainText('Bitte wählen Sie, wer übernimmt.')
  await dialog.getByRole('combobox', { name: 'Nachfolger' }).fill(`Neuamt ${key}`)
  await page.getByRole('option', { name: `Neuamt ${key}` }).click()
  await expectAccessible(page)
  await dialog.getByRole('button', { name: 'Nachfolge eintragen' }).click()
  await expect(dialog).toHaveCount(0)
  const lines = page.getByRole('main').getByRole('listitem')
  await expect(lines.filter({ hasText: 'Nachfolger' }).first()).toContainText(`Neuamt ${key}`)
  await expect(page.getByRole('list', { name: 'Verlauf' })).toContainText('Nachfolge')
  await expectAccessible(page)
  for (const width of [390, 320]) await expectNoSidewaysScroll(page, width)
  await page.setViewportSize({ width: 1440, height: 900 })
  await lines.filter({ hasText: 'Nachfolger' }).getByRole('link', { name: `Neuamt ${key}` }).first().click()
  await expect(page.getByRole('heading', { level: 1, name: `Neuamt ${key}` })).toBeVisible()
  await expect(lines.filter({ hasText: 'Vorgänger' })).toContainText(`Altamt ${key}`)
})

test('a person gets another number, one more function, and one function ends', async ({ openAs }) => {
  const admin = await Api.as(PEOPLE.admin)
  // Names have no digits (DIN 91379).
  const key = unique().replace(/\d/g, (digit) => 'abcdefghij'[Number(digit)] ?? '')
  const places = (await admin.get<{ items: { id: string; name: string }[] }>('/organisations?kind=municipality&limit=2')).items
  const [first, second] = places
  if (!first || !second) throw new Error('two municipalities')
  const { id } = await admin.post('/persons', { given_name: 'Ǧemma', family_name: `Möller ${key}`, functions: [{ organisation_id: first.id, function: 'digital_officer' }] })
  const page = await openAs(PEOPLE.manager, `/organisations/persons/${id}`)
  await page.getByRole('button', { name: 'Bearbeiten' }).press('Enter')
  const dialog = page.getByRole('alertdialog')
  // By keyboard alone: focus is in the first field, Enter saves.
  await expect(dialog.getByRole('textbox', { name: 'Vorname' })).toBeFocused()
  await dialog.getByRole('textbox', { name: 'E-Mail' }).fill('keine')
  await page.keyboard.press('Enter')
  await expect(dialog.getByRole('alert')).toBeFocused()
  await dialog.getByRole('alert').getByRole('link').first().click()
  await expect(dialog.getByRole('textbox', { name: 'E-Mail' })).toBeFocused()
  await dialog.getByRole('textbox', { name: 'E-Mail' }).fill('gemma@example.org')
  await dialog.getByRole('textbox', { name: 'Telefon' }).fill('0999 4711')
  await expectAccessible(page)
  await page.keyboard.press('Enter')
  await expect(dialog).toHaveCount(0)
  await expect(page.getByRole('button', { name: 'Bearbeiten' })).toBeFocused()
  await expect(page.getByRole('link', { name: '0999 4711' })).toBeVisible()
  await expect(page.getByRole('list', { name: 'Verlauf' })).toContainText('Angaben geändert')

  await page.getByRole('button', { name: 'Funktion hinzufügen' }).click()
  await dialog.getByRole('combobox', { name: 'Organisation' }).fill(second.name)
  await page.getByRole('option', { name: second.name }).first().click()
  await dialog.getByRole('button', { name: 'Anlegen' }).click()
  await expect(dialog).toHaveCount(0)
  const functions = page.getByRole('listitem').filter({ hasText: 'Beenden' })
  await expect(functions).toHaveCount(2)
  await functions.filter({ hasText: first.name }).getByRole('button', { name: 'Beenden' }).click()
  await dialog.getByRole('button', { name: 'Beenden' }).click()
  // What has ended is told by the history alone.
  await expect(functions).toHaveCount(1)
  await expect(functions).toContainText(second.name)
  await expect(page.getByRole('list', { name: 'Verlauf' })).toContainText('Funktion beendet')
  await expectAccessible(page)
  for (const width of [390, 320]) await expectNoSidewaysScroll(page, width)
})

test('organisations as a list: which towns no service reaches yet', async ({ openAs }) => {
  const page = await openAs(PEOPLE.manager, '/organisations/list')
  await expect(page.getByRole('heading', { level: 1, name: 'Organisationen als Liste' })).toBeVisible()
  const table = page.getByRole('grid', { name: 'Organisationen als Liste' })
  await expect(table.getByRole('row').nth(1)).toBeVisible()
  await page.getByRole('button', { name: 'Filter', exact: true }).press('Enter')
  await page.getByRole('menuitem', { name: 'Dienst live', exact: true }).press('Enter')
  await page.getByRole('dialog', { name: 'Dienst live' }).getByRole('button', { name: /Dienst live/ }).press('Enter')
  await page.getByRole('option', { name: 'noch keiner' }).press('Enter')
  await expect(page).toHaveURL(/live=false/)
  await expect(page.getByRole('dialog')).toHaveCount(0)
  const manager = await Api.as(PEOPLE.manager)
  const { total } = await manager.get<{ total: number }>('/organisations?live=false&count=true&limit=1')
  await expect(page.getByRole('main')).toContainText(`${total} Organisationen`)
  await expectAccessible(page)
  for (const width of [390, 320]) await expectNoSidewaysScroll(page, width)
  // The figure of the day leads to the same list.
  await page.setViewportSize({ width: 1440, height: 900 })
  await page.goto('/')
  await page.getByRole('link', { name: /Gemeinden haben mindestens einen Dienst live/ }).click()
  await expect(page).toHaveURL(/organisations\/list\?live=true/)
})
