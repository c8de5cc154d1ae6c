import type { Page } from '@playwright/test'
import { Api, AUENBACH, order, PEOPLE, unique } from './api'
import { expect, expectAccessible, expectLive, test as base, type OpenAs } from './fixtures'
import { Market } from './market'
import { answerMilestone } from './questionnaire'

/** One run of the main job: its order and the two services that were ordered. */
interface Job {
  number: string
  first: string
  second: string
}

/** Marks the window, so that a reload would be noticed. */
const mark = (page: Page) => page.evaluate(() => { document.documentElement.dataset.e2e = 'same window' })
const expectSameWindow = (page: Page) => expect(page.locator('html[data-e2e="same window"]')).toBeAttached()

const position = (page: Page, line: number) => page.getByRole('article', { name: `Position ${line}`, exact: true })
const next = (page: Page) => page.getByRole('region', { name: 'Als Nächstes' })

async function complete(page: Page, ...keys: string[]): Promise<void> {
  for (const key of keys) {
    const button = next(page).getByRole('button', { name: new RegExp(`^${key} .* als erledigt melden$`) })
    await button.click()
    // What others do moves the list meanwhile; a press that hit nothing is made again, as people do.
    await expect(async () => {
      const said = expect(page.getByRole('region', { name: 'Meldungen' })).toContainText(new RegExp(`${key} .* ist erledigt\\.`), { timeout: 3000 })
      await said.catch(async (missing) => { if (await button.isVisible()) await button.click({ timeout: 1000 }); throw missing })
    }).toPass()
    await expect(next(page).getByRole('listitem', { name: new RegExp(`^${key} `) })).toHaveCount(0)
  }
}

async function orderArrives(job: Job, market: Market, windows: Page[]): Promise<void> {
  for (const page of windows) {
    await expectLive(page)
    await mark(page)
    await expect(page.getByRole('link', { name: job.number })).toHaveCount(0)
  }
  // The second position names a municipality by name and a key nobody has.
  const unclear = { service_key: job.second, body: { name: 'Kirchfeld', ags: '17999999' } }
  await market.place(order(job.number, [{ service_key: job.first }, unclear]))
  for (const page of windows) {
    await expect(page.getByRole('link', { name: job.number })).toBeVisible()
    await expectSameWindow(page)
  }
}

/** Clarified and checked by one person, released by another; each sees at once what the other did. */
async function clearAndRelease(job: Job, renate: Page, viktor: Page): Promise<void> {
  for (const page of [renate, viktor]) {
    await page.getByRole('link', { name: job.number }).click()
    await expect(position(page, 2)).toContainText('Diese Stelle ist nicht bekannt.')
    await mark(page)
  }
  await position(renate, 2).getByRole('group', { name: 'Gemeint ist vielleicht' }).getByRole('button', { name: /^Kirchfeld/ }).click()
  for (const page of [renate, viktor]) {
    await expect(position(page, 2)).toContainText('zu prüfen')
    // The association does it for its member.
    await expect(position(page, 2)).toContainText('VG Auenbach')
  }
  for (const line of [1, 2]) {
    await position(renate, line).getByRole('button', { name: 'Als geprüft vermerken', exact: true }).click()
    await expect(position(renate, line)).toContainText('Geprüft von Renate Rollhuber')
  }
  // Who checked may not release, and reads who may.
  await expect(position(renate, 1)).toContainText('Freigeben muss eine zweite Person.')
  await expect(position(renate, 1)).toContainText('Viktor Vieraugen')
  await expect(position(renate, 1).getByRole('button', { name: /^Freigeben – Freigeben muss/ })).toBeVisible()
  await viktor.getByRole('button', { name: 'Alle 2 geprüften freigeben' }).click()
  const result = viktor.getByRole('dialog', { name: 'Ergebnis der Freigabe' })
  await expect(result).toContainText('2 freigegeben, 0 abgelehnt.')
  await result.getByRole('button', { name: 'Schließen' }).first().click()
  for (const line of [1, 2]) await expect(position(renate, line)).toContainText('Freigegeben von Viktor Vieraugen')
  await expectSameWindow(renate)
  await expectAccessible(renate)
}

/** From the order to the daughter, and over its mother back. */
async function motherAndDaughter(job: Job, renate: Page): Promise<void> {
  await position(renate, 1).getByRole('link', { name: 'Rollout öffnen' }).click()
  await expect(renate.getByRole('heading', { level: 1 })).toContainText(`Dienst ${job.first}`)
  await renate.getByRole('link', { name: 'VG Auenbach' }).click()
  await expect(renate.getByRole('heading', { level: 1, name: 'VG Auenbach' })).toBeVisible()
  const axis = renate.getByRole('region', { name: 'Dienste im Zeitverlauf' })
  await expect(axis.getByRole('link', { name: new RegExp(`Dienst ${job.second}`) })).toBeVisible()
  await expectAccessible(renate)
  await axis.getByRole('link', { name: new RegExp(`Dienst ${job.first}`) }).click()
  await expect(renate.getByRole('heading', { level: 1 })).toContainText(`Dienst ${job.first}`)
}

/** The manager names the provider, who has the rollout on the screen without asking for it. */
async function providerJoins(job: Job, renate: Page, openAs: OpenAs): Promise<Page> {
  const ingo = await openAs(PEOPLE.provider, `/rollouts?q=${job.first}`)
  await expect(ingo.getByText('Kein Rollout passt zu dieser Auswahl')).toBeVisible()
  await expectLive(ingo)
  await renate.getByRole('button', { name: 'IT-Dienstleister ändern' }).click()
  const dialog = renate.getByRole('dialog', { name: 'Wer ist IT-Dienstleister?' })
  await dialog.getByRole('combobox', { name: /^Organisation/ }).fill('Kommunale IT')
  await renate.getByRole('option', { name: /Kommunale IT Musterland/ }).click()
  await dialog.getByRole('button', { name: 'Von Hand festlegen' }).click()
  await expect(renate.getByRole('region', { name: 'Beteiligte' })).toContainText('Kommunale IT Musterland')
  await ingo.getByRole('link', { name: /VG Auenbach/ }).click()
  await expect(ingo.getByRole('heading', { level: 1 })).toContainText(`Dienst ${job.first}`)
  return ingo
}

const talk = (page: Page) => page.getByRole('list', { name: 'Verlauf' })

async function say(page: Page, audience: string, text: string): Promise<void> {
  await page.getByRole('button', { name: /Lesen dürfen/ }).click()
  await page.getByRole('option', { name: new RegExp(`^${audience}`) }).click()
  await page.getByRole('textbox', { name: 'Antwort' }).fill(text)
  await page.getByRole('button', { name: 'Senden' }).click()
  await expect(talk(page)).toContainText(text)
}

/** Each audience reads what is meant for it, at once. */
async function conversation(renate: Page, karin: Page, ingo: Page): Promise<void> {
  await say(renate, 'nur Team', 'Nur für uns: die Stelle ist knapp besetzt.')
  await say(renate, 'Team und Stelle', 'Nur mit der Stelle: der Zeitplan liegt bei.')
  await say(renate, 'alle Beteiligten', 'Für alle: der Auftakt ist am Montag.')
  await expect(talk(karin)).toContainText('Für alle: der Auftakt')
  await expect(talk(karin)).toContainText('Nur mit der Stelle')
  await expect(talk(ingo)).toContainText('Für alle: der Auftakt')
  await expect(talk(ingo)).not.toContainText('Nur mit der Stelle')
  for (const page of [karin, ingo]) {
    await expect(page.getByText('Nur für uns')).toHaveCount(0)
    await page.reload()
    await expect(talk(page)).toContainText('Für alle: der Auftakt')
    await expect(page.getByText('Nur für uns')).toHaveCount(0)
    await mark(page)
  }
  await say(karin, 'alle Beteiligten', 'Montag passt uns gut.')
  await expect(talk(renate)).toContainText('Montag passt uns gut.')
}

/** Phase by phase, each milestone by whom it belongs to. */
async function allPhases(renate: Page, karin: Page, ingo: Page): Promise<void> {
  await complete(renate, 'M1\\.3', 'M2\\.1')
  await answerMilestone(karin, /^M2\.2 /)
  await complete(karin, 'M2\\.2', 'M2\\.3', 'M3\\.1')
  await complete(ingo, 'M3\\.2')
  await complete(renate, 'M3\\.4')
  await complete(karin, 'M4\\.1', 'M4\\.2')
  await complete(renate, 'M5\\.1')
  for (const page of [karin, ingo]) await expect(page.getByText('Go-Live', { exact: true }).first()).toBeVisible()
  await complete(karin, 'M5\\.2', 'M6\\.1')
  await complete(renate, 'M6\\.2', 'M6\\.3')
}

async function handOver(renate: Page, watchers: Page[]): Promise<void> {
  await renate.getByRole('button', { name: 'Aktionen', exact: true }).click()
  await renate.getByRole('menuitem', { name: 'Ergebnis festhalten …' }).click()
  const dialog = renate.getByRole('dialog', { name: /^Ergebnis: VG Auenbach/ })
  await dialog.getByRole('button', { name: /Ergebnis$/ }).first().click()
  await renate.getByRole('option', { name: /live/i }).click()
  await dialog.getByRole('button', { name: 'Ergebnis festhalten' }).click()
  await expect(dialog).toHaveCount(0)
  for (const page of [renate, ...watchers]) {
    await expect(page.getByText('100 %')).toBeVisible()
    await expectSameWindow(page)
  }
}

async function historyReads(renate: Page): Promise<void> {
  await renate.getByRole('tab', { name: 'Historie' }).click()
  const history = renate.getByRole('list', { name: 'Historie' })
  await expect(history.getByRole('listitem').filter({ hasText: 'Karin Gmeiner' }).filter({ hasText: 'hat M2.2 Anbindungsfragebogen vollständig erledigt.' })).toBeVisible()
  await expect(history.getByRole('listitem').filter({ hasText: 'Ingo Rechner' }).filter({ hasText: 'hat M3.2 Empfangsweg eingerichtet erledigt.' })).toBeVisible()
  await expect(history).toContainText('Phase gewechselt: Technik')
  await expect(history).not.toContainText('hat etwas geändert')
  await expectAccessible(renate)
}

/** The marketplace was told of every phase and of how it came out, signed, and believed all of it. */
async function marketplaceKnows(job: Job, market: Market): Promise<void> {
  const outcome = async () => (await market.told()).events.at(-1)?.data.positions[0]?.rollout?.outcome
  await expect.poll(outcome, { message: 'the outcome arrives', timeout: 60_000 }).toBe('live')
  const { events, refused } = await market.told()
  expect(refused).toBe(0)
  expect(events.every(({ data }) => data.number === job.number), 'nothing of others').toBe(true)
  expect(events[0]?.type).toBe('de.dienstweg.order.received.v1')
  const phases = events.map(({ data }) => data.positions[0]?.rollout?.phase).filter(Boolean)
  expect(phases.filter((phase, index) => phase !== phases[index - 1])).toEqual(['order', 'preparation', 'technology', 'test', 'go_live', 'operation'])
}

const test = base.extend<{ market: Market }>({
  // oxlint-disable-next-line no-empty-pattern -- Playwright reads the names of fixtures here
  market: async ({}, use) => {
    const market = await Market.open()
    await use(market)
    market.close()
  },
})

test('an order becomes a rollout that goes live, and everybody sees it happen', async ({ openAs, market }) => {
  test.setTimeout(480_000)
  const key = unique()
  const job: Job = { number: `E2E-${key}`, first: `A${key}`, second: `B${key}` }
  await (await Api.as(PEOPLE.admin)).services({ [job.first]: `Dienst ${job.first}`, [job.second]: `Dienst ${job.second}` })
  const renate = await openAs(PEOPLE.manager, '/orders')
  const viktor = await openAs(PEOPLE.second, '/orders')

  await test.step('the order appears in two open windows', () => orderArrives(job, market, [renate, viktor]))
  await test.step('four eyes', () => clearAndRelease(job, renate, viktor))
  await test.step('mother and daughter', () => motherAndDaughter(job, renate))
  const ingo = await test.step('the provider joins', () => providerJoins(job, renate, openAs))
  const karin = await openAs(PEOPLE.coordinator, new URL(renate.url()).pathname)
  await expect(karin.getByRole('heading', { level: 1 })).toContainText(AUENBACH.name)
  for (const page of [renate, karin, ingo]) await mark(page)
  await test.step('conversation', () => conversation(renate, karin, ingo))
  await test.step('all phases', () => allPhases(renate, karin, ingo))
  await test.step('hand-over', () => handOver(renate, [karin, ingo]))
  await test.step('history', () => historyReads(renate))
  await test.step('the order shows how far it is', () => expect(position(viktor, 1)).toContainText(/RO-\d{4}-\d+/))
  await test.step('the marketplace knows', () => marketplaceKnows(job, market))
})
