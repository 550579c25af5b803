/** An office by its API: units confirmed, people who have chosen their password, a round that is open. */
import { request, type APIRequestContext, type Browser, type BrowserContext, type Page } from 'playwright-core'
import { person } from './browser'
import { openForm } from './cells'
import type { Server } from './server'

export const plan = 'kaiping-women-2021'
export const own = 'Heng-2026-test'
const headers = { 'X-Heng': '1' }

/** Somebody who asks by the API; `ask` fails where the server refuses. */
export interface Asker {
  ask: <T>(method: 'GET' | 'POST' | 'PUT' | 'DELETE', path: string, data?: unknown) => Promise<T>
}

const asker = (context: APIRequestContext): Asker => ({
  async ask(method, path, data) {
    const answer = await context.fetch(path, { method, data, headers })
    if (!answer.ok()) throw new Error(`${method} ${path}: ${answer.status()} ${await answer.text()}`)
    return (answer.status() === 204 ? undefined : await answer.json()) as never
  },
})

/** A person's own line to the server, signed in with the password that everybody has chosen. */
export async function signedIn(server: Server, name: string, password = own): Promise<Asker> {
  const context = await request.newContext({ baseURL: server.url, ignoreHTTPSErrors: true })
  const person = asker(context)
  await person.ask('POST', '/api/session', { name, password })
  if (password !== own) await person.ask('PUT', '/api/session/password', { current: password, new: own })
  return person
}

/** Signs the browser in without its pages; whoever was signed in is no more. */
export async function signInto(context: BrowserContext, name: string): Promise<void> {
  await asker(context.request).ask('POST', '/api/session', { name, password: own })
}

/** A browser of its own in which this user has opened the form of a unit; `faults` gathers what it reports. */
export async function atForm(browser: Browser, server: Server, held: Office, faults: string[], name: string, unit: string): Promise<{ page: Page; context: BrowserContext }> {
  const { page } = await person(browser, server.url)
  page.on('pageerror', (error) => faults.push(error.message))
  const context = page.context()
  await signInto(context, name)
  await openForm(page, plan, held.submissions[unit])
  return { page, context }
}

export const signOutOf = (context: BrowserContext): Promise<void> => asker(context.request).ask('DELETE', '/api/session')

export interface Office {
  admin: Asker
  /** The submission of each unit. */
  submissions: Record<string, number>
}

/** `people`: sign-in name → role and unit. */
export async function office(server: Server, units: string[], people: Record<string, [role: string, unit: string]>): Promise<Office> {
  const admin = await signedIn(server, 'admin', server.password)
  for (const unit of units) await admin.ask('POST', `/api/plans/${plan}/units/${unit}/confirmation`, { reason: '核对无误' })
  for (const [name, [role, unit]] of Object.entries(people)) {
    const made = await admin.ask<{ password: string }>('POST', '/api/users', { name, display_name: `演示${name}`, role, unit })
    await signedIn(server, name, made.password)
  }
  const round = await admin.ask<{ id: number }>('POST', `/api/plans/${plan}/rounds`, { period: '2025', title: '2025年年报', due: '2099-12-31', units })
  const { submissions } = await admin.ask<{ submissions: { id: number; unit: string }[] }>('GET', `/api/rounds/${round.id}`)
  return { admin, submissions: Object.fromEntries(submissions.map(({ id, unit }) => [unit, id])) }
}

/** What a cell has held, oldest first: one text a version. */
export async function history(who: Asker, submission: number, cell: string): Promise<string[]> {
  const path = `/api/submissions/${submission}/history?cell=${encodeURIComponent(cell)}`
  const versions = await who.ask<{ value: string | null; missing: string | null }[]>('GET', path)
  return versions.map(({ value, missing }) => value ?? missing ?? '')
}
