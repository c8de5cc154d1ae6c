import { Api, PEOPLE, startRollout, unique } from './api'
import { expect, expectAccessible, test } from './fixtures'
import { arrived } from './mailbox'

// Nobody is signed in at first, and a link is used twice: the browser writes both to its console.
test.use({ expectedErrors: /status of 401|status of 409/ })

async function link(address: string): Promise<string> {
  await expect.poll(() => arrived(address).length, { timeout: 15_000 }).toBeGreaterThan(0)
  const found = /https?:\/\/\S+\/password#[\w.-]+/.exec(arrived(address).at(-1) ?? '')
  if (!found) throw new Error(`no link in ${arrived(address).at(-1) ?? 'nothing'}`)
  return found[0]
}

test('somebody is invited by mail, sets a password and is in; forgets it, and gets in again', async ({ openAs, browser, page: visitor }) => {
  const login = `neu.${unique().toLowerCase()}`
  const admin = await Api.as(PEOPLE.admin)
  const made = await admin.post('/users', { login, name: `Nora ${login}`, email: `${login}@example.org` })
  const page = await openAs(PEOPLE.admin, `/administration/users/${made.id}`)
  await page.getByRole('button', { name: 'Weitere Aktionen' }).click()
  await page.getByRole('menuitem', { name: 'Einladen' }).click()
  await expect(page.getByText(/Einladung an Nora .* ist unterwegs/)).toBeVisible()

  const address = await link(`${login}@example.org`)
  await visitor.goto(address)
  await expect(visitor.getByRole('heading', { name: 'Passwort festlegen' })).toBeVisible()
  expect(visitor.url()).not.toContain('#')
  await expectAccessible(visitor)
  await visitor.getByLabel('Neues Passwort', { exact: true }).fill('drei-grüne-Fenster')
  await visitor.getByLabel('Neues Passwort noch einmal').fill('drei-grüne-Fenster')
  await visitor.getByRole('button', { name: 'Festlegen und anmelden' }).click()
  await expect(visitor.getByRole('heading', { level: 1, name: 'Mein Tag' })).toBeVisible()

  await page.goto('/administration/mail')
  await expect(page.getByRole('row').filter({ hasText: `Nora ${login}` })).toContainText('gesendet')
  await expectAccessible(page)

  const forgetful = await browser.newPage()
  await forgetful.goto('/login')
  await forgetful.getByRole('link', { name: 'Passwort vergessen?' }).click()
  // The page before has a field of the same name.
  await expect(forgetful.getByRole('heading', { name: 'Passwort vergessen?' })).toBeVisible()
  await forgetful.getByLabel('Anmeldename').fill(login)
  await forgetful.getByRole('button', { name: 'Link anfordern' }).click()
  await expect(forgetful.getByRole('heading', { name: 'Schauen Sie in Ihr Postfach' })).toBeVisible()
  await expect.poll(() => arrived(`${login}@example.org`).length, { timeout: 15_000 }).toBe(2)
  await forgetful.goto(address)
  await forgetful.getByLabel('Neues Passwort', { exact: true }).fill('vier-grüne-Fenster')
  await forgetful.getByLabel('Neues Passwort noch einmal').fill('vier-grüne-Fenster')
  await forgetful.getByRole('button', { name: 'Festlegen und anmelden' }).click()
  await expect(forgetful.getByText('Dieser Link gilt nicht mehr')).toBeVisible()
  await forgetful.close()
})

test('who has no account is reminded at the address in the register, and it can be taken back', async ({ openAs }) => {
  const admin = await Api.as(PEOPLE.admin)
  const manager = await Api.as(PEOPLE.manager)
  const number = await startRollout(`Ohne Konto ${unique()}`)
  const key = unique()
  const partner = await admin.post('/organisations', { kind: 'it_provider', name: `Rechenzentrum ${key}`, own_key: `RZ-${key}` })
  await admin.post('/persons', { given_name: 'Ina', family_name: 'Sommer', email: `sommer.${key.toLowerCase()}@example.org`, functions: [{ organisation_id: partner.id, function: 'technical_contact' }] })
  const rollout = await manager.get<{ id: string; version: number; next: string[]; milestones: { key: string; role: string }[] }>(`/rollouts/${number}`)
  const role = rollout.milestones.find((one) => one.key === rollout.next[0])?.role
  await manager.call('POST', `/rollouts/${rollout.id}/commands`, { body: { command: { command: 'set_party', role, organisation_id: partner.id, person_id: null } }, headers: { 'If-Match': `"${rollout.version}"` } })

  const page = await openAs(PEOPLE.manager, `/rollouts?q=${number}`)
  await page.getByRole('button', { name: 'Viele erinnern …' }).click()
  await page.getByRole('button', { name: 'Vorschau' }).click()
  const dialog = page.getByRole('dialog', { name: 'Erinnerung senden' })
  await expect(dialog).toContainText('An: Ina Sommer (ohne Konto: die Antwort kommt per E-Mail)')
  await expectAccessible(page)
  await dialog.getByRole('button', { name: '1 senden' }).click()
  await expect(dialog).toContainText('unterwegs')
  await dialog.getByRole('button', { name: 'Schließen' }).last().click()
  await page.getByRole('region', { name: 'Meldungen' }).getByRole('button', { name: 'Rückgängig' }).click()
  await expect(page.getByText('Die Erinnerung ist zurückgenommen')).toBeVisible()
  await page.goto(`/rollouts/${number}`)
  await expect(page.getByRole('list', { name: 'Verlauf' })).toContainText('Die Erinnerung von eben ist zurückgenommen')
})
