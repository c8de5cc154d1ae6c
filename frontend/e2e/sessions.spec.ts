import { Api, PASSWORD, PEOPLE, unique } from './api'
import { expect, expectAccessible, expectNoSidewaysScroll, test } from './fixtures'

const BROWSER = 'Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0'

/** Logs in elsewhere, and says whether that log-in still holds. */
async function elsewhere(login: string, agent: string): Promise<() => Promise<number>> {
  const base = process.env.DIENSTWEG_E2E_URL ?? 'http://127.0.0.1:8080'
  const answer = await fetch(`${base}/api/v1/auth/login`, { method: 'POST', headers: { 'Content-Type': 'application/json', 'User-Agent': agent }, body: JSON.stringify({ login, password: PASSWORD }) })
  const { access_token } = (await answer.json()) as { access_token: string }
  return async () => (await fetch(`${base}/api/v1/me`, { headers: { Authorization: `Bearer ${access_token}` } })).status
}

test('log-ins are listed and ended: the own ones, and by the administration those of others', async ({ openAs }) => {
  const admin = await Api.as(PEOPLE.admin)
  const login = `sitzung.${unique().toLowerCase()}`
  const { id } = await admin.post('/users', { login, name: `Sina ${login}`, password: PASSWORD })
  const [phone, office, library] = [await elsewhere(login, 'Mein-Telefon/1'), await elsewhere(login, BROWSER), await elsewhere(login, 'Bibliothek/1')]

  await test.step('one of the own, by keyboard', async () => {
    const page = await openAs(login, '/account')
    const own = page.getByRole('listitem').filter({ hasText: 'zuletzt' })
    await expect(own).toHaveCount(4)
    await expect(own.filter({ hasText: 'diese Sitzung' })).toHaveCount(1)
    await expect(own.filter({ hasText: 'Firefox, Linux' })).toHaveCount(1)
    await expectAccessible(page)
    await own.filter({ hasText: 'Bibliothek' }).getByRole('button', { name: 'Beenden' }).focus()
    await page.keyboard.press('Enter')
    await expect(own).toHaveCount(3)
    expect(await library()).toBe(401)
    // Focus stays in the list, for the next one.
    await expect(own.getByRole('button', { name: 'Beenden' }).and(page.locator(':focus'))).toHaveCount(1)
    await page.close()
  })

  await test.step('one, then all, by the administration', async () => {
    const page = await openAs(PEOPLE.admin, `/administration/users/${id}`)
    const theirs = page.getByRole('listitem').filter({ hasText: 'zuletzt' })
    await expect(theirs).toHaveCount(3)
    await expectAccessible(page)
    await theirs.filter({ hasText: 'Mein-Telefon' }).getByRole('button', { name: 'Beenden' }).click()
    await expect(theirs).toHaveCount(2)
    expect([await phone(), await office()]).toEqual([401, 200])
    await page.getByRole('button', { name: 'Alle beenden' }).click()
    await expect(page.getByText('Gerade nirgends angemeldet.')).toBeVisible()
    expect(await office()).toBe(401)
    for (const width of [390, 320]) await expectNoSidewaysScroll(page, width)
  })
})
