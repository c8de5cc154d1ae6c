import { Api, order, PEOPLE, unique } from './api'
import { expect, expectAccessible, expectNoSidewaysScroll, test } from './fixtures'

interface Rollout {
  id: string
  milestones: { key: string; role: string; ready: boolean; state: string; version: number }[]
}

/** Rollouts of one service for many towns, in each of which the IT provider of the demo owes one milestone that can be done. */
async function owed(service: string, bodies: object[]): Promise<void> {
  const [admin, manager, second] = [await Api.as(PEOPLE.admin), await Api.as(PEOPLE.manager), await Api.as(PEOPLE.second)]
  const { id: service_id } = await admin.post('/services', { key: service, name: `Massendienst ${service}`, level: 'municipality', package: 'efa' })
  const template = await admin.first('/templates?status=published')
  await admin.post('/programmes', { key: `P-${service}`, name: `Programm ${service}`, template_id: template.id, four_eyes: 'off', status: 'active', service_ids: [service_id] })
  const it = await admin.first('/organisations?kind=it_provider&q=Musterland')
  const market = await Api.marketplace()
  for (const [at, body] of bodies.entries()) await market.post(market.orders, order(`${service}-${at}`, [{ service_key: service }], body))
  for (const [at] of bodies.entries()) {
    const { id } = await manager.first(`/orders?q=${service}-${at}`, ({ number }) => number === `${service}-${at}`)
    const placed = await manager.get<{ positions: { id: string; version: number }[] }>(`/orders/${id}`)
    await second.post('/orders/release', { positions: placed.positions.map((one) => one.id) })
  }
  const { items } = await manager.get<{ items: { id: string }[] }>(`/rollouts?service=${service_id}&kind=daughter&limit=200`)
  expect(items).toHaveLength(bodies.length)
  for (const { id } of items) {
    const rollout = await manager.get<Rollout>(`/rollouts/${id}`)
    const next = rollout.milestones.find(({ ready, state }) => ready && state === 'open')
    if (!next) throw new Error('nothing is open')
    await manager.call('POST', `/rollouts/${id}/commands`, { body: { command: { command: 'set_responsible', milestone: next.key, organisation_id: it.id, person_id: null } }, headers: { 'If-Match': `"${next.version}"` } })
  }
}

test('a provider completes thirty milestones over several towns at once', async ({ openAs }) => {
  test.setTimeout(600_000)
  const admin = await Api.as(PEOPLE.admin)
  const { items } = await admin.get<{ items: { ags: string | null; name: string }[] }>('/organisations?kind=municipality&limit=60')
  const towns = items.filter(({ ags }) => ags !== null).slice(0, 30)
  expect(towns).toHaveLength(30)
  const service = `M${unique()}`
  await owed(service, towns.map(({ ags, name }) => ({ ags, name })))

  const page = await openAs(PEOPLE.provider, '/')
  await page.goto('/milestones')
  await expect(page.getByRole('heading', { level: 1, name: 'Meine Meilensteine' })).toBeVisible()
  await page.getByRole('group', { name: /^Filter/ }).getByRole('button', { name: 'Filter' }).click()
  await page.getByRole('menuitem', { name: 'Dienst' }).click()
  await page.getByRole('dialog', { name: 'Dienst' }).getByRole('combobox').fill(service)
  await page.getByRole('option', { name: new RegExp(service) }).first().click()
  await expect(page.getByText('30 Meilensteine')).toBeVisible()
  const grid = page.getByRole('grid', { name: 'Meine Meilensteine' })
  await expect(grid.getByRole('row').nth(1)).toBeVisible()
  await expectAccessible(page)
  await grid.getByRole('columnheader', { name: 'Fällig' }).getByRole('button').click()
  await expect(page).toHaveURL(/sort=-due/)
  await grid.getByRole('checkbox').first().check({ force: true })
  await page.getByRole('button', { name: '30 erledigen …' }).click()
  const dialog = page.getByRole('alertdialog', { name: 'Meilensteine erledigen' })
  await expectAccessible(page)
  await dialog.getByRole('button', { name: 'Prüfen' }).click()
  await expect(page.getByText('Von 30 Rollouts gehen 30, 0 werden abgelehnt. Noch ist nichts geändert.')).toBeVisible()
  await page.getByRole('button', { name: '30 Rollouts ändern' }).click()
  await expect(page.getByText('30 von 30 geändert, 0 abgelehnt.')).toBeVisible()
  for (const width of [390, 320]) await expectNoSidewaysScroll(page, width)
})
