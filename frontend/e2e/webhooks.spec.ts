import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { Api, PEOPLE, unique } from './api'
import { expect, expectAccessible, expectNoSidewaysScroll, test } from './fixtures'

// An address that is refused, and the page of what was just deleted, are written to the console.
test.use({ expectedErrors: /422|404 .*marketplace-sources/ })

/** A receiver that answers as it is told to. */
async function receiver(): Promise<{ url: string; answer: (status: number) => void; server: Server }> {
  let status = 500
  const server = createServer((request, response) => {
    request.resume()
    request.on('end', () => { response.statusCode = status; response.end(status < 300 ? 'danke' : 'kaputt') })
  })
  await new Promise<void>((done) => { server.listen(0, '127.0.0.1', done) })
  return { url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/hier`, answer: (next) => { status = next }, server }
}

test('a webhook is made, its failed delivery read and sent again', async ({ openAs }) => {
  const { url, answer, server } = await receiver()
  try {
    const name = `Empfänger ${unique()}`
    const page = await openAs(PEOPLE.admin, '/administration/webhooks')
    await page.getByRole('button', { name: 'Webhook anlegen' }).first().click()
    const dialog = page.getByRole('alertdialog')
    await page.keyboard.type(name)
    await dialog.getByRole('textbox', { name: 'Adresse' }).fill('http://example.com/')
    await dialog.getByRole('button', { name: 'Anlegen' }).click()
    await expect(dialog.getByRole('alert')).toBeFocused()
    await dialog.getByRole('textbox', { name: 'Adresse' }).fill(url)
    await dialog.getByText('Phase gewechselt').click()
    await expectAccessible(page)
    await dialog.getByRole('button', { name: 'Anlegen' }).click()
    await expect(dialog.getByRole('textbox', { name: 'Geheimnis' })).toHaveValue(/^whsec_/)
    await dialog.getByRole('button', { name: 'Ich habe es gesichert' }).click()
    await expect(page.getByRole('heading', { level: 1, name })).toBeVisible()
    await expect(page.getByText('rollout.phase_changed')).toBeVisible()

    await page.getByRole('button', { name: 'Testnachricht senden' }).click()
    const log = page.getByRole('grid', { name: 'Zustellungen' })
    await expect(log.getByRole('row').filter({ hasText: 'webhook.test' })).toContainText('unterwegs')
    // The list by keyboard: into the row, open, back with Escape.
    await page.locator('[data-cell="0:0"]').focus()
    await page.keyboard.press('o')
    const peek = page.getByRole('complementary')
    await expect(peek).toContainText('HTTP 500')
    await expect(peek).toContainText('kaputt')
    await expectAccessible(page)

    answer(204)
    await peek.getByRole('button', { name: 'Noch einmal senden' }).click()
    await expect(log).toContainText('zugestellt')
    await expect(peek).toContainText('HTTP 204')
    for (const width of [390, 320]) await expectNoSidewaysScroll(page, width)
    await page.setViewportSize({ width: 1440, height: 900 })
    await page.keyboard.press('Escape')
    await expect(peek).toHaveCount(0)

    await page.getByRole('button', { name: 'Weitere Aktionen' }).click()
    await page.getByRole('menuitem', { name: 'Abschalten' }).click()
    await expect(page.getByText('abgeschaltet', { exact: true })).toBeVisible()
  } finally {
    server.close()
  }
})

test('a marketplace is made known, gets another secret and is taken away', async ({ openAs }) => {
  const admin = await Api.as(PEOPLE.admin)
  const key = `markt-${unique().toLowerCase()}`
  await admin.post('/api-clients', { name: key, scopes: ['order:place'] })
  const page = await openAs(PEOPLE.admin, '/administration/marketplaces')
  await page.getByRole('button', { name: 'Marktplatz anlegen' }).first().click()
  const dialog = page.getByRole('alertdialog')
  await page.keyboard.type(key)
  await dialog.getByRole('button', { name: 'Anlegen' }).click()
  await expect(dialog).toContainText('Bitte wählen Sie einen API-Zugang.')
  await dialog.getByRole('combobox', { name: 'Bestellt als' }).fill(key)
  await page.getByRole('option', { name: key }).click()
  await dialog.getByRole('button', { name: 'Anlegen' }).click()
  await dialog.getByRole('button', { name: 'Ich habe es gesichert' }).click()
  await expect(page.getByRole('textbox', { name: 'Adresse für Bestellungen' })).toHaveValue(new RegExp(`/api/v1/marketplace/${key}/orders$`))
  await expectAccessible(page)
  for (const width of [390, 320]) await expectNoSidewaysScroll(page, width)
  await page.getByRole('button', { name: 'Geheimnis erneuern' }).click()
  await dialog.getByRole('button', { name: 'Geheimnis erneuern' }).click()
  await expect(dialog.getByRole('textbox', { name: 'Geheimnis' })).toHaveValue(/^whsec_/)
  await dialog.getByRole('button', { name: 'Ich habe es gesichert' }).click()
  await expect(page.getByText('gilt bis')).toBeVisible()
  await page.getByRole('button', { name: 'Löschen' }).click()
  await dialog.getByRole('button', { name: 'Löschen' }).click()
  await expect(page.getByRole('heading', { level: 1, name: 'Marktplätze' })).toBeVisible()
  await expect(page.getByText(key, { exact: true })).toHaveCount(0)
})
