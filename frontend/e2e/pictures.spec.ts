import { Api, PEOPLE } from './api'
import { expect, expectAccessible, expectNoSidewaysScroll, test } from './fixtures'

interface Page<Row> { items: Row[] }
interface Rollout { id: string; number: string; body: { name: string }; service: { name: string }; phase: { key: string; name: string } | null }

test('a view is kept, pinned, found in the side menu, and what the page begins with', async ({ openAs }) => {
  const page = await openAs(PEOPLE.multiplier, '/rollouts?light=red')
  const name = `Rot ${Date.now()}`
  await page.getByRole('button', { name: 'Ansicht', exact: true }).click()
  await page.getByRole('menuitem', { name: 'Diese Ansicht merken …' }).click()
  await page.getByLabel('Name').fill(name)
  await page.getByText('Im Menü an der Seite anzeigen').click()
  await page.getByText('Beim Öffnen der Seite zuerst zeigen').click()
  await expectAccessible(page)
  await page.getByRole('button', { name: 'Speichern' }).click()
  await expect(page.getByRole('button', { name, exact: true })).toBeVisible()
  const pinned = page.getByRole('list', { name: 'Angeheftete Ansichten' }).getByRole('link', { name })
  await expect(pinned).toHaveText(new RegExp(`${name}\\d+`))

  await page.getByRole('link', { name: 'Mein Tag' }).click()
  // Who goes on before having left comes from the list, not to it.
  await expect(page.getByRole('heading', { level: 1, name: 'Mein Tag' })).toBeVisible()
  await page.getByRole('navigation', { name: 'Hauptnavigation' }).getByRole('link', { name: 'Rollouts' }).click()
  await expect(page).toHaveURL(/light=red/)
  await page.getByRole('button', { name, exact: true }).click()
  await page.getByRole('menuitem', { name: 'Ansichten verwalten …' }).click()
  await expectAccessible(page)
  await page.getByRole('button', { name: `${name} löschen` }).click()
  await page.getByRole('button', { name: 'Löschen', exact: true }).click()
  await expect(pinned).toBeHidden()
})

test('the map leads by its list from districts to municipalities to rollouts, and names its source', async ({ openAs }) => {
  const page = await openAs(PEOPLE.manager, '/rollouts/map')
  await expect(page.getByRole('img', { name: /^Karte nach „Anteil live“/ })).toBeVisible()
  await expect(page.getByText('Musterland: frei erfundene Grenzen')).toBeVisible()
  await expectAccessible(page)
  await page.getByRole('radio', { name: 'Schlechteste Ampel' }).check({ force: true })
  await expect(page).toHaveURL(/metric=light/)
  const districts = page.getByRole('grid', { name: 'Landkreise' })
  await districts.getByRole('link', { name: 'Bergau' }).press('Enter')
  await expect(page).toHaveURL(/below=/)
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('Karte: Bergau')
  const places = page.getByRole('grid', { name: 'Gemeinden' })
  await expect(places.getByRole('link', { name: 'Joching' })).toBeVisible()
  await places.getByRole('link', { name: 'Joching' }).click()
  await expect(page).toHaveURL(/\/rollouts\?covers=/)
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('Rollouts')
  await page.goto('/rollouts/map')
  await expect(page.getByRole('img', { name: /^Karte nach/ })).toBeVisible()
  await expectNoSidewaysScroll(page, 390)
})

test('a card moves on by its menu, as far as its milestones do', async ({ openAs }) => {
  const api = await Api.as(PEOPLE.manager)
  const running = (await api.get<Page<Rollout>>('/rollouts?kind=daughter&phase=preparation&state=running&limit=5')).items[0]
  const page = await openAs(PEOPLE.manager, running ? `/rollouts/board?q=${running.number}` : '/rollouts/board')
  const column = (name: string) => page.getByRole('region', { name: new RegExp(`^${name}, `) })
  await expect(page.getByRole('region').filter({ has: page.getByRole('grid') }).first()).toBeVisible()
  await expectAccessible(page)
  const card = page.getByRole('row').first()
  await card.focus()
  await page.getByRole('button', { name: /^Aktionen zu/ }).first().click()
  await page.getByRole('menuitem', { name: 'Live', exact: true }).click()
  const dialog = page.getByRole('dialog', { name: 'Voranbringen nach „Live“?' })
  await expect(dialog.getByRole('listitem').first()).toBeVisible()
  await expectAccessible(page)
  await dialog.getByRole('button', { name: 'Abbrechen' }).click()
  await expect(dialog).toBeHidden()
  await expect(column('Live')).toBeVisible()
  await expectNoSidewaysScroll(page, 390)
})

test('the time axis shows regions and bodies, months and quarters, and the same as a table', async ({ openAs }) => {
  const page = await openAs(PEOPLE.manager, '/rollouts/timeline')
  const axis = page.getByRole('group', { name: 'Zeitachse' })
  await expect(axis.getByRole('link', { name: 'Bergau' })).toBeVisible()
  await expect(axis.getByText(/^Beginn 20.*live$/).first()).toBeAttached()
  await expectAccessible(page)
  await page.getByRole('radio', { name: 'Quartale' }).check({ force: true })
  await expect(page).toHaveURL(/zoom=quarter/)
  await axis.getByRole('link', { name: 'Bergau' }).focus()
  await page.keyboard.press('Enter')
  await expect(page).toHaveURL(/by=body/)
  await page.getByRole('button', { name: 'Als Tabelle' }).click()
  const table = page.getByRole('grid', { name: 'Zeitachse' })
  await expect(table.getByRole('row').nth(1)).toBeVisible()
  await expectAccessible(page)
  await expectNoSidewaysScroll(page, 390)
})

test('cells of the matrix are chosen by keyboard and by drawing, and the file holds what is shown', async ({ openAs }) => {
  const page = await openAs(PEOPLE.manager, '/rollouts/portfolio')
  const grid = page.getByRole('grid', { name: 'Portfolio' })
  await grid.focus()
  await page.keyboard.press('ArrowDown')
  await page.keyboard.press('Shift+ArrowDown')
  await page.keyboard.press('Shift+ArrowRight')
  const bar = page.getByRole('region', { name: 'Auswahl' })
  await expect(bar.getByRole('status')).toHaveText('4 ausgewählt')
  await page.keyboard.press('Shift+Space')
  await expect(bar.getByRole('status')).toHaveText(/^\d+ ausgewählt$/)
  await expectAccessible(page)
  await page.keyboard.press('Escape')
  await expect(bar).toBeHidden()
  const [from, to] = await Promise.all([grid.locator('[data-line="2"] [data-column="1"]').boundingBox(), grid.locator('[data-line="5"] [data-column="3"]').boundingBox()])
  if (!from || !to) throw new Error('cells out of sight')
  await page.mouse.move(from.x + 8, from.y + 8)
  await page.mouse.down()
  await page.mouse.move(to.x - 8, to.y - 8, { steps: 4 })
  await page.mouse.move(to.x + 8, to.y + 8)
  await page.mouse.up()
  await expect(bar.getByRole('status')).toHaveText('12 ausgewählt')
  await page.getByRole('radio', { name: 'nach Ebene' }).check({ force: true })
  await expect(bar).toBeHidden()
  await expect(grid.getByRole('columnheader').nth(1)).toContainText('Gemeinde')
  await page.getByRole('button', { name: 'Exportieren' }).click()
  const saved = page.waitForEvent('download')
  await page.getByRole('menuitem', { name: /CSV/ }).click()
  expect((await saved).suggestedFilename()).toMatch(/^portfolio-.*\.csv$/)
  await expectNoSidewaysScroll(page, 390)
})

const ROWS = 2445
const SERVICES = 200

const id = (at: number) => `01930f6e-0000-7000-8000-${String(at).padStart(12, '0')}`

/** A matrix as large as Bavaria's, in the words of the contract. */
function largeMatrix() {
  const letters = 'LgyrdocwLpx.'
  const cells = (row: number) => Array.from({ length: SERVICES }, (_, at) => letters[(row * 7 + at * 5 + ((row * at) % 11)) % letters.length]).join('')
  const rows = Array.from({ length: ROWS }, (_, at) => at)
  return {
    by: 'body',
    columns: Array.from({ length: SERVICES }, (_, at) => ({ id: id(at), key: `D${at}`, name: `Dienst ${at}`, level: 'municipality', package: 'efa' })),
    regions: Array.from({ length: 71 }, (_, at) => ({ id: id(1000 + at), name: `Landkreis ${at}` })),
    rows: {
      ids: Buffer.concat(rows.map((at) => Buffer.from(id(5000 + at).replaceAll('-', ''), 'hex'))).toString('base64'),
      names: rows.map((at) => `Gemeinde ${at}`), keys: rows.map((at) => String(9_000_000 + at)), kinds: ['municipality'], kind: rows.map(() => 0),
      region: rows.map((at) => at % 71), association: rows.map(() => null), population: rows.map((at) => 500 + at), cells: rows.map(cells),
    },
  }
}

test('of a matrix of a whole Land only what is in sight is in the document', async ({ openAs }) => {
  const page = await openAs(PEOPLE.manager, '/')
  await page.route('**/api/v1/portfolio/matrix*', (route) => route.fulfill({ json: largeMatrix() }))
  await page.goto('/rollouts/portfolio')
  const grid = page.getByRole('grid', { name: 'Portfolio' })
  await expect(grid).toHaveAttribute('aria-colcount', String(SERVICES + 1))
  await expect(grid.getByRole('gridcell').first()).toBeVisible()
  const box = await grid.boundingBox()
  if (!box) throw new Error('no grid')
  await page.mouse.move(box.x + box.width / 2, box.y + box.height / 2)
  for (let turn = 0; turn < 10; turn += 1) await page.mouse.wheel(turn % 4 === 3 ? 960 : 0, 4_000)
  await expect(grid.getByRole('rowheader', { name: /Gemeinde/ }).first()).toBeVisible()
  expect(await page.evaluate(() => document.querySelectorAll('*').length)).toBeLessThan(4000)
})
