import { Api, PEOPLE, unique } from './api'
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
