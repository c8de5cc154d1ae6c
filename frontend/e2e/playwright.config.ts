import { defineConfig } from '@playwright/test'

/** Runs against the real server (or a preview of the build) at DIENSTWEG_E2E_URL. The browser is the system's. */
export default defineConfig({
  testDir: '.',
  // Two runs may go on at once, one for each database.
  outputDir: `./results/${process.env.DIENSTWEG_E2E_BACKEND ?? 'none'}`,
  fullyParallel: true,
  forbidOnly: Boolean(process.env.CI),
  retries: 0,
  workers: 1,
  timeout: 180_000,
  expect: { timeout: 30_000 },
  reporter: [['list'], ['html', { outputFolder: `./report/${process.env.DIENSTWEG_E2E_BACKEND ?? 'none'}`, open: 'never' }]],
  use: {
    baseURL: process.env.DIENSTWEG_E2E_URL ?? 'http://127.0.0.1:8080',
    locale: 'de-DE',
    timezoneId: 'Europe/Berlin',
    actionTimeout: 30_000,
    // A click waits until what it hits stands still: every menu and dialog would cost its animation.
    contextOptions: { reducedMotion: 'reduce' },
    // Recording each step doubles the time of a run: it is asked for when a failure is looked into.
    trace: process.env.DIENSTWEG_E2E_TRACE ? 'retain-on-failure' : 'off',
    launchOptions: {
      executablePath: process.env.DIENSTWEG_CHROMIUM ?? '/usr/bin/chromium',
      args: ['--no-sandbox', '--disable-gpu', '--disable-background-networking', '--disable-component-update', '--disable-sync', '--no-first-run'],
    },
  },
  projects: [
    { name: 'desk', testMatch: '*.spec.ts', use: { viewport: { width: 1440, height: 900 } } },
    { name: 'phone', testMatch: ['login.spec.ts', 'gallery.spec.ts'], use: { viewport: { width: 390, height: 844 }, hasTouch: true } },
    { name: 'scroll', testMatch: 'scroll.ts', use: { viewport: { width: 1440, height: 900 } } },
    { name: 'screenshots', testMatch: 'screenshots.ts' },
  ],
})
