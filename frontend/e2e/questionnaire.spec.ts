import { Api, PEOPLE, startRollout, unique } from './api'
import { expect, expectAccessible, expectLive, expectNoSidewaysScroll, test } from './fixtures'
import { choose, expectSaved, field, fillQuestionnaire } from './questionnaire'

/** So far that the questionnaire is what is next. */
async function prepared(number: string): Promise<void> {
  const manager = await Api.as(PEOPLE.manager)
  for (const milestone of ['M1.3', 'M2.1']) {
    const { milestones } = await manager.get<{ milestones: { key: string; version: number }[] }>(`/rollouts/${number}`)
    const version = milestones.find(({ key }) => key === milestone)?.version
    await manager.call('POST', `/rollouts/${number}/commands`, { body: { command: { command: 'complete', milestone } }, headers: { 'If-Match': `"${version}"` } })
  }
}

// A fault is provoked on purpose, and the browser writes the 422 to its console.
test.use({ expectedErrors: /status of 422/ })

test('a questionnaire: by keyboard, by two people, until the milestone opens', async ({ openAs }) => {
  const key = unique()
  const number = await startRollout(`Fragen ${key}`)
  await prepared(number)
  const karin = await openAs(PEOPLE.coordinator, `/rollouts/${number}`)
  const row = karin.getByRole('region', { name: 'Als Nächstes' }).getByRole('listitem', { name: /^M2\.2 / })
  await expect(row).toContainText(/noch \d+ Angaben/)
  await expect(row.getByRole('button', { name: /als erledigt melden – Im Fragebogen fehlen noch/ })).toBeVisible()
  await row.getByRole('link', { name: 'Anbindungsfragebogen' }).focus()
  await karin.keyboard.press('Enter')
  await expect(karin.getByRole('heading', { level: 1, name: 'Anbindungsfragebogen' })).toBeVisible()
  await expectAccessible(karin)

  // Typed and saved without a button; the other one sees it and who it was.
  const renate = await openAs(PEOPLE.manager, new URL(karin.url()).pathname)
  await expectLive(renate)
  const street = field(karin, 'street').getByRole('textbox')
  await street.focus()
  await karin.keyboard.press('ControlOrMeta+a')
  await karin.keyboard.type('Am Anger 7')
  await expectSaved(karin)
  await expect(field(renate, 'street').getByRole('textbox')).toHaveValue('Am Anger 7')
  await expect(renate.getByText('Karin Gmeiner ·').first()).toBeVisible()

  // A fault stands at its field; a condition asks for more.
  await field(karin, 'service_mailbox').getByRole('textbox').fill('kein Postfach')
  await expect(field(karin, 'service_mailbox')).toContainText('Bitte geben Sie eine E-Mail-Adresse an')
  await field(karin, 'service_mailbox').getByRole('textbox').fill('')
  await choose(karin, 'software', 'Ja')
  await expect(field(karin, 'software_name')).toBeVisible()
  await choose(karin, 'software', 'Nein')
  await expect(field(karin, 'software_name')).toHaveCount(0)

  // A file is an answer, sent from here.
  const chooser = karin.waitForEvent('filechooser')
  await field(karin, 'logo').getByRole('button', { name: 'Datei hochladen' }).click()
  await (await chooser).setFiles({ name: 'wappen.png', mimeType: 'image/png', buffer: Buffer.from('iVBORw0KGgo=', 'base64') })
  await expect(field(karin, 'logo').getByRole('button', { name: 'wappen.png' })).toBeVisible()
  await expectSaved(karin)
  await expect(field(renate, 'logo').getByRole('button', { name: 'wappen.png' })).toBeVisible()
  await field(renate, 'logo').getByRole('button', { name: 'Wappen oder Logo: Datei entfernen' }).click()
  await field(renate, 'logo').getByRole('button', { name: 'Oder eines der Dokumente des Rollouts' }).click()
  await renate.getByRole('option', { name: 'wappen.png' }).click()
  await expectSaved(renate)

  // What is missing is listed, each line leads to its field.
  await karin.getByRole('button', { name: 'Absenden' }).focus()
  await karin.keyboard.press('Enter')
  const summary = karin.getByRole('alert').filter({ hasText: 'Bitte ergänzen Sie, was fehlt.' })
  await expect(summary).toBeFocused()
  await summary.getByRole('link', { name: 'Gemeinsames Postfach für Anträge' }).focus()
  await karin.keyboard.press('Enter')
  await expect(field(karin, 'service_mailbox').getByRole('textbox')).toBeFocused()
  await fillQuestionnaire(karin)
  await karin.getByRole('button', { name: 'Absenden' }).click()
  await expect(karin.getByText('abgesendet', { exact: true })).toBeVisible()
  await karin.getByRole('button', { name: 'Anzeigen' }).click()
  await expect(karin.getByRole('list', { name: 'Wer hat was angegeben?' })).toContainText('Am Anger 7')
  await expectAccessible(karin)

  // One topic per step on a phone.
  for (const width of [390, 320]) await expectNoSidewaysScroll(karin, width)
  await expect(karin.getByText('Schritt 1 von 5')).toBeVisible()
  await karin.getByRole('button', { name: 'Weiter' }).click()
  await expect(karin.getByText('Schritt 2 von 5')).toBeVisible()
  await expect(karin.getByRole('heading', { level: 2, name: 'Anschrift' })).toBeVisible()
  await karin.setViewportSize({ width: 1440, height: 900 })
  await karin.goto(`/rollouts/${number}`)
  await row.getByRole('button', { name: /als erledigt melden$/ }).click()
  await expect(row).toHaveCount(0)
})

test('a form is written, tried and published', async ({ openAs }) => {
  const key = unique()
  const page = await openAs(PEOPLE.manager, '/forms')
  await expect(page.getByRole('heading', { level: 1, name: 'Formulare' })).toBeVisible()
  await page.getByRole('button', { name: 'Formular anlegen' }).first().click()
  const dialog = page.getByRole('alertdialog', { name: 'Neues Formular' })
  await dialog.getByRole('textbox', { name: 'Titel auf Deutsch' }).fill(`Netz ${key}`)
  await dialog.getByRole('textbox', { name: 'Titel auf Englisch' }).fill(`Network ${key}`)
  await dialog.getByRole('button', { name: 'Anlegen' }).click()
  await expect(page.getByRole('heading', { level: 1, name: `Netz ${key}` })).toBeVisible()
  const lines = page.getByRole('grid', { name: 'Abschnitte und Fragen' })
  const properties = page.getByRole('region', { name: 'Frage', exact: true })
  const preview = page.getByRole('region', { name: 'Vorschau' })

  await page.getByRole('button', { name: 'Frage', exact: true }).click()
  await properties.getByRole('textbox', { name: 'Frage (deutsch)' }).fill('Gibt es eine Leitung?')
  await properties.getByRole('button', { name: /Art der Antwort$/ }).click()
  await page.getByRole('option', { name: 'Ja oder nein', exact: true }).click()
  await page.getByRole('button', { name: 'Frage', exact: true }).click()
  await properties.getByRole('textbox', { name: 'Frage (deutsch)' }).fill('Welche Leitung?')
  await properties.getByRole('textbox', { name: 'Frage (englisch)' }).fill('')
  await expect(page.getByRole('heading', { name: '1 Fehler' })).toBeVisible()
  await expectAccessible(page)
  await properties.getByRole('textbox', { name: 'Frage (englisch)' }).fill('Which line?')
  await expect(page.getByText('Keine Fehler: kann veröffentlicht werden.')).toBeVisible()
  await properties.getByRole('button', { name: 'Bedingung', exact: true }).click()
  await expect(preview.getByRole('textbox', { name: 'Welche Leitung?' })).toHaveCount(0)
  await preview.getByRole('button', { name: /Gibt es eine Leitung/ }).click()
  await page.getByRole('option', { name: 'Ja', exact: true }).click()
  await expect(preview.getByRole('textbox', { name: 'Welche Leitung?' })).toBeVisible()
  // A group within: asked only where the answer is no, and so no longer here.
  await properties.getByRole('button', { name: 'Gruppe', exact: true }).click()
  const group = properties.getByRole('group', { name: 'Gruppe von Bedingungen' })
  await group.getByRole('button', { name: /Antwort$/ }).click()
  await page.getByRole('option', { name: 'fehlt', exact: true }).click()
  await expect(preview.getByRole('textbox', { name: 'Welche Leitung?' })).toHaveCount(0)
  await expectAccessible(page)
  await group.getByRole('button', { name: 'Gruppe entfernen' }).click()
  await expect(preview.getByRole('textbox', { name: 'Welche Leitung?' })).toBeVisible()

  // Moved with the keys.
  await lines.getByRole('row', { name: 'Welche Leitung?' }).focus()
  await page.keyboard.press('Alt+ArrowUp')
  await expect(lines.getByRole('row').nth(1)).toContainText('Welche Leitung?')
  await page.getByRole('button', { name: 'Speichern', exact: true }).click()
  await expect(page.getByRole('region', { name: 'Meldungen' })).toContainText('Der Entwurf ist gespeichert.')
  await page.getByRole('button', { name: 'Veröffentlichen', exact: true }).click()
  await page.getByRole('alertdialog').getByRole('button', { name: 'Veröffentlichen' }).click()
  await expect(page.getByText('veröffentlicht', { exact: true })).toBeVisible()
  await expect(page.getByRole('button', { name: 'Neue Version beginnen' })).toBeVisible()
  await expectAccessible(page)
  for (const width of [390, 320]) await expectNoSidewaysScroll(page, width)
})
