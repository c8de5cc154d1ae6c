import type { Page } from '@playwright/test'
import { Api, order, PEOPLE, unique } from './api'
import { expect, test } from './fixtures'
import { jump, press, tabTo } from './keys'

/** Finds the order in one view of the inbox and opens it from the list. */
async function openOrder(page: Page, view: string, number: string): Promise<void> {
  await jump(page, 'Bestellungen')
  const chosen = page.getByRole('navigation', { name: 'Ansichten' }).getByRole('button', { name: new RegExp(`^${view}`) })
  await press(page, chosen)
  await expect(chosen).toHaveAttribute('aria-current', 'page')
  await tabTo(page, page.getByRole('searchbox'))
  await page.keyboard.type(number)
  // One row may have been there before; the list is read anew once the address names the search.
  await expect(page).toHaveURL(new RegExp(number))
  await expect(page.getByRole('grid').getByRole('row')).toHaveCount(2)
  await tabTo(page, page.locator('[data-cell="0:0"]'))
  await page.keyboard.press('o')
  await expect(page.getByRole('heading', { level: 1, name: `Bestellung ${number}` })).toBeVisible()
}

test('from the order to a milestone without a mouse', async ({ openAs }) => {
  test.setTimeout(300_000)
  const key = unique()
  const [number, service] = [`TAB-${key}`, `T${key}`]
  await (await Api.as(PEOPLE.admin)).services({ [service]: `Tastendienst ${key}` })
  const market = await Api.marketplace()
  await market.post(market.orders, order(number, [{ service_key: service, body: { name: 'Oberau', ags: '17999999' } }]))

  const renate = await openAs(PEOPLE.manager, '/')
  await test.step('cleared and checked', async () => {
    await openOrder(renate, 'Zu klären', number)
    await press(renate, renate.getByRole('group', { name: 'Gemeint ist vielleicht' }).getByRole('button', { name: /^Oberau/ }))
    await press(renate, renate.getByRole('button', { name: 'Als geprüft vermerken', exact: true }))
    await expect(renate.getByText('Geprüft von Renate Rollhuber')).toBeVisible()
  })

  const viktor = await openAs(PEOPLE.second, '/')
  await test.step('released', async () => {
    await openOrder(viktor, 'Freizugeben', number)
    await press(viktor, viktor.getByRole('button', { name: 'Freigeben', exact: true }))
    await press(viktor, viktor.getByRole('link', { name: 'Rollout öffnen' }))
    await expect(viktor.getByRole('heading', { level: 1 })).toContainText(`Tastendienst ${key}`)
  })

  await test.step('a milestone completed', async () => {
    const rows = viktor.getByRole('region', { name: 'Als Nächstes' }).locator('[data-milestone]')
    await tabTo(viktor, rows.first())
    const first = await rows.first().getAttribute('data-milestone')
    await viktor.keyboard.press('e')
    await expect(viktor.getByRole('region', { name: 'Meldungen' })).toContainText(`${first} `)
    await expect(viktor.locator(`[data-milestone="${first}"]`)).toHaveCount(0)
    // Focus stays where the work is.
    await expect(viktor.locator('[data-milestone]:focus')).toHaveCount(1)
    await viktor.keyboard.press('j')
    await expect(rows.nth(1)).toBeFocused()
    await viktor.keyboard.press('k')
    await expect(rows.first()).toBeFocused()
  })
})
