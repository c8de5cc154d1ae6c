import type { Page } from '@playwright/test'
import { Api, PEOPLE } from './api'
import { expect, expectAccessible, test, type OpenAs } from './fixtures'
import { choose, find, jump, pick, press, tabTo } from './keys'
import { arrived, pdfOf } from './mailbox'
import { setMorning, type Morning } from './morning'

const filters = (page: Page) => page.getByRole('group', { name: /^Filter/ })

/** Adds a filter that is found by typing. */
async function filterBy(page: Page, kind: string, text: string): Promise<void> {
  await press(page, filters(page).getByRole('button', { name: 'Filter', exact: true }))
  await pick(page, page.getByRole('menuitem', { name: kind, exact: true }))
  await find(page, page.getByRole('dialog', { name: kind }).getByRole('combobox'), text)
  await expect(page.getByRole('dialog')).toHaveCount(0)
}

/** The rollouts of one service, as the list says how many they are. */
async function rolloutsOf(page: Page, service: string, count: number): Promise<void> {
  await jump(page, 'Rollouts')
  await filterBy(page, 'Dienst', service)
  await expect(page.getByText(`${count} in dieser Auswahl`)).toBeVisible()
}

/** What the table behind the map says of the district: so many of so many are live. */
async function expectCoverage(page: Page, { programme, district }: Morning, live: string): Promise<void> {
  await jump(page, 'Karte')
  await press(page, filters(page).getByRole('button', { name: 'Filter', exact: true }))
  await pick(page, page.getByRole('menuitem', { name: 'Programm', exact: true }))
  const dialog = page.getByRole('dialog', { name: 'Programm' })
  await tabTo(page, dialog.getByRole('checkbox', { name: programme }))
  await page.keyboard.press('Space')
  await press(page, dialog.getByRole('button', { name: 'Fertig' }))
  await expect(page).toHaveURL(/programme=/)
  const row = page.getByRole('grid', { name: 'Landkreise' }).getByRole('row', { name: new RegExp(district) })
  await expect(row).toContainText(live)
  await expectAccessible(page)
}

async function turnedRed(page: Page, { turned }: Morning): Promise<void> {
  const card = page.getByRole('region', { name: /^Seit gestern gelb oder rot/ })
  await expect(card.getByRole('link').first()).toBeVisible()
  await expectAccessible(page)
  await press(page, card.getByRole('link', { name: 'Alle zeigen' }))
  await expect(page.getByRole('heading', { level: 1, name: 'Rollouts' })).toBeVisible()
  await expect(page).toHaveURL(/light_after=/)
  await filterBy(page, 'Dienst', turned)
  await expect(page.getByText('10 in dieser Auswahl')).toBeVisible()
  await tabTo(page, page.getByRole('grid', { name: 'Rollouts' }).locator('[data-cell="0:0"]'))
  await page.keyboard.press('Enter')
  await expect(page.getByRole('complementary')).toContainText('Funktionspostfach gesperrt')
  await expectAccessible(page)
}

async function callNoted(page: Page, { faulty, turned }: Morning): Promise<void> {
  await jump(page, 'Anrufliste')
  const list = page.getByRole('list', { name: 'Anrufliste' })
  await expect(list.locator('[data-call]').first()).toBeVisible()
  await expectAccessible(page)
  await tabTo(page, list.locator('[data-call]').first())
  const who = async () => (await page.locator('[data-call]:focus strong').first().textContent()) ?? ''
  let called = await who()
  for (let steps = 0; steps < 50 && !faulty.some(({ name }) => name === called); steps += 1) {
    await page.keyboard.press('j')
    called = await who()
  }
  expect(faulty.map(({ name }) => name)).toContain(called)
  await page.keyboard.press('n')
  await expect(page.getByRole('textbox', { name: 'Was wurde besprochen?' })).toBeFocused()
  await page.keyboard.type('Postfach wird heute freigegeben +3')
  await expectAccessible(page)
  await page.keyboard.press('Enter')
  await expect(page.getByText(`Anruf bei ${called} notiert.`)).toBeVisible()
  const api = await Api.as(PEOPLE.manager)
  const { id } = await api.first(`/rollouts?kind=daughter&q=${faulty.find(({ name }) => name === called)?.ags} ${turned}`)
  const { items } = await api.get<{ items: { channel: string; text: string }[] }>(`/tickets/${id}/articles`)
  expect(items.filter(({ channel, text }) => channel === 'phone' && text.includes('Postfach wird heute freigegeben'))).toHaveLength(1)
}

async function reminded(page: Page, { owed, towns }: Morning): Promise<void> {
  await rolloutsOf(page, owed, 40)
  await press(page, page.getByRole('button', { name: 'Viele erinnern …' }))
  await press(page, page.getByRole('alertdialog', { name: 'Erinnerung senden' }).getByRole('button', { name: 'Vorschau' }))
  const result = page.getByRole('dialog', { name: 'Erinnerung senden' })
  await expect(result).toContainText('40 Erinnerungen können hinaus.')
  await expectAccessible(page)
  await press(page, result.getByRole('button', { name: '40 senden' }))
  await expect(result.getByRole('listitem').filter({ hasText: 'unterwegs' })).toHaveCount(40)
  for (const { name } of towns) await expect(result.getByRole('listitem').filter({ hasText: `An: Rathaus ${name}unterwegs` })).toHaveCount(1)
  await page.keyboard.press('Escape')
  await expect(result).toHaveCount(0)
}

/** What the operator has switched on goes live in one go, after it was seen what would become of each row. */
async function activated(page: Page, { activations }: Morning): Promise<void> {
  await jump(page, 'Rollouts')
  await press(page, page.getByRole('button', { name: 'Viele ändern …' }))
  const dialog = page.getByRole('alertdialog', { name: 'Viele Rollouts ändern' })
  await choose(page, dialog.getByRole('radiogroup', { name: 'Welche Rollouts' }), 'Eigene Liste')
  const chooser = page.waitForEvent('filechooser')
  await press(page, dialog.getByRole('button', { name: 'Datei auswählen' }))
  await (await chooser).setFiles({ name: 'aktivierungen.csv', mimeType: 'text/csv', buffer: Buffer.from(activations) })
  await expect(dialog.getByRole('status')).toHaveText('300 Rollouts erkannt.')
  await press(page, dialog.getByRole('button', { name: /Meilenstein$/ }).last())
  await pick(page, page.getByRole('option', { name: /^M5\.1 / }))
  await expectAccessible(page)
  await press(page, dialog.getByRole('button', { name: 'Prüfen' }))
  await expect(page.getByRole('heading', { level: 1, name: 'Meilenstein M5.1 erledigen' })).toBeVisible()
  await expect(page.getByText('Von 300 Rollouts gehen 300, 0 werden abgelehnt. Noch ist nichts geändert.')).toBeVisible({ timeout: 120_000 })
  await expect(page.getByRole('grid').getByText('geht live').first()).toBeVisible()
  await expectAccessible(page)
  await press(page, page.getByRole('button', { name: '300 Rollouts ändern' }))
  await expect(page.getByText('300 von 300 geändert, 0 abgelehnt.')).toBeVisible({ timeout: 120_000 })
}

/** The report of the Landkreis goes to its head, as a document. */
async function reported(page: Page, { district, key, head }: Morning): Promise<void> {
  const name = `Lage ${key}`
  await jump(page, 'Statusberichte')
  await press(page, page.getByRole('button', { name: 'Bericht anlegen' }).first())
  const dialog = page.getByRole('alertdialog', { name: 'Bericht anlegen' })
  await expect(dialog.getByRole('textbox', { name: 'Name' })).toBeFocused()
  await page.keyboard.type(name)
  await choose(page, dialog.getByRole('radiogroup', { name: 'Worüber' }), 'Region')
  await find(page, dialog.getByRole('combobox', { name: 'Region' }), district)
  await find(page, dialog.getByRole('combobox', { name: 'Person hinzufügen' }), head.name)
  await expect(dialog.getByText(head.name).first()).toBeVisible()
  await expectAccessible(page)
  await press(page, dialog.getByRole('button', { name: 'Speichern' }))
  await expect(page.getByRole('heading', { level: 1, name })).toBeVisible()
  await expect(page.getByRole('region', { name: 'Überblick' }).getByRole('link', { name: 'Live: 300', exact: true })).toBeVisible()
  await expectAccessible(page)
  await press(page, page.getByRole('button', { name: 'Jetzt senden' }))
  await press(page, page.getByRole('alertdialog').getByRole('button', { name: 'Jetzt senden' }))
  await expect(page.getByText('Der Bericht geht an 1 Person.')).toBeVisible()
  await expect.poll(() => arrived(head.email).map((mail) => pdfOf(mail)?.subarray(0, 5).toString()), { timeout: 60_000 }).toEqual(['%PDF-'])
}

const owedBy = (page: Page) => page.getByRole('region', { name: 'Ihre Meilensteine' }).locator('[data-owed]')

/** Sees the own next step and completes it; at the next visit it is gone, and the one after it stands first. */
async function cameTwice(openAs: OpenAs, { coordinator }: Morning): Promise<void> {
  const first = await openAs(coordinator, '/')
  const head = owedBy(first).first()
  await tabTo(first, head)
  const [step, name] = [await head.getAttribute('data-owed'), await head.getAttribute('aria-label')]
  await expectAccessible(first)
  await first.keyboard.press('e')
  await expect(first.getByText(`${name} ist erledigt.`)).toBeVisible()
  await expect(first.locator(`[data-owed="${step}"]`)).toHaveCount(0)
  const next = await head.getAttribute('data-owed')
  const again = await openAs(coordinator, '/')
  await expect(owedBy(again).first()).toHaveAttribute('data-owed', next ?? '')
  await expect(again.locator(`[data-owed="${step}"]`)).toHaveCount(0)
}

async function provided(openAs: OpenAs, { provided: service }: Morning): Promise<void> {
  const page = await openAs(PEOPLE.provider, '/')
  await jump(page, 'Meine Meilensteine')
  await filterBy(page, 'Dienst', service)
  await expect(page.getByText('20 Meilensteine')).toBeVisible()
  await tabTo(page, page.getByRole('grid', { name: 'Meine Meilensteine' }).locator('[data-cell="0:0"]'))
  await page.keyboard.press('Control+a')
  await expectAccessible(page)
  await press(page, page.getByRole('button', { name: '20 erledigen …' }))
  await press(page, page.getByRole('alertdialog', { name: 'Meilensteine erledigen' }).getByRole('button', { name: 'Prüfen' }))
  await expect(page.getByText('Von 20 Rollouts gehen 20, 0 werden abgelehnt. Noch ist nichts geändert.')).toBeVisible()
  await expectAccessible(page)
  await press(page, page.getByRole('button', { name: '20 Rollouts ändern' }))
  await expect(page.getByText('20 von 20 geändert, 0 abgelehnt.')).toBeVisible()
}

test('a rollout manager has seen to everything by nine, without a mouse', async ({ openAs }) => {
  test.setTimeout(900_000)
  const morning = await test.step('a district under way', setMorning)
  const renate = await openAs(PEOPLE.manager, '/')
  await test.step('what turned red', () => turnedRed(renate, morning))
  await test.step('a call is noted', () => callNoted(renate, morning))
  await test.step('forty town halls are reminded', () => reminded(renate, morning))
  await test.step('the operator’s list goes live, and the map shows it', async () => {
    await expectCoverage(renate, morning, '(0/400)')
    await activated(renate, morning)
    await expectCoverage(renate, morning, '(300/400)')
  })
  await test.step('the district gets its report', () => reported(renate, morning))

  await test.step('a coordinator comes twice', () => cameTwice(openAs, morning))
  await test.step('a provider completes what twenty town halls wait for', () => provided(openAs, morning))
  await test.step('every town hall has its reminder', async () => {
    for (const town of morning.towns) await expect.poll(() => arrived(morning.mailOf(town)).length, { timeout: 120_000, message: town.name }).toBeGreaterThan(0)
  })
})
