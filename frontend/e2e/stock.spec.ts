import { Api, PEOPLE, startRollout, unique } from './api'
import { expect, expectAccessible, expectNoSidewaysScroll, test } from './fixtures'

test('a sheet of rollouts under way is mapped, tried, taken in and its meaning kept', async ({ openAs }) => {
  const number = await startRollout(`Bestand ${unique()}`)
  const api = await Api.as(PEOPLE.manager)
  const rollout = await api.get<{ body: { key: string }; service: { key: string; name: string }; next: string[] }>(`/rollouts/${number}`)
  const of = await api.first('/programmes?limit=200', (one) => (one.services as { name: string }[]).some((each) => each.name === rollout.service.name))
  const sheet = `Wer;Leistung;M1.3\n${rollout.body.key};${rollout.service.key};x\n00000000;NICHTS;morgen\n`

  const page = await openAs(PEOPLE.manager, '/rollouts')
  await page.getByRole('link', { name: 'Bestand übernehmen' }).click()
  await page.getByRole('button', { name: /Programm/ }).click()
  await page.getByRole('option', { name: String(of.name) }).click()
  await page.locator('input[type=file]').setInputFiles({ name: 'bestand.csv', mimeType: 'text/csv', buffer: Buffer.from(sheet) })
  await expect(page.getByText('2 Zeilen', { exact: true })).toBeVisible()
  await expectAccessible(page)
  await expect(page.getByRole('button', { name: /^2 Zeilen prüfen – Es fehlt die Spalte für: Schlüssel der Stelle/ })).toBeVisible()
  await page.getByRole('button', { name: /^Keine Spalte Schlüssel der Stelle/ }).click()
  await page.getByRole('option', { name: 'Wer' }).click()

  const kept = `Bestand ${unique()}`
  await page.getByRole('button', { name: 'Ansicht' }).click()
  await page.getByRole('menuitem', { name: 'Diese Ansicht merken …' }).click()
  await page.getByRole('textbox', { name: 'Name' }).fill(kept)
  await page.getByRole('button', { name: 'Speichern' }).click()
  await expect(page.getByRole('button', { name: kept })).toBeVisible()

  await page.getByRole('button', { name: '2 Zeilen prüfen' }).click()
  await expect(page.getByRole('heading', { name: /Bestand in „.*“ übernehmen/ })).toBeVisible()
  await expect(page.getByRole('grid').getByText(/„morgen“ ist kein Datum; Zu „00000000“ finden Sie keine Stelle/)).toBeVisible()
  await page.getByRole('button', { name: 'Eine Zeile übernehmen' }).click()
  await expect(page.getByText(/1 von 2 übernommen, 1 abgelehnt/)).toBeVisible()
  await expect(page.getByRole('grid').getByText(/1 Meilenstein \(M1\.3\)/)).toBeVisible()
  await expectAccessible(page)
  await expectNoSidewaysScroll(page, 390)
})
