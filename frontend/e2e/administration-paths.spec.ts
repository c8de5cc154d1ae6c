import type { Locator, Page } from '@playwright/test'
import { Api, PEOPLE, unique } from './api'
import { expect, expectNoSidewaysScroll, test } from './fixtures'

// Some refusals are provoked on purpose, and a page that is still open asks once more for the role that is gone; the
// browser writes that to its console.
test.use({ expectedErrors: /409|422|404 .*\/roles\// })

/** As a spreadsheet on an office computer writes it. */
const file = (text: string) => ({ name: 'feiertage.csv', mimeType: 'text/csv', buffer: Buffer.from(text, 'latin1') })

/** Types into a picker and takes the one that is found. */
async function pick(field: Locator, page: Page, text: string) {
  await field.fill(text)
  await page.getByRole('option', { name: text }).first().click()
}

async function choose(dialog: Locator, page: Page, field: RegExp, option: string) {
  await dialog.getByRole('button', { name: field }).click()
  await page.getByRole('option', { name: option }).first().click()
}

test('a team is made, gets a member, another name and a role in each reach', async ({ openAs }) => {
  const page = await openAs(PEOPLE.admin, '/administration/teams')
  const name = `Team ${unique()}`
  await page.getByRole('button', { name: 'Team anlegen' }).first().click()
  await page.getByRole('textbox', { name: 'Name', exact: true }).fill(name)
  await page.getByRole('button', { name: 'Anlegen', exact: true }).click()
  await expect(page.getByRole('heading', { level: 1, name })).toBeVisible()
  await pick(page.getByRole('combobox', { name: 'Mitglied hinzufügen' }), page, 'Ingo')
  await page.getByRole('button', { name: 'Hinzufügen', exact: true }).click()
  await expect(page.getByRole('listitem').filter({ hasText: 'Ingo' })).toBeVisible()
  await page.getByRole('button', { name: 'Umbenennen' }).click()
  await page.getByRole('textbox', { name: 'Name', exact: true }).fill(`${name} Süd`)
  await page.getByRole('button', { name: 'Speichern' }).click()
  await expect(page.getByRole('heading', { level: 1, name: `${name} Süd` })).toBeVisible()
  for (const [reach, what] of [['überall', ''], ['Organisation und alles darunter', 'VG Auenbach'], ['Woran sie beteiligt ist', 'VG Auenbach'], ['Was einem Team gehört', `${name} Süd`]] as const) {
    await page.getByRole('button', { name: 'Rolle vergeben' }).click()
    const dialog = page.getByRole('alertdialog')
    await choose(dialog, page, /Rolle/, 'Revision')
    await choose(dialog, page, /Reichweite/, reach)
    if (what) await pick(dialog.getByRole('combobox'), page, what)
    await dialog.getByRole('button', { name: 'Vergeben', exact: true }).click()
    await expect(dialog).toHaveCount(0)
    await expect(page.getByRole('listitem').filter({ hasText: 'Revision' }).filter({ hasText: what || reach })).not.toHaveCount(0)
  }
  await page.getByRole('listitem').filter({ hasText: 'Ingo' }).getByRole('button', { name: 'Entfernen' }).click()
  await expect(page.getByText('Noch niemand in diesem Team.')).toBeVisible()
  for (const width of [390, 320]) await expectNoSidewaysScroll(page, width)
})

test('a user gets a password, is deactivated and comes back; the history tells it', async ({ openAs }) => {
  const admin = await Api.as(PEOPLE.admin)
  const name = `Ulla ${unique()}`
  const { id } = await admin.post('/users', { login: `ulla.${unique().toLowerCase()}`, name })
  const page = await openAs(PEOPLE.admin, `/administration/users/${id}`)
  await expect(page.getByText('kein Passwort')).toBeVisible()
  await page.getByRole('button', { name: 'Weitere Aktionen' }).click()
  await page.getByRole('menuitem', { name: 'Passwort setzen …' }).click()
  await page.getByRole('button', { name: 'Vorschlagen' }).click()
  await page.getByRole('button', { name: 'Passwort setzen', exact: true }).click()
  await expect(page.getByText('gesetzt', { exact: true })).toBeVisible()
  await page.getByRole('button', { name: 'Weitere Aktionen' }).click()
  await page.getByRole('menuitem', { name: 'Deaktivieren …' }).click()
  const asked = page.getByRole('alertdialog', { name: `${name} deaktivieren?` })
  await asked.getByRole('button', { name: 'Deaktivieren' }).click()
  await expect(page.getByText('deaktiviert', { exact: true })).toBeVisible()
  await page.getByRole('button', { name: 'Rückgängig' }).click()
  await expect(page.getByText('aktiv', { exact: true })).toBeVisible()
  await page.reload()
  const history = page.getByRole('list', { name: 'Verlauf' })
  for (const line of ['Konto wieder aktiviert', 'Konto deaktiviert', 'Passwort von der Verwaltung gesetzt', 'Konto angelegt']) await expect(history).toContainText(line)
  for (const width of [390, 320]) await expectNoSidewaysScroll(page, width)
})

test('the last administrator cannot be taken away, and the dialog says why', async ({ openAs }) => {
  const admin = await Api.as(PEOPLE.admin)
  const me = await admin.first('/users?q=adrian')
  const page = await openAs(PEOPLE.admin, `/administration/users/${me.id}`)
  await page.getByRole('button', { name: 'Entziehen' }).click()
  const dialog = page.getByRole('alertdialog')
  await dialog.getByRole('button', { name: 'Entziehen' }).click()
  await expect(dialog.getByRole('alert')).toContainText('einer anderen aktiven Person die Rolle „Administration“')
  await dialog.getByRole('button', { name: 'Abbrechen' }).click()
  await expect(page.getByRole('listitem').filter({ hasText: 'Administration' })).toBeVisible()
})

test('an own role is deleted after naming who loses it', async ({ openAs }) => {
  const admin = await Api.as(PEOPLE.admin)
  const key = `r_${unique().toLowerCase()}`
  const role = await admin.post('/roles', { key, name_de: `Rolle ${key}`, name_en: `Role ${key}`, permissions: ['order:read'] })
  const ingo = await admin.first('/users?q=ingo')
  await admin.post('/grants', { role_id: role.id, holder: { kind: 'user', id: ingo.id }, scope: { kind: 'everything' } })
  const page = await openAs(PEOPLE.admin, `/administration/roles/${role.id}`)
  await page.getByRole('button', { name: 'Löschen' }).click()
  const dialog = page.getByRole('alertdialog', { name: `Rolle „Rolle ${key}“ löschen?` })
  await expect(dialog).toContainText('Ingo')
  await dialog.getByRole('button', { name: 'Löschen' }).click()
  await expect(page.getByRole('heading', { level: 1, name: 'Rollen' })).toBeVisible()
  await expect(page.getByText(`Rolle ${key}`, { exact: true })).toHaveCount(0)
})

test('an API client is retired for good and found among the retired', async ({ openAs }) => {
  const admin = await Api.as(PEOPLE.admin)
  const name = `Markt ${unique()}`
  const { client } = await admin.post<{ client: { id: string } }>('/api-clients', { name, scopes: ['order:read'] })
  const page = await openAs(PEOPLE.admin, `/administration/api-clients/${client.id}`)
  await page.getByRole('button', { name: 'Stilllegen …' }).click()
  const dialog = page.getByRole('alertdialog', { name: `${name} endgültig stilllegen?` })
  await dialog.getByRole('button', { name: 'Endgültig stilllegen' }).click()
  await expect(page.getByText('endgültig stillgelegt', { exact: true })).toBeVisible()
  await expect(page.getByRole('button', { name: 'Bearbeiten' })).toHaveCount(0)
  await page.goto('/administration/api-clients?status=retired')
  await expect(page.getByRole('grid').getByText(name)).toBeVisible()
})

test('a list of municipal holidays is previewed with its faults, corrected and taken over', async ({ openAs }) => {
  const admin = await Api.as(PEOPLE.admin)
  const town = (await admin.get<{ items: { id: string; ags: string; name: string }[] }>('/organisations?kind=municipality&limit=1')).items[0]
  if (!town) throw new Error('no municipality')
  const page = await openAs(PEOPLE.admin, '/organisations/holidays')
  const input = page.locator('input[type=file]')
  await input.setInputFiles(file(`AGS;Mariä Himmelfahrt\r\n${town.ags};vielleicht\r\n`))
  await expect(page.getByRole('grid', { name: 'Fehler in der Datei' })).toContainText('vielleicht')
  await expect(page.getByText('gelesen als ISO-8859-1, getrennt durch Semikolon')).toBeVisible()
  await input.setInputFiles(file(`AGS;Mariä Himmelfahrt\r\n${town.ags};ja\r\n`))
  await expect(page.getByRole('grid', { name: 'Was sich ändert' })).toContainText(town.name)
  for (const width of [390, 320]) await expectNoSidewaysScroll(page, width)
  await page.setViewportSize({ width: 1440, height: 900 })
  await page.getByRole('button', { name: 'Übernehmen' }).click()
  await expect(page.getByText('1 Organisation geändert')).toBeVisible()
  expect((await admin.get<{ assumption_day: string }>(`/organisations/${town.id}`)).assumption_day).toBe('yes')
  await admin.patch(`/organisations/${town.id}`, { assumption_day: 'unknown' })
})

test('where an action is missing one can ask why', async ({ openAs }) => {
  const admin = await Api.as(PEOPLE.admin)
  const coordinator = await Api.as(PEOPLE.coordinator)
  const rollout = await coordinator.first('/rollouts?kind=daughter&state=running')
  expect(await admin.get(`/rollouts/${rollout.number}`)).toBeTruthy()
  const page = await openAs(PEOPLE.coordinator, `/rollouts/${rollout.number}`)
  await page.getByRole('button', { name: 'Warum kann ich das nicht?' }).click()
  const dialog = page.getByRole('dialog', { name: 'Was Sie hier dürfen' })
  await expect(dialog).toContainText('Sie: nein – Rollouts steuern')
  await expect(dialog).toContainText('Diese Rollen enthalten es')
  await expect(dialog).toContainText('Sie: ja – Nachrichten schreiben')
})
