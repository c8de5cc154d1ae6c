import { mkdirSync } from 'node:fs'
import type { Page } from '@playwright/test'
import { Api, order, PEOPLE } from './api'
import { expect, test, type OpenAs } from './fixtures'
import { register } from './register'

// The pictures of the README, from the demo data: `npm run screenshots`.
const FOLDER = new URL('../../docs/screenshots/', import.meta.url).pathname
mkdirSync(FOLDER, { recursive: true })
test.describe.configure({ mode: 'serial' })

/** Waits until everything is there and still, then takes the picture. */
async function take(page: Page, name: string) {
  await expect(page.getByRole('heading', { level: 1 })).toBeVisible()
  await expect(page.getByText('Wird geladen …')).toHaveCount(0)
  await expect(page.locator('.dw-skeleton')).toHaveCount(0)
  await page.evaluate(() => document.fonts.ready)
  await page.screenshot({ path: `${FOLDER}${name}.png`, animations: 'disabled', caret: 'hide' })
}

async function open(openAs: OpenAs, path: string, size = { width: 1440, height: 900 }): Promise<Page> {
  const page = await openAs(PEOPLE.manager, 'about:blank')
  await page.setViewportSize(size)
  await page.emulateMedia({ colorScheme: 'light', reducedMotion: 'reduce' })
  await page.goto(path)
  return page
}

test('rollouts', async ({ openAs }) => {
  const page = await open(openAs, '/rollouts?light=red&light=yellow&light=green&state=running&sort=next_due')
  const rows = page.getByRole('grid', { name: 'Rollouts' }).getByRole('row')
  await rows.nth(3).getByRole('gridcell').nth(3).click()
  await expect(page.getByRole('complementary')).toBeVisible()
  await take(page, 'rollouts')
  await page.emulateMedia({ colorScheme: 'dark' })
  await take(page, 'rollouts-dark')
})

test('portfolio', async ({ openAs }) => {
  const page = await open(openAs, '/rollouts/portfolio?by=municipality')
  await expect(page.getByRole('grid', { name: 'Portfolio' })).toBeVisible()
  await take(page, 'portfolio')
})

test('rollout and mother', async ({ openAs }) => {
  const manager = await Api.as(PEOPLE.manager)
  const rollout = await manager.first('/rollouts?kind=daughter&state=running&phase=technology')
  await manager.post(`/tickets/${rollout.id}/articles`, { text: 'Das Zertifikat für den Empfangsweg ist beantragt, es kommt Anfang der Woche.', audience: 'all' })
  await manager.post(`/tickets/${rollout.id}/articles`, { text: 'Bitte am Donnerstag nachfassen, die Stelle ist knapp besetzt.', audience: 'team' })
  const page = await open(openAs, `/rollouts/${rollout.number}`)
  await expect(page.getByRole('list', { name: 'Verlauf' })).toContainText('Bitte am Donnerstag')
  await take(page, 'rollout')
  const mothers = await manager.get<{ items: { number: string; body: { id: string } }[] }>('/rollouts?kind=mother&limit=200')
  const daughters = await manager.get<{ items: { body: { id: string } }[] }>('/rollouts?kind=daughter&state=running&limit=200')
  const many = (id: string) => daughters.items.filter(({ body }) => body.id === id).length
  const mother = mothers.items.toSorted((a, b) => many(b.body.id) - many(a.body.id))[0]
  await page.goto(`/mothers/${mother?.number}`)
  await expect(page.getByRole('region', { name: 'Dienste im Zeitverlauf' }).getByRole('link').first()).toBeVisible()
  await take(page, 'mother')
})

test('orders', async ({ openAs }) => {
  const number = `DM-2026-9${String(Date.now()).slice(-4)}`
  const market = await Api.marketplace('digitalmarkt')
  await market.post(market.orders, order(number, [{ service_key: 'WOHNSITZ' }, { service_key: 'EHE' }, { service_key: 'UNBEKANNT' }]))
  const manager = await Api.as(PEOPLE.manager)
  const { id } = await manager.first(`/orders?q=${number}`)
  const placed = await manager.get<{ positions: { id: string; version: number }[] }>(`/orders/${id}`)
  const [position] = placed.positions
  await manager.call('POST', `/orders/${id}/positions/${position?.id}/check`, { headers: { 'If-Match': `"${position?.version}"` } })
  const page = await open(openAs, '/orders?view=all')
  await expect(page.getByRole('grid', { name: 'Bestellungen' }).getByRole('row').nth(5)).toBeVisible()
  await take(page, 'orders')
})

test('organisations', async ({ openAs }) => {
  const { id } = await (await Api.as(PEOPLE.manager)).first('/organisations?q=VG%20Auenbach')
  const page = await open(openAs, `/organisations?id=${id}`)
  await expect(page.getByRole('heading', { name: 'VG Auenbach' }).first()).toBeVisible()
  await take(page, 'organisations')
})

test('register', async ({ openAs }) => {
  const page = await open(openAs, '/organisations/register')
  await page.locator('input[type=file]').setInputFiles({ name: 'GV100AD_31102026.txt', mimeType: 'text/plain', buffer: register('Probedorf') })
  await expect(page.getByRole('grid', { name: 'Änderungen' }).getByRole('row').nth(1)).toBeVisible()
  await take(page, 'register')
})

test('my day on a phone', async ({ openAs }) => {
  const page = await open(openAs, '/', { width: 390, height: 844 })
  await expect(page.getByRole('list', { name: 'Anrufliste' }).getByRole('link').first()).toBeVisible()
  await take(page, 'day-phone')
})

test('my day and the call list', async ({ openAs }) => {
  const page = await open(openAs, '/')
  const calls = page.getByRole('list', { name: 'Anrufliste' })
  await expect(calls.getByRole('link').first()).toBeVisible()
  await take(page, 'day')
  await page.goto('/calls')
  await calls.locator('[data-call]').nth(1).focus()
  await page.keyboard.press('n')
  await page.keyboard.type('Zertifikat kommt am Mittwoch +3')
  await take(page, 'calls')
})

test('milestones of a provider', async ({ openAs }) => {
  const page = await openAs(PEOPLE.provider, 'about:blank')
  await page.setViewportSize({ width: 1440, height: 900 })
  await page.goto('/milestones')
  await expect(page.getByRole('grid', { name: 'Meine Meilensteine' }).getByRole('row').nth(1)).toBeVisible()
  await take(page, 'milestones')
})

test('map', async ({ openAs }) => {
  const page = await open(openAs, '/rollouts/map?shapes=municipality')
  await expect(page.getByRole('img', { name: /^Karte nach/ })).toBeVisible()
  await take(page, 'map')
})

test('status report', async ({ openAs }) => {
  const manager = await Api.as(PEOPLE.manager)
  const programme = await manager.first('/programmes', (one) => one['name'] === 'Musterpaket 2026')
  const { id } = await manager.post('/status-reports', { name: 'Wochenlage Musterpaket', scope: { kind: 'programme', id: programme.id }, rhythm: 'weekly', weekday: 1, xlsx: true })
  const page = await open(openAs, `/reports/status/${id}`, { width: 1440, height: 1200 })
  await expect(page.getByRole('region', { name: 'Überblick' })).toBeVisible()
  await take(page, 'status-report')
})

test('stock', async ({ openAs }) => {
  const page = await open(openAs, '/rollouts/stock', { width: 1440, height: 1100 })
  const programme = page.getByRole('button', { name: /Programm/ })
  await programme.click()
  await page.getByRole('option', { name: 'Musterpaket 2026' }).click()
  const sheet = 'AGS;Dienst;Begonnen am;M1.3;M2.1 Auftakt;Phase;Ergebnis\n17171101;HUND;01.09.2026;15.09.2026;x;Technik;\n17172101;GEWERBE;;;;;live\n'
  await page.locator('input[type=file]').setInputFiles({ name: 'bestand-2026.csv', mimeType: 'text/csv', buffer: Buffer.from(sheet) })
  await expect(page.getByText('2 Zeilen', { exact: true })).toBeVisible()
  await take(page, 'stock')
})

test('a wave', async ({ openAs }) => {
  const manager = await Api.as(PEOPLE.manager)
  const programme = await manager.first('/programmes', (one) => one['name'] === 'Musterpaket 2026')
  const region = await manager.first('/organisations?kind=district&q=Bergau')
  const wave = await manager.post('/waves', { name: 'Bergau, Frühjahr 2027', programme_id: programme.id, region_id: region.id, key_date: '2027-06-01', capacity_per_week: 10 })
  const page = await open(openAs, `/waves/${wave.id}`)
  await page.getByRole('button', { name: 'Starten …' }).click()
  await expect(page.getByRole('grid').getByText(/Go-Live .*2027/).first()).toBeVisible()
  await take(page, 'wave')
})
