import { PEOPLE, startRollout } from './api'
import { expect, test } from './fixtures'

// Who is too late is told so, and the console says it too.
test.use({ expectedErrors: /status of 412 .*\/commands$/ })

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
  await hers.getByRole('button', { name: 'Meine Werte speichern' }).click()
  await expect(hers).toHaveCount(0)
  await expect(viktor.getByText('15.12.2031').first()).toBeVisible()
})
