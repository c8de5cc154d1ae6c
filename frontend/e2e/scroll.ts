import { writeFileSync } from 'node:fs'
import { expect, test, type Page } from '@playwright/test'

// Figures of `make bench --steering`: how pictures and lists of full size scroll on a machine four times slower. The harness of
// tests/load starts the server, and reads the file.
const { DIENSTWEG_BENCH_LOGIN: login = '', DIENSTWEG_BENCH_PASSWORD: password = '', DIENSTWEG_BENCH_FIGURES: file = '' } = process.env
const SLOWER = 4
const ROWS = 10_000
/** Three notches of a wheel, sixteen times a second: as fast as anybody can still see anything. */
const STEP = 300

interface Figure { name: string; value: number; unit: string; aim?: number }
const figures: Figure[] = []
test.describe.configure({ mode: 'serial', timeout: 600_000 })
test.afterAll(() => writeFileSync(file, JSON.stringify(figures)))

/** Opens a page and slows the browser down once it is there. */
async function open(page: Page, path: string) {
  const answer = await page.context().request.post('/api/v1/auth/login', { data: { login, password } })
  expect(answer.ok()).toBe(true)
  await page.goto(path)
  const grid = page.getByRole('grid').first()
  await expect(grid.getByRole('row').nth(5)).toBeVisible()
  await page.waitForTimeout(2000)
  await (await page.context().newCDPSession(page)).send('Emulation.setCPUThrottlingRate', { rate: SLOWER })
  await page.evaluate(() => {
    const seen = { longest: 0, nodes: 0 }
    new PerformanceObserver((list) => { for (const { duration } of list.getEntries()) seen.longest = Math.max(seen.longest, duration) }).observe({ entryTypes: ['longtask'] })
    Object.assign(globalThis, { seen })
  })
  const box = await grid.boundingBox()
  await page.mouse.move((box?.x ?? 0) + 500, (box?.y ?? 0) + 300)
  return grid
}

/** The longest task (0 where none took 50 ms), the most nodes, the last row that was on screen. */
const look = (page: Page) => page.evaluate(() => {
  const { seen } = globalThis as unknown as { seen: { longest: number; nodes: number } }
  seen.nodes = Math.max(seen.nodes, document.querySelectorAll('*').length)
  const rows = [...document.querySelectorAll('[aria-rowindex]')].map((row) => Number(row.getAttribute('aria-rowindex')))
  return { ...seen, row: Math.max(...rows) }
})

async function scroll(page: Page, name: string, steps: { x: number; y: number }[], until: (row: number) => boolean) {
  let last = await look(page)
  let longest = last.longest
  for (const { x, y } of steps) {
    await page.mouse.wheel(x, y)
    await page.waitForTimeout(60)
    last = await look(page)
    longest = last.longest
    if (until(last.row)) break
  }
  figures.push({ name: `${name}, longest task`, value: longest, unit: 'ms', aim: 100 }, { name: `${name}, most nodes`, value: last.nodes, unit: 'nodes', aim: 4000 })
  return last.row
}

test('matrix', async ({ page }) => {
  await open(page, '/rollouts/portfolio')
  const down = Array.from({ length: 60 }, () => ({ x: 0, y: STEP }))
  const across = Array.from({ length: 20 }, () => ({ x: STEP, y: 0 }))
  await scroll(page, 'matrix scrolled, 4 × slower', [...down, ...across, ...down.map(({ y }) => ({ x: 0, y: -y }))], () => false)
})

test('list', async ({ page }) => {
  await open(page, '/rollouts?kind=daughter')
  const row = await scroll(page, `list of ${ROWS} rows scrolled, 4 × slower`, Array.from({ length: 3000 }, () => ({ x: 0, y: STEP })), (at) => at > ROWS)
  expect(row).toBeGreaterThan(ROWS)
})
