import type { Page } from '@playwright/test'
import { Api, PEOPLE, startRollout, unique } from './api'
import { expect, expectAccessible, expectNoSidewaysScroll, test } from './fixtures'

// Who is too late is told so, and the console says it too.
test.use({ expectedErrors: /status of 412/ })

test('who edits what somebody else has changed meanwhile sees both values and decides', async ({ openAs }) => {
  const number = await startRollout('Gleichzeitig')
  const [renate, viktor] = [await openAs(PEOPLE.manager, `/rollouts/${number}`), await openAs(PEOPLE.second, `/rollouts/${number}`)]
  const dialogs = []
  for (const page of [renate, viktor]) {
    await page.getByRole('button', { name: /^Weitere Aktionen zu M1\.3/ }).first().click()
    await page.getByRole('menuitem', { name: 'Termin setzen …' }).click()
    dialogs.push(page.getByRole('dialog', { name: /^Termin für M1\.3/ }))
  }
  const [hers, his] = dialogs
  if (!hers || !his) throw new Error('two windows')
  const set = async (dialog: typeof hers, day: string) => {
    await dialog.getByRole('textbox', { name: /^Fällig am/ }).fill(day)
    await dialog.getByRole('button', { name: 'Speichern' }).click()
  }
  await set(his, '01.12.2031')
  await expect(his).toHaveCount(0)
  await set(hers, '15.12.2031')
  await expect(hers.getByRole('alert')).toContainText('Inzwischen hat jemand anderes das geändert')
  await expect(hers.getByRole('alert')).toContainText('15.12.2031')
  await expect(hers.getByRole('alert')).toContainText('01.12.2031')
  await hers.getByRole('button', { name: 'Speichern' }).click()
  await expect(hers).toHaveCount(0)
  await expect(viktor.getByText('15.12.2031').first()).toBeVisible()
})

/** The choice between one's own value and the stored one. */
const choice = (page: Page, field: string) => page.getByRole('alert').getByRole('radiogroup', { name: field })

test('forms: what both changed is for choosing, what only others changed stays theirs', async ({ openAs }) => {
  const other = await Api.as(PEOPLE.second)
  const name = `Konflikt ${unique()}`
  const { id } = await other.post('/organisations', { kind: 'other', name, own_key: name })
  const page = await openAs(PEOPLE.manager, `/organisations/${id}`)
  await page.getByRole('button', { name: 'Bearbeiten' }).click()
  const dialog = page.getByRole('alertdialog')
  const field = (label: string) => dialog.getByRole('textbox', { name: label })

  await test.step('two different fields: saved without a question', async () => {
    await field('Sitz').fill('Hof')
    await other.patch(`/organisations/${id}`, { own_key: `${name} B` })
    await dialog.getByRole('button', { name: 'Speichern' }).click()
    await expect(dialog).toHaveCount(0)
    expect(await other.get(`/organisations/${id}`)).toMatchObject({ seat: 'Hof', own_key: `${name} B` })
  })

  await test.step('the same field: both values, by keyboard the other one', async () => {
    await page.getByRole('button', { name: 'Bearbeiten' }).click()
    await expect(field('Name')).toBeFocused()
    await field('Name').fill(`${name} von mir`)
    await field('Sitz').fill('Ulm')
    await other.patch(`/organisations/${id}`, { name: `${name} von ihm` })
    await dialog.getByRole('button', { name: 'Speichern' }).click()
    await expect(dialog.getByRole('alert')).toBeFocused()
    await expect(choice(page, 'Name').getByRole('radio', { name: `Ihr Wert ${name} von mir` })).toBeChecked()
    await expect(choice(page, 'Sitz')).toHaveCount(0)
    await expectAccessible(page)
    await page.keyboard.press('Tab')
    await page.keyboard.press('ArrowDown')
    await expect(choice(page, 'Name').getByRole('radio', { name: `Jetziger Wert ${name} von ihm` })).toBeChecked()
    await expect(field('Name')).toHaveValue(`${name} von ihm`)
    await dialog.getByRole('button', { name: 'Speichern' }).click()
    await expect(dialog).toHaveCount(0)
    expect(await other.get(`/organisations/${id}`)).toMatchObject({ name: `${name} von ihm`, seat: 'Ulm', own_key: `${name} B` })
  })
})

test('a form of its own page: one keeps the own value', async ({ openAs }) => {
  const other = await Api.as(PEOPLE.second)
  const template = await other.first('/templates')
  const key = `K${unique()}`
  const { id } = await other.post('/programmes', { key, name: `Programm ${key}`, template_id: template.id, four_eyes: 'off', status: 'draft', service_ids: [] })
  const page = await openAs(PEOPLE.manager, `/programmes/${id}/edit`)
  await page.getByRole('textbox', { name: 'Name' }).fill(`Meines ${key}`)
  await other.patch(`/programmes/${id}`, { name: `Seines ${key}`, four_eyes: 'always' })
  await page.getByRole('button', { name: 'Speichern' }).click()
  await expect(choice(page, 'Name')).toContainText(`Seines ${key}`)
  await expect(page.getByRole('button', { name: /Vier Augen/ })).toContainText('immer')
  for (const width of [390, 320]) await expectNoSidewaysScroll(page, width)
  await page.getByRole('button', { name: 'Speichern' }).click()
  await expect(page.getByRole('heading', { level: 1, name: `Meines ${key}` })).toBeVisible()
  expect(await other.get(`/programmes/${id}`)).toMatchObject({ name: `Meines ${key}`, four_eyes: 'always' })
})
