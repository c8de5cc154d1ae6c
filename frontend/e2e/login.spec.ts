import { expect, test } from './fixtures'

const login = process.env.DIENSTWEG_E2E_LOGIN
const password = process.env.DIENSTWEG_E2E_PASSWORD

test('what is missing is named on top and leads to its field', async ({ page }) => {
  await page.goto('/')
  await expect(page).toHaveURL(/\/login$/)
  await page.getByRole('button', { name: 'Anmelden' }).click()
  await expect(page.locator('#main').getByRole('alert')).toBeFocused()
  await page.getByRole('link', { name: 'Bitte geben Sie Ihr Passwort ein.' }).click()
  await expect(page.getByRole('textbox', { name: 'Passwort' })).toBeFocused()
})

test('a wrong password is refused without saying which part was wrong', async ({ page }) => {
  await page.goto('/login')
  await page.getByLabel('Anmeldename').fill('niemand')
  await page.getByRole('textbox', { name: 'Passwort' }).fill('falsch')
  await page.keyboard.press('Enter')
  await expect(page.locator('#main').getByRole('alert')).toContainText('Anmeldename oder Passwort stimmt nicht.')
})

test('signing in leads to where one wanted to go, signing out back to the login', async ({ page }) => {
  test.skip(!login || !password, 'needs DIENSTWEG_E2E_LOGIN and DIENSTWEG_E2E_PASSWORD')
  await page.goto('/')
  await page.getByLabel('Anmeldename').fill(login ?? '')
  await page.getByRole('textbox', { name: 'Passwort' }).fill(password ?? '')
  await page.keyboard.press('Enter')
  await expect(page.getByRole('heading', { level: 1, name: 'Mein Tag' })).toBeVisible()
  await page.reload()
  await expect(page.getByRole('heading', { level: 1, name: 'Mein Tag' })).toBeVisible()
  await page.getByRole('button', { name: /Einstellungen/ }).click()
  await page.getByRole('menuitem', { name: 'Abmelden' }).click()
  await expect(page).toHaveURL(/\/login/)
})
