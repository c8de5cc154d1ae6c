import { Api, AUENBACH, PEOPLE, startRollout, unique } from './api'
import { expect, expectAccessible, expectNoSidewaysScroll, test } from './fixtures'

// Two entries at one place are refused on purpose; the browser writes that to its console.
test.use({ expectedErrors: /409.*\/party-entries/ })

/** Names have no digits (DIN 91379). */
const letters = () => unique().replace(/\d/g, (digit) => 'abcdefghij'[Number(digit)] ?? '')

test('an entry for a district reaches the rollout; by hand goes before it; a person hands over', async ({ openAs }) => {
  test.setTimeout(120_000)
  const admin = await Api.as(PEOPLE.admin)
  const key = letters()
  const provider = await admin.post('/organisations', { kind: 'it_provider', name: `Rechenzentrum ${key}`, own_key: `RZ-${key}` })
  const functions = [{ organisation_id: provider.id, function: 'technical_contact' }]
  const leaving = await admin.post('/persons', { given_name: 'Gerda', family_name: `Geht ${key}`, functions })
  await admin.post('/persons', { given_name: 'Konrad', family_name: `Kommt ${key}`, functions })
  const number = await startRollout(`Rollen ${key}`)
  const body = await admin.first(`/organisations?key=${AUENBACH.ars}`, (one) => one.name === AUENBACH.name)
  const path = (await admin.get<{ path: { id: string; name: string }[] }>(`/organisations/${body.id}`)).path
  const district = path.at(-1)
  if (!district) throw new Error('a district')

  const page = await openAs(PEOPLE.manager, '/parties')
  await page.getByRole('button', { name: 'Neuer Eintrag' }).first().click()
  const dialog = page.getByRole('alertdialog', { name: 'Wer ist zuständig?' })
  await dialog.getByRole('button', { name: 'Anlegen' }).click()
  await expect(dialog).toContainText('Bitte wählen Sie aus.')
  await dialog.getByRole('button', { name: /Rolle/ }).first().click()
  await page.getByRole('option', { name: 'IT-Dienstleister' }).click()
  await dialog.getByRole('combobox', { name: 'Stelle' }).fill(district.name)
  await page.getByRole('option', { name: district.name }).filter({ hasText: 'Landkreis' }).click()
  await dialog.getByRole('combobox', { name: 'Wer übernimmt die Rolle' }).fill(`Rechenzentrum ${key}`)
  await page.getByRole('option', { name: `Rechenzentrum ${key}` }).click()
  await dialog.getByRole('combobox', { name: 'Person' }).fill(`Geht ${key}`)
  await page.getByRole('option', { name: `Gerda Geht ${key}` }).click()
  await expectAccessible(page)
  await dialog.getByRole('button', { name: 'Anlegen' }).click()
  await expect(dialog).toHaveCount(0)
  await expect(page.getByRole('grid', { name: 'Zuständigkeiten' })).toContainText(`Rechenzentrum ${key}`)
  await expectAccessible(page)
  for (const width of [390, 320]) await expectNoSidewaysScroll(page, width)
  // Opened on a phone; the note changes nothing for rollouts.
  await page.getByRole('list', { name: 'Zuständigkeiten' }).getByRole('listitem').filter({ hasText: `Rechenzentrum ${key}` }).getByRole('link', { name: 'IT-Dienstleister' }).click()
  const one = page.getByRole('dialog', { name: 'IT-Dienstleister' })
  await expect(one).toContainText(`${district.name} und alles darunter`)
  await one.getByRole('textbox', { name: 'Hinweis' }).fill('laut Vertrag')
  await expectAccessible(page)
  await one.getByRole('button', { name: 'Speichern' }).click()
  await expect(one).toHaveCount(0)

  const rollout = await openAs(PEOPLE.manager, `/rollouts/${number}`)
  const parties = rollout.getByRole('region', { name: 'Beteiligte' })
  const line = parties.getByRole('listitem').filter({ hasText: 'IT-Dienstleister' })
  await expect(line).toContainText(`Rechenzentrum ${key}, Gerda Geht ${key}`, { timeout: 30_000 })
  await expect(line).toContainText(`aus: ${district.name}, seit`)

  // By hand, and back again.
  await line.getByRole('button').click()
  const who = rollout.getByRole('dialog', { name: 'Wer ist IT-Dienstleister?' })
  await who.getByText('Wo gesucht wurde').click()
  await expect(who.getByRole('listitem').filter({ hasText: district.name })).toContainText('gilt')
  await expectAccessible(rollout)
  await who.getByRole('combobox', { name: 'Organisation' }).fill('Kommunale IT')
  await rollout.getByRole('option', { name: 'Kommunale IT Musterland' }).click()
  await who.getByRole('button', { name: 'Von Hand festlegen' }).click()
  await expect(line).toContainText('von Hand festgelegt')
  await line.getByRole('button').click()
  await who.getByRole('button', { name: 'Wieder folgen' }).click()
  await expect(line).toContainText(`Rechenzentrum ${key}, Gerda Geht ${key}`)

  // The person leaves.
  const person = await openAs(PEOPLE.manager, `/organisations/persons/${leaving.id}`)
  await person.getByRole('button', { name: 'Übergeben …' }).click()
  const over = person.getByRole('alertdialog')
  await over.getByRole('combobox', { name: 'Wer übernimmt' }).fill(`Kommt ${key}`)
  await person.getByRole('option', { name: `Konrad Kommt ${key}` }).click()
  await over.getByRole('button', { name: 'Vorschau' }).click()
  await expect(over).toContainText('1 Eintrag der Zuständigkeiten')
  await expectAccessible(person)
  await over.getByRole('button', { name: 'Übergeben' }).click()
  await expect(over).toHaveCount(0)
  await expect(line).toContainText(`Rechenzentrum ${key}, Konrad Kommt ${key}`, { timeout: 30_000 })

  // What nobody does, and the same entry as nobody else's.
  const gaps = await openAs(PEOPLE.manager, '/parties/gaps')
  await expect(gaps.getByRole('heading', { level: 1, name: 'Offene Rollen' })).toBeVisible()
  await expectAccessible(gaps)
  for (const width of [390, 320]) await expectNoSidewaysScroll(gaps, width)
})

const file = (text: string) => ({ name: 'zustaendig.csv', mimeType: 'text/csv', buffer: Buffer.from(text) })

test('a file of entries is looked at before it is taken over', async ({ openAs }) => {
  const page = await openAs(PEOPLE.manager, '/parties/import')
  await page.locator('input[type=file]').setInputFiles(file('role;body_key;organisation_key\nit_provider;99999999;KITM\n'))
  await expect(page.getByRole('status').filter({ hasText: '1 Fehler' })).toBeVisible()
  await expect(page.getByRole('button', { name: /^Übernehmen – Die Datei hat Fehler/ })).toBeVisible()
  await expectAccessible(page)
  for (const width of [390, 320]) await expectNoSidewaysScroll(page, width)
})
