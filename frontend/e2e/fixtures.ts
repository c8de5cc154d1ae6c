import { AxeBuilder } from '@axe-core/playwright'
import { expect, test as base, type Page } from '@playwright/test'

const TAGS = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice']

async function seriousFindings(page: Page): Promise<string[]> {
  const { violations } = await new AxeBuilder({ page }).withTags(TAGS).analyze()
  return violations
    .filter(({ impact }) => impact === 'serious' || impact === 'critical')
    .flatMap(({ id, nodes }) => nodes.map((node) => `${id}: ${node.target.join(' ')} – ${node.failureSummary ?? ''}`))
}

/**
 * Every test ends with axe over what is then on screen, in light and in dark, and fails on serious and critical findings.
 * Breaches of the content security policy and uncaught errors fail it too.
 */
export const test = base.extend<{ accessible: undefined }>({
  accessible: [
    async ({ page }, use) => {
      const faults: string[] = []
      page.on('pageerror', (error) => faults.push(error.message))
      page.on('console', (message) => {
        if (message.type() === 'error' && message.text().includes('Content Security Policy')) faults.push(message.text())
      })
      await use(undefined)
      if (page.url() === 'about:blank') return
      await page.emulateMedia({ reducedMotion: 'reduce' })
      for (const theme of ['light', 'dark']) {
        await page.evaluate((name) => { document.documentElement.dataset.kernTheme = name }, theme)
        expect.soft(await seriousFindings(page), `axe, ${theme}`).toEqual([])
      }
      expect.soft(faults, 'errors in the page').toEqual([])
    },
    { auto: true },
  ],
})

export { expect }
