import { PASSWORD, PEOPLE } from './api'
import { expect, test } from './fixtures'

// Nobody is signed in at first, and a wrong password is tried: the browser writes both to its console.
test.use({ expectedErrors: /status of 401/ })

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
  await page.goto('/')
  await page.getByLabel('Anmeldename').fill(PEOPLE.manager)
  await page.getByRole('textbox', { name: 'Passwort' }).fill(PASSWORD)
  await page.keyboard.press('Enter')
  await expect(page.getByRole('heading', { level: 1, name: 'Mein Tag' })).toBeVisible()
  await page.reload()
  await expect(page.getByRole('heading', { level: 1, name: 'Mein Tag' })).toBeVisible()
  await page.getByRole('button', { name: /Einstellungen/ }).click()
  await page.getByRole('menuitem', { name: 'Abmelden' }).click()
  await expect(page).toHaveURL(/\/login/)
})
