import type { Locator, Page } from '@playwright/test'
import { expect } from './fixtures'

/** Presses Tab until this has focus; what cannot be reached so fails. */
export async function tabTo(page: Page, wanted: Locator): Promise<void> {
  await expect(wanted).toBeVisible()
  // What lies behind an open list has no name while it is open: then nothing is found, and Tab goes on.
  const reached = () => wanted.evaluateAll((found) => found.includes(document.activeElement as HTMLElement))
  for (let presses = 0; presses < 60; presses += 1) {
    if (await reached()) return
    await page.keyboard.press('Tab')
  }
  throw new Error(`not reached by Tab: ${wanted.toString()}`)
}

export async function press(page: Page, wanted: Locator): Promise<void> {
  await tabTo(page, wanted)
  // What says why it cannot be pressed yet can be reached, too.
  await expect(wanted).toBeEnabled()
  await page.keyboard.press('Enter')
}

/** Strg+K, typed, Enter: to a page of the navigation. */
export async function jump(page: Page, name: string): Promise<void> {
  await expect(page.getByRole('heading', { level: 1 })).toBeVisible()
  await page.keyboard.press('Control+k')
  await expect(page.getByRole('dialog', { name: 'Suchen oder springen' }).getByRole('searchbox')).toBeFocused()
  await page.keyboard.type(name)
  await expect(page.getByRole('menuitem')).toHaveCount(1)
  await page.keyboard.press('ArrowDown')
  await page.keyboard.press('Enter')
  await expect(page.getByRole('heading', { level: 1, name })).toBeVisible()
}

/** Arrow keys to an entry of the menu or list that is open, then Enter. */
export async function pick(page: Page, wanted: Locator): Promise<void> {
  await expect(wanted).toBeVisible()
  const reached = () => wanted.evaluate((entry) => entry === document.activeElement || entry.hasAttribute('data-focused'))
  for (let presses = 0; presses < 40 && !(await reached()); presses += 1) await page.keyboard.press('ArrowDown')
  expect(await reached(), `reached by arrow keys: ${wanted.toString()}`).toBe(true)
  await page.keyboard.press('Enter')
}

/** One of the choices that stand side by side. */
export async function choose(page: Page, group: Locator, name: string | RegExp): Promise<void> {
  const wanted = group.getByRole('radio', { name })
  await tabTo(page, group.getByRole('radio', { checked: true }))
  for (let presses = 0; presses < 6 && !(await wanted.isChecked()); presses += 1) await page.keyboard.press('ArrowRight')
  await expect(wanted).toBeChecked()
}

/** Types into a field that finds things, and takes what it found. */
export async function find(page: Page, field: Locator, text: string): Promise<void> {
  await tabTo(page, field)
  await page.keyboard.type(text)
  await pick(page, page.getByRole('option', { name: new RegExp(text) }).first())
}
