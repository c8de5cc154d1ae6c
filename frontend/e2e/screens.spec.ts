import { Api, PEOPLE, startRollout, unique } from './api'
import { expect, expectAccessible, expectNoSidewaysScroll, test, type OpenAs } from './fixtures'
import { register } from './register'

type Where = string | ((admin: Api) => Promise<string>)
const first = (list: string, path: string, member: 'id' | 'number' = 'id') => async (admin: Api) => `${path}/${(await admin.first(list))[member]}`

/** Main screens: what they are, where they are, their first heading. */
const SCREENS: [string, Where, RegExp][] = [
  ['day', '/', /^Mein Tag$/],
  ['orders', '/orders?view=all', /^Bestellungen$/],
  ['order', first('/orders?position_state=clarification', '/orders'), /^Bestellung /],
  ['order by hand', '/orders/new', /^Bestellung erfassen$/],
  ['portfolio', '/rollouts/portfolio', /^Portfolio$/],
  ['rollout', first('/rollouts?kind=daughter&state=running', '/rollouts', 'number'), / · /],
  ['mother', first('/rollouts?kind=mother', '/mothers', 'number'), /./],
  ['services', '/services', /^Dienste$/],
  ['service', first('/services', '/services'), /./],
  ['programmes', '/programmes', /^Programme$/],
  ['programme', first('/programmes?q=Musterpaket', '/programmes'), /^Musterpaket/],
  ['parties', '/parties', /^Zuständigkeiten$/],
  ['template', first('/templates', '/templates'), /EfA-Rollout/],
  ['forms', '/forms', /^Formulare$/],
  ['form', first('/forms', '/forms'), /./],
  ['tree of organisations', async (admin) => `/organisations?id=${(await admin.first('/organisations?q=VG%20Auenbach')).id}`, /^Organisationen$/],
  ['organisation', first('/organisations?q=VG%20Auenbach', '/organisations'), /Auenbach/],
  ['persons', '/organisations/persons', /^Personen$/],
  ['users', '/administration/users', /^Benutzer$/],
  ['user', first('/users?q=karin', '/administration/users'), /Karin Gmeiner/],
  ['teams', '/administration/teams', /^Teams$/],
  ['roles', '/administration/roles', /^Rollen$/],
  ['grants', '/administration/grants', /^Rechtevergaben$/],
  ['API clients', '/administration/api-clients', /^API-Zugänge$/],
  ['marketplaces', '/administration/marketplaces', /^Marktplätze$/],
  ['webhooks', '/administration/webhooks', /^Webhooks$/],
  ['waves', '/waves', /^Wellen$/],
  ['my milestones', '/milestones?all=true', /^Meine Meilensteine$/],
  ['call list', '/calls', /^Anrufliste$/],
  ['jobs', '/jobs', /^Meine Aufträge$/],
  ['status reports', '/reports/status', /^Statusberichte$/],
  ['status report', first('/status-reports', '/reports/status'), /./],
  ['account', '/account', /^Mein Konto$/],
]

/** Opened, read to the end, and shown to axe at the desk and to a ruler on phones. */
async function look(openAs: OpenAs, path: string, heading: RegExp) {
  const page = await openAs(PEOPLE.admin, path)
  await expect(page.getByRole('heading', { level: 1, name: heading })).toBeVisible()
  await expect(page.getByText('Wird geladen …')).toHaveCount(0)
  await expectAccessible(page)
  for (const width of [390, 320]) {
    await expectNoSidewaysScroll(page, width)
    await expect(page.getByRole('heading', { level: 1, name: heading })).toBeVisible()
  }
}

for (const [name, where, heading] of SCREENS) {
  test(`screen: ${name}`, async ({ openAs }) => {
    await look(openAs, typeof where === 'string' ? where : await where(await Api.as(PEOPLE.admin)), heading)
  })
}

test('rollouts: the filter stands in the address, the peek beside the list', async ({ openAs }) => {
  const page = await openAs(PEOPLE.admin, '/rollouts')
  const rows = page.getByRole('grid', { name: 'Rollouts' }).getByRole('row')
  await expect(rows.nth(1)).toBeVisible()
  await page.getByRole('group', { name: 'Nach Ampel' }).getByRole('button', { name: /gelb/i }).click()
  await expect(page).toHaveURL(/light=yellow/)
  await expect(page.getByRole('group', { name: /^Filter/ })).toContainText('gelb')
  const lights = page.getByRole('grid', { name: 'Rollouts' }).getByText(/^(Grün|Rot|Grau)$/i)
  await expect(lights).toHaveCount(0)
  await page.reload()
  await expect(page.getByRole('group', { name: /^Filter/ })).toContainText('gelb')
  await rows.nth(1).getByRole('gridcell').nth(3).click()
  const peek = page.getByRole('complementary')
  await expect(peek.getByRole('link', { name: 'Ganze Seite' })).toBeVisible()
  await expectAccessible(page)
  await page.keyboard.press('Escape')
  await expect(peek).toHaveCount(0)
  for (const width of [390, 320]) await expectNoSidewaysScroll(page, width)
})

test('a register is read, its difference shown and applied', async ({ openAs }) => {
  const page = await openAs(PEOPLE.admin, '/organisations/register')
  const name = `Probedorf ${unique()}`
  await page.locator('input[type=file]').setInputFiles({ name: 'probe.txt', mimeType: 'text/plain', buffer: register(name) })
  await expect(page.getByRole('heading', { level: 1, name: 'probe.txt' })).toBeVisible()
  await expect(page.getByRole('grid', { name: 'Änderungen' }).getByRole('row', { name: new RegExp(name) })).toContainText('Neu')
  await expectAccessible(page)
  for (const width of [390, 320]) await expectNoSidewaysScroll(page, width)
  await page.setViewportSize({ width: 1440, height: 900 })
  await page.getByRole('button', { name: 'Übernehmen …' }).click()
  await page.getByRole('dialog').getByRole('button', { name: 'Übernehmen' }).click()
  await expect(page.getByText('Übernommen:')).toBeVisible()
  await page.getByRole('link', { name: 'Zu den Organisationen' }).click()
  await expect(page.getByRole('heading', { level: 1, name: 'Organisationen' })).toBeVisible()
  await page.getByRole('searchbox').fill(name)
  await expect(page.getByRole('treegrid').getByText(name).or(page.getByRole('tree').getByText(name)).first()).toBeVisible()
})

test.describe('who sees only a part', () => {
  // What one may not see is not there: the browser writes the 403 or 404 to its console.
  test.use({ expectedErrors: /status of 40[34]/ })

  test('the coordinator: the own body, no administration', async ({ openAs }) => {
    const key = unique()
    const number = await startRollout(`Koordination ${key}`)
    const page = await openAs(PEOPLE.coordinator, '/')
    const nav = page.getByRole('navigation', { name: 'Hauptnavigation' })
    await expect(nav.getByRole('link', { name: 'Rollouts' })).toBeVisible()
    await expect(nav.getByRole('link', { name: 'Verwaltung' })).toHaveCount(0)
    await expect(page.getByRole('region', { name: 'Ihre Meilensteine' }).getByRole('listitem').first()).toBeVisible()
    await expectAccessible(page)
    await nav.getByRole('link', { name: 'Rollouts' }).click()
    const rows = page.getByRole('grid', { name: 'Rollouts' }).getByRole('row')
    await expect(rows.filter({ hasText: key })).toBeVisible()
    for (const row of (await rows.all()).slice(1)) await expect(row).toContainText(/Auenbach|Kirchfeld|Oberau/)
    const foreign = await (await Api.as(PEOPLE.admin)).first('/rollouts?kind=daughter&limit=200', (one) => (one.body as { name: string }).name === 'Hafning')
    await page.goto(`/rollouts/${foreign.number}`)
    await expect(page.getByRole('alert').filter({ hasText: 'Nicht gefunden' })).toBeVisible()
    await expect(page.getByText('Hafning')).toHaveCount(0)
    await page.goto(`/rollouts/${number}`)
    await expect(page.getByRole('heading', { level: 1 })).toContainText(key)
    // Steering is not theirs.
    await expect(page.getByRole('button', { name: 'Aktionen', exact: true })).toHaveCount(0)
    for (const width of [390, 320]) await expectNoSidewaysScroll(page, width)
  })

  test('the provider: where it is involved, no orders, no administration', async ({ openAs }) => {
    const key = unique()
    const number = await startRollout(`Ohne Dienstleister ${key}`)
    const page = await openAs(PEOPLE.provider, '/')
    const nav = page.getByRole('navigation', { name: 'Hauptnavigation' })
    await expect(nav.getByRole('link', { name: 'Rollouts' })).toBeVisible()
    for (const name of ['Bestellungen', 'Verwaltung']) await expect(nav.getByRole('link', { name })).toHaveCount(0)
    await expectAccessible(page)
    await nav.getByRole('link', { name: 'Rollouts' }).click()
    await expect(page.getByRole('grid', { name: 'Rollouts' }).getByRole('row').nth(1)).toBeVisible()
    await page.getByRole('searchbox').fill(key)
    await expect(page.getByText('Kein Rollout passt zu dieser Auswahl')).toBeVisible()
    await page.goto(`/rollouts/${number}`)
    await expect(page.getByRole('alert').filter({ hasText: 'Nicht gefunden' })).toBeVisible()
    for (const width of [390, 320]) await expectNoSidewaysScroll(page, width)
  })
})

test('German and English', async ({ openAs }) => {
  const page = await openAs(PEOPLE.manager, '/')
  await expect(page.locator('html')).toHaveAttribute('lang', 'de')
  await page.getByRole('button', { name: /Einstellungen$/ }).click()
  await page.getByRole('menuitemradio', { name: 'English' }).click()
  await expect(page.getByRole('heading', { level: 1, name: 'My day' })).toBeVisible()
  await expect(page.locator('html')).toHaveAttribute('lang', 'en')
  await page.reload()
  await page.getByRole('link', { name: 'Orders', exact: true }).click()
  await expect(page.getByRole('heading', { level: 1, name: 'Orders' })).toBeVisible()
  await page.keyboard.press('Escape')
  await page.getByRole('button', { name: /settings$/ }).click()
  await page.getByRole('menuitemradio', { name: 'Deutsch' }).click()
  await expect(page.getByRole('heading', { level: 1, name: 'Bestellungen' })).toBeVisible()
})

test('what others do appears without taking away what one types or where one looks', async ({ openAs }) => {
  const number = await startRollout(`Zusehen ${unique()}`)
  const page = await openAs(PEOPLE.manager, `/rollouts/${number}`)
  await page.setViewportSize({ width: 1024, height: 600 })
  await expect(page.getByRole('status').filter({ hasText: /^live$/ })).toBeVisible()
  const reply = page.getByRole('textbox', { name: 'Antwort' })
  await reply.click()
  await page.keyboard.type('Ein halber Satz, den')
  const main = page.getByRole('main')
  await main.evaluate((element) => element.scrollBy(0, 40))
  const before = await main.evaluate((element) => element.scrollTop)
  expect(before).toBeGreaterThan(0)

  const other = await Api.as(PEOPLE.second)
  const { id } = await other.get(`/rollouts/${number}`)
  await other.post(`/tickets/${id}/articles`, { text: 'Von nebenan.', audience: 'all' })
  await expect(page.getByRole('list', { name: 'Verlauf' })).toContainText('Von nebenan.')
  await expect(reply).toBeFocused()
  await expect(reply).toHaveValue('Ein halber Satz, den')
  expect(await main.evaluate((element) => element.scrollTop)).toBe(before)
  await page.keyboard.type(' ich beende.')
  await expect(reply).toHaveValue('Ein halber Satz, den ich beende.')
})
