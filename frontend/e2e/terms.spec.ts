import { Api, PEOPLE, unique } from './api'
import { expect, expectAccessible, expectNoSidewaysScroll, test } from './fixtures'

/** "17.3.2031" for a day so many days from now. */
function dayIn(days: number): string {
  const day = new Date(Date.now() + days * 86_400_000)
  return `${day.getDate()}.${day.getMonth() + 1}.${day.getFullYear()}`
}

test('a certificate is recorded, becomes a task, is renewed by the town hall and ended', async ({ openAs }) => {
  const title = `Zertifikat ${unique()}`
  const manager = await openAs(PEOPLE.manager, '/terms')
  await manager.getByRole('button', { name: 'Laufzeit erfassen' }).click()
  const dialog = manager.getByRole('alertdialog', { name: 'Laufzeit erfassen' })
  await dialog.getByRole('button', { name: 'Erfassen', exact: true }).click()
  await expect(dialog.getByText('Bitte füllen Sie dieses Feld aus.').first()).toBeVisible()
  await expectAccessible(manager)
  await dialog.getByRole('textbox', { name: 'Was', exact: true }).fill(title)
  await dialog.getByRole('combobox', { name: 'Für wen' }).fill('Auenbach')
  await manager.getByRole('option', { name: /Auenbach/ }).first().click()
  await dialog.getByRole('textbox', { name: 'Gültig bis' }).fill(dayIn(3))
  await dialog.getByRole('button', { name: 'Erfassen', exact: true }).click()
  await expect(manager.getByText(`${title} ist erfasst.`)).toBeVisible()
  await manager.getByRole('radiogroup', { name: 'Welche' }).getByText('Zu erneuern').click()
  await expect(manager.getByRole('row', { name: new RegExp(title) })).toContainText('zu erneuern')
  await expectAccessible(manager)

  const town = await openAs(PEOPLE.coordinator, '/')
  await expect(town.getByRole('region', { name: /Läuft ab/ })).toContainText(title)
  await town.getByRole('region', { name: /Läuft ab/ }).getByRole('link', { name: 'Alle zeigen' }).click()
  await town.getByRole('button', { name: `${title} erneuern` }).click()
  const renewing = town.getByRole('alertdialog', { name: `${title} erneuern` })
  await renewing.getByRole('textbox', { name: 'Neu gültig bis' }).fill(dayIn(800))
  await renewing.getByRole('button', { name: 'Erneuert' }).click()
  await expect(town.getByText(`${title} ist erneuert.`)).toBeVisible()
  await expect(town.getByRole('row', { name: new RegExp(title) })).toHaveCount(0)
  await expect(manager.getByRole('row', { name: new RegExp(title) })).toHaveCount(0)

  await manager.getByRole('radiogroup', { name: 'Welche' }).getByText('Laufend').click()
  await manager.getByRole('button', { name: `${title} beenden` }).click()
  const ending = manager.getByRole('dialog', { name: `${title} beenden` })
  await ending.getByRole('textbox').fill('Umstieg auf FIT-Connect')
  await ending.getByRole('button', { name: 'Beenden' }).click()
  await expect(manager.getByText(`${title} ist beendet.`)).toBeVisible()
  await expectNoSidewaysScroll(manager, 390)
})

test.describe('what is said of a term', () => {
  // Who is too late is told so, and the console says it too.
  test.use({ expectedErrors: /status of (412|422)/ })

  test('is changed; what somebody else changed meanwhile is kept or chosen', async ({ openAs }) => {
    const title = `Vertrag ${unique()}`
    const other = await Api.as(PEOPLE.second)
    const body = await other.first('/organisations?q=VG%20Auenbach')
    const renewer = await other.first('/organisations?q=Musterstadt')
    const { id } = await other.post('/terms', { kind: 'contract', title, body_id: body.id, party_id: renewer.id, valid_until: '2031-03-17', lead_days: 30, note: 'Rahmenvertrag' })
    const page = await openAs(PEOPLE.manager, '/terms')
    await page.getByRole('button', { name: `${title} ändern` }).click()
    const dialog = page.getByRole('alertdialog', { name: `${title} ändern` })
    const field = (name: string) => dialog.getByRole('textbox', { name })
    await expect(field('Was')).toHaveValue(title)
    await expect(field('Was')).toBeFocused()
    await expect(field('Vorlauf in Tagen')).toHaveValue('30')
    await expect(dialog).toContainText('17.03.2031')
    await expectAccessible(page)
    for (const width of [390, 320]) await expectNoSidewaysScroll(page, width)
    await page.setViewportSize({ width: 1440, height: 900 })

    await field('Was').fill(' ')
    await dialog.getByRole('button', { name: 'Speichern' }).click()
    await expect(dialog.getByRole('alert')).toBeFocused()
    await expect(field('Was')).toHaveAttribute('aria-invalid', 'true')

    // Another value goes through beside; the same one is for choosing.
    await other.patch(`/terms/${id}`, { note: 'Rahmenvertrag 2' })
    await field('Was').fill(`${title} A`)
    await field('Vorlauf in Tagen').fill('60')
    await dialog.getByRole('combobox', { name: 'Wer erneuert' }).fill('')
    await page.keyboard.press('Tab')
    await dialog.getByRole('button', { name: 'Speichern' }).click()
    await expect(page.getByText(`${title} A ist geändert.`)).toBeVisible()
    expect(await other.get(`/terms/${id}`)).toMatchObject({ title: `${title} A`, lead_days: 60, note: 'Rahmenvertrag 2', party: { id: body.id }, valid_until: '2031-03-17' })

    await page.getByRole('button', { name: `${title} A ändern` }).click()
    const again = page.getByRole('alertdialog', { name: `${title} A ändern` })
    await again.getByRole('textbox', { name: 'Notiz' }).fill('von mir')
    await other.patch(`/terms/${id}`, { note: 'von ihm' })
    await again.getByRole('button', { name: 'Speichern' }).click()
    const choice = again.getByRole('alert').getByRole('radiogroup', { name: 'Notiz' })
    await expect(choice.getByRole('radio', { name: 'Ihr Wert von mir' })).toBeChecked()
    await page.keyboard.press('Tab')
    await page.keyboard.press('ArrowDown')
    await expect(again.getByRole('textbox', { name: 'Notiz' })).toHaveValue('von ihm')
    await again.getByRole('textbox', { name: 'Notiz' }).fill('')
    await again.getByRole('button', { name: 'Speichern' }).click()
    await expect(again).toHaveCount(0)
    expect(await other.get(`/terms/${id}`)).toMatchObject({ title: `${title} A`, note: null })

    const town = await openAs(PEOPLE.coordinator, '/terms')
    await expect(town.getByRole('button', { name: `${title} A erneuern` })).toBeVisible()
    await expect(town.getByRole('button', { name: /ändern$/ })).toHaveCount(0)
    await expectNoSidewaysScroll(page, 390)
    await expect(page.getByRole('button', { name: `${title} A ändern` })).toBeVisible()
  })
})

test('without an index the page of publications says what would be there', async ({ openAs }) => {
  const page = await openAs(PEOPLE.manager, '/publications')
  await expect(page.getByText('Es wird kein Verzeichnis gefragt')).toBeVisible()
  await expectAccessible(page)
  await expectNoSidewaysScroll(page, 390)
})
