import { Api, PEOPLE, unique } from './api'
import { expect, expectAccessible, expectNoSidewaysScroll, test } from './fixtures'

interface Levy { amount_cents: number; population: number; body: { name: string } }
interface Sums { amount_cents: number; services: number }

const euro = (cents: number) => new Intl.NumberFormat('de-DE', { style: 'currency', currency: 'EUR' }).format(cents / 100)

test('what a kreisfreie Stadt pays, service by service, and how that is computed', async ({ openAs }) => {
  const page = await openAs(PEOPLE.manager, '/digital-levy')
  await expect(page.getByRole('heading', { level: 1, name: 'Digitalumlage' })).toBeVisible()
  const table = page.getByRole('grid', { name: 'Digitalumlage' })
  await expect(table.getByRole('row').nth(1)).toBeVisible()
  await expectAccessible(page)
  await page.getByRole('searchbox', { name: 'Name oder AGS' }).fill('Musterstadt')
  const [city] = (await (await Api.as(PEOPLE.manager)).get<{ items: Levy[] }>('/digital-levies?q=Musterstadt')).items
  if (!city) throw new Error('the city')
  const row = table.getByRole('row').filter({ hasText: 'Musterstadt' })
  await expect(row).toContainText('Kreisfreie Stadt')
  await expect(row).toContainText(euro(city.amount_cents))
  await expect(table.getByRole('row')).toHaveCount(2)
  await row.getByRole('link', { name: 'Musterstadt' }).click()
  const dialog = page.getByRole('dialog', { name: /^Musterstadt: Digitalumlage/ })
  await expect(dialog.getByRole('row').last()).toContainText(euro(city.amount_cents))
  await expect(dialog.getByRole('rowheader', { name: /Fahrzeug zulassen.*Landkreise/ })).toBeVisible()
  await expect(dialog.getByRole('rowheader', { name: /Hund anmelden.*Gemeinden/ })).toBeVisible()
  await expectAccessible(page)
  for (const width of [390, 320]) await expectNoSidewaysScroll(page, width)
  await dialog.getByRole('button', { name: 'Schließen' }).last().click()
  for (const width of [390, 320]) await expectNoSidewaysScroll(page, width)
  await page.setViewportSize({ width: 1280, height: 800 })

  await page.getByRole('link', { name: 'So wird gerechnet' }).click()
  await expect(page.getByText('Art. 55a BayDiG, §§ 7a, 7b BayDiV')).toBeVisible()
  await expect(page.getByText('Landesamt für Statistik bis zum 31. Oktober')).toBeVisible()
  await expect(page.getByRole('rowheader', { name: 'Mittelmusterland' })).toBeVisible()
  await expectAccessible(page)
  for (const width of [390, 320]) await expectNoSidewaysScroll(page, width)
})

test('costs are entered, changed and taken out; the sums follow', async ({ openAs }) => {
  const name = `Umlage ${unique()}`
  const manager = await Api.as(PEOPLE.manager)
  const year = new Date().getFullYear() + 2
  await manager.services({ [`U${unique()}`]: name })
  const page = await openAs(PEOPLE.manager, `/digital-levy/costs?year=${year}`)
  await expect(page.getByRole('heading', { level: 1, name: 'Kosten der Dienste' })).toBeVisible()
  const table = page.getByRole('grid', { name: 'Kosten der Dienste' })
  await table.getByRole('link', { name }).click()
  const dialog = page.getByRole('alertdialog', { name: `${name}: Kosten ${year}` })
  await dialog.getByRole('textbox', { name: 'Beschaffung und Betrieb' }).fill('100.000,01')
  await dialog.getByRole('textbox', { name: /^Erstimplementierung/ }).fill('20.000')
  await dialog.getByRole('textbox', { name: /^Quelle/ }).fill('Wirtschaftsplan')
  await expect(dialog.getByRole('status')).toContainText(`Davon trägt der Freistaat ${euro(7_000_001)} und die kommunale Seite ${euro(5_000_000)}`)
  await expectAccessible(page)
  for (const width of [390, 320]) await expectNoSidewaysScroll(page, width)
  await page.setViewportSize({ width: 1280, height: 800 })
  await dialog.getByRole('button', { name: 'Speichern' }).click()
  await expect(dialog).toHaveCount(0)
  await expect(table.getByRole('row').filter({ hasText: name })).toContainText(euro(10_000_001))
  await expectAccessible(page)

  const before = await manager.get<Sums>(`/digital-levies/sums?year=${year}`)
  expect(before.services).toBeGreaterThan(0)
  await table.getByRole('link', { name }).click()
  await dialog.getByRole('radio', { name: 'Nach Anteilen' }).check({ force: true })
  await dialog.getByRole('textbox', { name: 'Landkreise' }).fill('1')
  await dialog.getByRole('textbox', { name: 'Gemeinden' }).fill('2')
  await dialog.getByRole('button', { name: 'Speichern' }).click()
  await expect(dialog).toHaveCount(0)
  await expect(table.getByRole('row').filter({ hasText: name })).toContainText('Landkreise 1 : Gemeinden 2')
  for (const width of [390, 320]) await expectNoSidewaysScroll(page, width)
  await page.setViewportSize({ width: 1280, height: 800 })

  await table.getByRole('link', { name }).click()
  await dialog.getByRole('button', { name: 'Kosten entfernen' }).click()
  await page.getByRole('alertdialog', { name: /entfernen\?$/ }).getByRole('button', { name: 'Kosten entfernen' }).click()
  await expect(dialog).toHaveCount(0)
  await expect(table.getByRole('row').filter({ hasText: name })).toContainText('offen')
})

test('a town hall sees what it pays, and enters nothing', async ({ openAs }) => {
  const page = await openAs(PEOPLE.coordinator, '/digital-levy')
  const table = page.getByRole('grid', { name: 'Digitalumlage' })
  await expect(table.getByRole('row').filter({ hasText: 'Kirchfeld' })).toBeVisible()
  await expect(table.getByRole('row')).toHaveCount(4)
  await page.getByRole('link', { name: 'Kosten der Dienste' }).click()
  await page.getByRole('grid', { name: 'Kosten der Dienste' }).getByRole('link', { name: 'Hund anmelden' }).click()
  // Nothing to fill in: the name leads to the service.
  await expect(page.getByRole('heading', { level: 1, name: 'Hund anmelden' })).toBeVisible()
})

/** Figures to take over: 100.000 euros a year, 5.000 to begin with. */
const costs = (service_id: string, year: number) => ({ service_id, year, operation_cents: 10_000_000, first_cents: 500_000, shares: { bezirk: 0, district: 1, municipality: 2 }, source: 'Wirtschaftsplan' })

test.describe('costs of the year before', () => {
  // What stands already is refused, and the console says it too.
  test.use({ expectedErrors: /status of 409/ })

  test('are taken over row by row; what is refused stays with the reason', async ({ openAs }) => {
    const manager = await Api.as(PEOPLE.manager)
    const tag = unique()
    const names = { A: `Alt ${tag}`, B: `Weg ${tag}`, C: `Doppelt ${tag}` }
    await manager.services({ [`A${tag}`]: names.A, [`B${tag}`]: names.B, [`C${tag}`]: names.C })
    // A year of its own, so that nothing else stands in it.
    const year = 2040 + Math.floor(Math.random() * 60)
    const ids: Record<string, string> = {}
    for (const [key, name] of Object.entries(names)) {
      ids[key] = (await manager.first(`/services?q=${key}${tag}`, (one) => one.name === name)).id
      await manager.post('/service-costs', costs(ids[key], year - 1))
    }
    const page = await openAs(PEOPLE.manager, `/digital-levy/costs?year=${year}`)
    const open = page.getByRole('button', { name: 'Kosten des Vorjahrs übernehmen …' })
    await open.focus()
    await page.keyboard.press('Enter')
    const dialog = page.getByRole('alertdialog', { name: `Kosten von ${year - 1} nach ${year} übernehmen` })
    const row = (name: string) => dialog.getByRole('group', { name, exact: true })
    await expect(dialog.getByRole('status')).toContainText(`3 von 3 gewählt, zusammen ${euro(30_000_000)}`)
    await dialog.getByRole('checkbox', { name: 'Alle Dienste' }).press('Space')
    await dialog.getByRole('button', { name: 'Übernehmen' }).click()
    await expect(dialog.getByRole('alert')).toContainText('mindestens einen Dienst')
    for (const name of [names.A, names.C]) await row(name).getByRole('checkbox', { name }).press('Space')
    await expect(row(names.B).getByRole('textbox', { name: 'Erstimplementierung' })).toBeDisabled()
    await row(names.A).getByRole('textbox', { name: 'Beschaffung und Betrieb' }).fill('120.000')
    await row(names.A).getByRole('textbox', { name: 'Erstimplementierung' }).fill('1.000')
    await page.keyboard.press('Tab')
    await expect(dialog.getByRole('status')).toContainText(`2 von 3 gewählt, zusammen ${euro(22_100_000)}`)
    await expectAccessible(page)
    for (const width of [390, 320]) await expectNoSidewaysScroll(page, width)
    await page.setViewportSize({ width: 1440, height: 900 })

    // Somebody enters one of them meanwhile.
    await manager.post('/service-costs', costs(ids.C ?? '', year))
    await dialog.getByRole('button', { name: 'Übernehmen' }).click()
    await expect(dialog.getByRole('alert')).toContainText(`Von ${year - 1} sind die Kosten eines Dienstes übernommen.`)
    await expect(dialog.getByRole('alert').getByRole('link')).toHaveText(new RegExp(`^${names.C}: .+`))
    await expect(row(names.A)).toHaveCount(0)
    await expect(row(names.B).getByRole('checkbox')).not.toBeChecked()
    await dialog.getByRole('alert').getByRole('link').click()
    await expect(row(names.C).getByRole('checkbox')).toBeFocused()
    await expectAccessible(page)
    await page.keyboard.press('Space')
    await row(names.B).getByRole('checkbox').press('Space')
    await dialog.getByRole('button', { name: 'Übernehmen' }).click()
    await expect(dialog).toHaveCount(0)
    await expect(page.getByText(`Von ${year - 1} sind die Kosten von 2 Diensten übernommen.`)).toBeVisible()
    await expect(open).toBeFocused()

    const table = page.getByRole('grid', { name: 'Kosten der Dienste' })
    await expect(table.getByRole('row').filter({ hasText: names.A })).toContainText(euro(12_000_000))
    await expect(table.getByRole('row').filter({ hasText: names.B })).toContainText(euro(10_000_000))
    const { items } = await manager.get<{ items: object[] }>(`/service-costs?year=${year}&service=${ids.A}`)
    expect(items).toMatchObject([{ operation_cents: 12_000_000, first_cents: 100_000, by_level: false, shares: { bezirk: 0, district: 1, municipality: 2 }, source: 'Wirtschaftsplan' }])
    await open.click()
    await expect(page.getByRole('dialog', { name: /^Kosten von/ })).toContainText('Nichts zu übernehmen')
    await expectAccessible(page)
  })

  test('are nothing for a town hall to take over', async ({ openAs }) => {
    const page = await openAs(PEOPLE.coordinator, '/digital-levy/costs')
    await expect(page.getByRole('grid', { name: 'Kosten der Dienste' }).getByRole('row').nth(1)).toBeVisible()
    await expect(page.getByRole('button', { name: /übernehmen/ })).toHaveCount(0)
  })
})
