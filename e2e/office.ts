/** What several tasks begin with: people of a unit and a round, made through the API by the first administrator. */
import type { APIResponse, Browser, Page } from 'playwright-core'
import { person } from './browser'
import type { Server } from './server'

export const plan = '/plans/kaiping-women-2021'
export const unit = '市水利局'
export const own = 'Heng-2026-test'
/** All cells of the unit's form, made up (演示). */
export const figures: [string, string][] = [['自然村数', '1200'], ['实现集中供水的自然村数', '1180'], ['农村供水范围总人口', '400000'], ['农村自来水供水人口', '398000']]

const people: { faults: string[] }[] = []
/** What the browsers of all of them reported. */
export const faultsOfAll = (): string[] => people.flatMap((one) => one.faults)

export async function ask(page: Page, method: 'GET' | 'POST' | 'PUT', path: string, data?: unknown): Promise<unknown> {
  const answer: APIResponse = await page.request.fetch(path, { method, headers: { 'X-Heng': '1' }, ...(data === undefined ? {} : { data }) })
  if (!answer.ok()) throw new Error(`${method} ${path}: ${answer.status()} ${await answer.text()}`)
  return answer.status() === 204 ? undefined : answer.json()
}

/** Somebody in a browser of their own, signed in with a password of their own. */
export async function signedIn(browser: Browser, server: Server, name: string, shown: string): Promise<Page> {
  const made = await person(browser, server.url)
  const { page } = made
  people.push(made)
  await ask(page, 'POST', '/api/session', { name, password: shown })
  await ask(page, 'PUT', '/api/session/password', { current: shown, new: own })
  return page
}

export async function made(browser: Browser, server: Server, admin: Page, name: string, display: string, role: string, of: string | null): Promise<Page> {
  const given = (await ask(admin, 'POST', '/api/users', { name, display_name: display, role, unit: of })) as { password: string }
  return signedIn(browser, server, name, given.password)
}

export interface Terms { evaluation: boolean; signature: 'none' | 'optional' | 'required' }

/** Opens a round for the unit; returns the submission. */
export async function opened(admin: Page, title: string, period: string, terms: Terms): Promise<number> {
  const round = (await ask(admin, 'POST', `/api${plan}/rounds`, { period, title, due: '2099-12-31', units: ['water'], terms })) as { id: number }
  const held = (await ask(admin, 'GET', `/api/rounds/${round.id}`)) as { submissions: { id: number }[] }
  return held.submissions[0]?.id ?? 0
}

export async function fillIn(page: Page, values = figures): Promise<void> {
  for (const [item, value] of values) await page.getByRole('textbox', { name: `${item} 合计`, exact: true }).fill(value)
  await page.keyboard.press('Tab')
  await page.getByText(/^已保存/).first().waitFor()
}
