import type { Page } from '@playwright/test'
import { expect } from './fixtures'

/** What the shipped questionnaire requires of a body without specialist software and fees. */
const TEXTS: Record<string, string> = {
  body_name: 'VG Auenbach', ars: '171715101000', office_name: 'Bürgerbüro', street: 'Hauptstraße 1', postal_code: '99999', place: 'Auenbach',
  expert_name: 'Karin Gmeiner', expert_mail: 'karin@auenbach.example', technical_name: 'Ingo Rechner', technical_mail: 'it@auenbach.example', service_mailbox: 'antraege@auenbach.example',
}
const CHOICES: Record<string, string> = { office_kind: 'Verwaltungsgemeinschaft', first_level: 'Ja', software: 'Nein', delivery: 'Postkorb im Portal', fees: 'Nein', published: 'Ja' }

export const field = (page: Page, key: string) => page.locator(`[data-field="/${key}"]`)
export const expectSaved = (page: Page) => expect(page.getByRole('status').filter({ hasText: 'Alles gespeichert' })).toBeVisible()

export async function choose(page: Page, key: string, option: string): Promise<void> {
  await field(page, key).getByRole('button').click()
  await page.getByRole('option', { name: option, exact: true }).click()
}

/** Takes over what is proposed, and answers what is required beside. */
export async function fillQuestionnaire(page: Page): Promise<void> {
  await expect(field(page, 'body_name')).toBeVisible()
  const all = page.getByRole('button', { name: /Vorschl(ag|äge) übernehmen$/ })
  if (await all.count() > 0) await all.click()
  for (const [key, text] of Object.entries(TEXTS)) {
    const box = field(page, key).getByRole('textbox')
    if (await box.inputValue() === '') await box.fill(text)
  }
  for (const [key, option] of Object.entries(CHOICES)) {
    if (!(await field(page, key).getByRole('button').innerText()).includes(option)) await choose(page, key, option)
  }
  if (await page.getByRole('group', { name: /Eintrag 1$/ }).count() === 0) {
    await field(page, 'domains').getByRole('button', { name: 'Eintrag hinzufügen' }).click()
    await field(page, 'domains/0/domain').getByRole('textbox').fill('www.auenbach.example')
  }
  await expectSaved(page)
  await expect(page.getByText('alle Pflichtangaben gemacht')).toBeVisible()
}

/** From the milestone to the questionnaire, filled in and handed in, and back. */
export async function answerMilestone(page: Page, milestone: RegExp): Promise<void> {
  const row = page.getByRole('region', { name: 'Als Nächstes' }).getByRole('listitem', { name: milestone })
  await row.getByRole('link', { name: 'Anbindungsfragebogen' }).click()
  await expect(page.getByRole('heading', { level: 1, name: 'Anbindungsfragebogen' })).toBeVisible()
  await fillQuestionnaire(page)
  await page.getByRole('button', { name: 'Absenden' }).click()
  await expect(page.getByRole('region', { name: 'Meldungen' })).toContainText('Der Fragebogen ist abgesendet.')
  await page.getByRole('navigation', { name: 'Sie sind hier' }).getByRole('link', { name: /^VG Auenbach · / }).click()
}
