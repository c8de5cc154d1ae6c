import { AxeBuilder } from '@axe-core/playwright'
import { expect, test as base, type Browser, type BrowserContext, type Page } from '@playwright/test'
import { PASSWORD } from './api'

const TAGS = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice']

/** Rules that look at colours; all others say the same in every theme. */
const COLOURS = ['color-contrast', 'link-in-text-block']

async function seriousFindings(page: Page, theme: 'light' | 'dark'): Promise<string[]> {
  // What react-aria says to screen readers names elements that may be gone again.
  const axe = new AxeBuilder({ page }).exclude('[data-live-announcer]')
  const { violations } = await (theme === 'light' ? axe.withTags(TAGS) : axe.withRules(COLOURS)).analyze()
  return violations
    .filter(({ impact }) => impact === 'serious' || impact === 'critical')
    .flatMap(({ id, nodes }) => nodes.map((node) => `${id}: ${node.target.join(' ')} – ${node.failureSummary ?? ''}`))
}

/** Fails on serious and critical findings of axe over what is now on screen, in light and in dark. */
export async function expectAccessible(page: Page): Promise<void> {
  await page.emulateMedia({ reducedMotion: 'reduce' })
  for (const theme of ['light', 'dark'] as const) {
    await page.evaluate((name) => { document.documentElement.dataset.kernTheme = name }, theme)
    expect.soft(await seriousFindings(page, theme), `axe, ${theme}, ${new URL(page.url()).pathname}`).toEqual([])
  }
}

/** Collects what went wrong in the page: uncaught errors, console errors, breaches of the content security policy. */
function faultsOf(page: Page, ignored: RegExp | undefined): string[] {
  const faults: string[] = []
  page.on('pageerror', (error) => faults.push(error.message))
  page.on('console', (message) => {
    const text = `${message.text()} ${message.location().url}`
    if (message.type() === 'error' && !ignored?.test(text)) faults.push(text)
  })
  return faults
}

/** Nothing reaches beyond the right edge: neither the page nor the part of it that scrolls. */
export async function expectNoSidewaysScroll(page: Page, width: number): Promise<void> {
  await page.setViewportSize({ width, height: 800 })
  const beyond = () => page.evaluate(() => {
    const parts = [document.documentElement, ...document.querySelectorAll('main')]
    return Math.max(...parts.map((part) => part.scrollWidth - part.clientWidth))
  })
  await expect.poll(beyond, { message: `wider than ${width} px: ${new URL(page.url()).pathname}` }).toBeLessThanOrEqual(0)
}

/** The screen follows changes by itself. */
export async function expectLive(page: Page): Promise<void> {
  await expect(page.getByRole('status').filter({ hasText: /^live$/ })).toBeVisible()
}

export type OpenAs = (login: string, path: string) => Promise<Page>

function opener(browser: Browser, opened: BrowserContext[], faults: string[][], ignored: RegExp | undefined): OpenAs {
  return async (login, path) => {
    const context = await browser.newContext()
    opened.push(context)
    // The refresh token is a cookie; with it the page starts signed in.
    const answer = await context.request.post('/api/v1/auth/login', { data: { login, password: PASSWORD } })
    expect(answer.ok(), `sign-in of ${login}`).toBe(true)
    const page = await context.newPage()
    faults.push(faultsOf(page, ignored))
    await page.goto(path)
    return page
  }
}

interface Fixtures {
  accessible: undefined
  /** A window of its own (own cookies) in which this person is signed in. */
  openAs: OpenAs
  /** Console errors that a test provokes on purpose, by text and address. */
  expectedErrors: RegExp | undefined
}

/**
 * Every test ends with axe over what is then on screen in `page`, in light and in dark, and fails on serious and critical findings.
 * Console errors, uncaught errors and breaches of the content security policy fail it too, in every window.
 */
export const test = base.extend<Fixtures>({
  expectedErrors: [undefined, { option: true }],
  accessible: [
    async ({ page, expectedErrors }, use) => {
      const faults = faultsOf(page, expectedErrors)
      await use(undefined)
      if (page.url() === 'about:blank') return
      await expectAccessible(page)
      expect.soft(faults, 'errors in the page').toEqual([])
    },
    { auto: true },
  ],
  openAs: async ({ browser, expectedErrors }, use) => {
    const faults: string[][] = []
    const opened: BrowserContext[] = []
    await use(opener(browser, opened, faults, expectedErrors))
    await Promise.all(opened.map((context) => context.close()))
    expect.soft(faults.flat(), 'errors in the windows').toEqual([])
  },
})

export { expect }
