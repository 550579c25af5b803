/** The open form in a browser: its cells, and what it says of saving. */
import type { Page } from 'playwright-core'

export const input = (page: Page, cell: string) => page.locator(`[data-cell="${cell}"] input`)
export const button = (page: Page, name: string) => page.getByRole('button', { name, exact: true })
export const state = (page: Page, text: RegExp) => page.locator('.saving').getByText(text).first().waitFor()
/** With its time: something was saved from this page. */
export const saved = (page: Page) => state(page, /^已保存 /)

export async function type(page: Page, cell: string, text: string): Promise<void> {
  await input(page, cell).fill(text)
}

/** Opens the form of a submission and waits for its cells. */
export async function openForm(page: Page, plan: string, submission: number | undefined): Promise<void> {
  await page.goto(`/plans/${plan}/submissions/${submission}`)
  await page.getByRole('heading', { level: 1 }).waitFor()
  await page.locator('[data-cell]').first().waitFor()
}
