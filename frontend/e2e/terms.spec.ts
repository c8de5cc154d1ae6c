import { PEOPLE, unique } from './api'
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

test('without an index the page of publications says what would be there', async ({ openAs }) => {
  const page = await openAs(PEOPLE.manager, '/publications')
  await expect(page.getByText('Es wird kein Verzeichnis gefragt')).toBeVisible()
  await expectAccessible(page)
  await expectNoSidewaysScroll(page, 390)
})
