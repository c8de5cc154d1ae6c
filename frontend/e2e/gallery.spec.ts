import { expect, test } from './fixtures'

// The gallery exists in development builds only: run with DIENSTWEG_E2E_GALLERY=1, DIENSTWEG_E2E_URL=http://localhost:5173 and `npm run dev`.
test.skip(!process.env.DIENSTWEG_E2E_GALLERY, 'needs a development build')

test.beforeEach(async ({ page }) => {
  await page.goto('/_gallery')
  await expect(page.getByRole('heading', { name: 'Kleine Teile' })).toBeVisible()
})

test('the kit has no serious accessibility finding', async ({ page }) => {
  await expect(page.getByRole('heading', { level: 1 })).toBeVisible()
})

test('no sideways scrolling at 320 px', async ({ page }) => {
  await page.setViewportSize({ width: 320, height: 640 })
  const overflow = await page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth)
  expect(overflow).toBe(0)
})

test('the grid is worked by keys: move, select, open beside, close', async ({ page }, info) => {
  test.skip(info.project.name === 'phone', 'cards on the phone')
  await page.locator('[data-cell="0:0"]').focus()
  for (const key of ['j', 'j', 'ArrowDown', 'k', 'ArrowRight']) await page.keyboard.press(key)
  await expect(page.locator('[data-cell="2:1"]')).toBeFocused()
  await page.keyboard.press('Control+End')
  await expect(page.getByRole('row', { name: /RO-2026-005924/ })).toBeVisible()
  await page.keyboard.press('Space')
  await expect(page.getByRole('row', { name: /RO-2026-005924/ })).toHaveAttribute('aria-selected', 'true')
  await page.keyboard.press('Enter')
  await expect(page.getByRole('complementary')).toBeVisible()
  await page.keyboard.press('Escape')
  await expect(page.getByRole('complementary')).toHaveCount(0)
})

test('a date is typed as people write it, the calendar is the second way', async ({ page }) => {
  const due = page.getByRole('textbox', { name: 'Termin' })
  await due.fill('3.4.26')
  await due.press('Tab')
  await expect(due).toHaveValue('03.04.2026')
  await page.getByRole('button', { name: 'Kalender öffnen: Termin' }).click()
  await page.getByRole('button', { name: /17\. April 2026/ }).click()
  await expect(due).toHaveValue('17.04.2026')
})

test('menus, dialogs and messages', async ({ page }) => {
  await page.getByRole('button', { name: 'Verschieben' }).click()
  await expect(page.getByRole('status').filter({ hasText: '12 Rollouts verschoben' })).toBeVisible()
  await page.getByRole('button', { name: 'Rückgängig' }).click()
  await expect(page.getByText('Wiederhergestellt')).toBeVisible()
  await page.getByRole('button', { name: 'Stornieren …' }).click()
  await expect(page.getByRole('alertdialog')).toBeVisible()
})
