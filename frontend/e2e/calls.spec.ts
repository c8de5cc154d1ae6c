import { Api, PEOPLE, startRollout, unique } from './api'
import { expect, expectAccessible, expectNoSidewaysScroll, test } from './fixtures'

interface Milestone {
  key: string
  state: string
  version: number
}

/** A rollout in which an organisation of its own with a telephone has to act, and long should have. */
async function waitsFor(name: string): Promise<{ number: string; party: string }> {
  const number = await startRollout(`Anruf ${name}`)
  const [admin, manager] = [await Api.as(PEOPLE.admin), await Api.as(PEOPLE.manager)]
  const party = await admin.post('/organisations', { kind: 'it_provider', name: `Rechenzentrum ${name}`, own_key: `RZ${name}` })
  await admin.post('/persons', { given_name: 'Iris', family_name: 'Telefon', phone: '+49 9174 4711', functions: [{ organisation_id: party.id, function: 'technical_contact' }] })
  const rollout = await manager.get<{ id: string; milestones: Milestone[]; next: string[] }>(`/rollouts/${number}`)
  const next = rollout.milestones.find(({ key }) => key === rollout.next[0])
  if (!next) throw new Error('nothing is open')
  const command = (body: object, version: number) => manager.call<unknown>('POST', `/rollouts/${rollout.id}/commands`, { body: { command: body }, headers: { 'If-Match': `"${version}"` } })
  await command({ command: 'set_responsible', milestone: next.key, organisation_id: party.id, person_id: null }, next.version)
  const { version } = await manager.get<{ version: number }>(`/rollouts/${number}`)
  await command({ command: 'block', reason: 'Vertrag fehlt' }, version)
  return { number, party: `Rechenzentrum ${name}` }
}

test('a manager notes three calls by keyboard alone, and takes one back', async ({ openAs }) => {
  test.setTimeout(300_000)
  const called = [await waitsFor(unique()), await waitsFor(unique()), await waitsFor(unique())]
  const api = await Api.as(PEOPLE.manager)
  const page = await openAs(PEOPLE.manager, '/calls')
  const list = page.getByRole('list', { name: 'Anrufliste' })
  const rows = list.locator('[data-call]')
  await expect(rows.first()).toBeVisible()
  for (const { party } of called) await expect(list.getByText(party, { exact: true })).toBeVisible()
  await expect(list.getByRole('link', { name: '+49 9174 4711' }).first()).toHaveAttribute('href', 'tel:+4991744711')
  await expectAccessible(page)

  // Tab leads into the list once; from there on one moves by letters.
  for (let presses = 0; presses < 40 && !(await rows.first().evaluate((row) => row === document.activeElement)); presses += 1) await page.keyboard.press('Tab')
  await expect(rows.first()).toBeFocused()
  const focused = page.locator('[data-call]:focus')
  for (let noted = 0; noted < 3; noted += 1) {
    // Up to the first row, and down to one of the three.
    for (let steps = 0; steps < 50; steps += 1) await page.keyboard.press('k')
    for (let steps = 0; steps < 50; steps += 1) {
      const who = await focused.locator('strong').first().textContent()
      if (called.some(({ party }) => party === who)) break
      await page.keyboard.press('j')
    }
    const who = (await focused.locator('strong').first().textContent()) ?? ''
    expect(called.map(({ party }) => party)).toContain(who)
    await page.keyboard.press('n')
    await expect(page.getByRole('textbox', { name: 'Was wurde besprochen?' })).toBeFocused()
    await page.keyboard.type(`Vertrag kommt, ${who} +3`)
    await expect(page.getByRole('radio', { name: 'in 3 Arbeitstagen' })).toBeChecked()
    if (noted === 0) await expectAccessible(page)
    await page.keyboard.press('Enter')
    await expect(page.getByText(`Anruf bei ${who} notiert.`)).toBeVisible()
    await expect(list.getByText(who, { exact: true })).toHaveCount(0)
    if ((await rows.count()) > 0) await expect(focused).toHaveCount(1)
  }
  for (const { number, party } of called) {
    const { id } = await api.get(`/rollouts/${number}`)
    const { items } = await api.get<{ items: { channel: string; text: string }[] }>(`/tickets/${id}/articles`)
    expect(items.filter(({ channel, text }) => channel === 'phone' && text.includes(`Vertrag kommt, ${party}`) && text.includes('Wiedervorlage'))).toHaveLength(1)
  }
  await page.getByRole('region', { name: 'Meldungen' }).getByRole('button', { name: 'Rückgängig' }).last().click()
  await expect(page.getByText(/ist zurückgenommen/)).toBeVisible()
  await expect.poll(async () => (await Promise.all(called.map(({ party }) => list.getByText(party, { exact: true }).count()))).filter((count) => count === 1).length).toBe(1)
  for (const width of [390, 320]) await expectNoSidewaysScroll(page, width)
})
