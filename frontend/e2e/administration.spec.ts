import type { Page } from '@playwright/test'
import { PASSWORD, PEOPLE } from './api'
import { expect, test } from './fixtures'

// Two tests provoke a refusal on purpose; the browser writes that to its console.
test.use({ expectedErrors: /422/ })

async function signIn(page: Page, path: string) {
  const answer = await page.context().request.post('/api/v1/auth/login', { data: { login: PEOPLE.admin, password: PASSWORD } })
  expect(answer.ok()).toBe(true)
  await page.goto(path)
}

test('a role shows what it allows, and opens for copying', async ({ page }) => {
  await signIn(page, '/administration/roles')
  await page.getByRole('link', { name: 'Revision', exact: true }).click()
  await expect(page.getByRole('heading', { level: 1, name: 'Revision' })).toBeVisible()
  await page.getByRole('button', { name: 'Kopieren …' }).click()
  await expect(page.getByRole('textbox', { name: 'Schlüssel' })).toHaveValue('revision_eigene')
})

test('what the server refuses stands at its field, nothing typed is lost', async ({ page }) => {
  await signIn(page, '/administration/users')
  await page.getByRole('button', { name: 'Benutzer anlegen' }).click()
  const dialog = page.getByRole('alertdialog')
  await dialog.getByRole('textbox', { name: 'Name', exact: true }).fill('Testperson')
  await dialog.getByRole('textbox', { name: 'Anmeldename' }).fill('x')
  await dialog.getByRole('button', { name: 'Anlegen' }).click()
  await expect(dialog.getByRole('alert')).toBeFocused()
  await dialog.getByRole('alert').getByRole('link').first().click()
  await expect(dialog.getByRole('textbox', { name: 'Anmeldename' })).toBeFocused()
  await dialog.getByRole('textbox', { name: 'Anmeldename' }).fill(`test.${Date.now()}`)
  await dialog.getByRole('button', { name: 'Anlegen' }).click()
  await expect(page.getByRole('heading', { level: 1, name: 'Testperson' })).toBeVisible()
})

test('a faulty register is shown by line and column', async ({ page }, info) => {
  test.skip(info.project.name === 'phone', 'cards on the phone')
  await signIn(page, '/organisations/register')
  await page.locator('input[type=file]').setInputFiles({ name: 'kaputt.txt', mimeType: 'text/plain', buffer: Buffer.from('60xx kaputt\n10 mehr\n') })
  await expect(page.getByRole('alert').filter({ hasText: 'kaputt.txt' })).toBeVisible()
  await expect(page.getByRole('grid', { name: 'Fehler in der Datei' }).getByRole('row')).toHaveCount(4)
})
