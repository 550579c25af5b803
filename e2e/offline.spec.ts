/**
 * A form without a network: reloaded or opened again with what was typed, sent once when the network is back; nothing of it
 * left for another user; a new program in the place of the kept one. The numbers are made up (演示).
 */
import { afterAll, beforeAll, expect, test } from 'vitest'
import type { Browser, Page } from 'playwright-core'
import { open, person, picture } from './browser'
import { button, input, openForm, saved, state, type } from './cells'
import { atForm, history, office, own, plan, signInto, signOutOf, signedIn, type Asker, type Office } from './desk'
import { inFront } from './newer'
import { keptFiles, keptForms, readyOffline } from './offline'
import { start, type Server } from './server'

let server: Server
let browser: Browser
let held: Office
const faults: string[] = []

beforeAll(async () => {
  server = await start()
  browser = await open()
  held = await office(server, ['housing', 'health'], { hou: ['reporter', 'housing'], kang: ['reporter', 'health'] })
}, 240_000)

afterAll(async () => {
  await browser?.close()
  if (server) expect(await server.stop()).toBe(0)
  expect(faults).toEqual([])
})

const at = (name: string, unit: string) => atForm(browser, server, held, faults, name, unit)

const told = (who: Asker, unit: string, cell: string) => history(who, held.submissions[unit] ?? 0, cell)

/** Cells for figures, in the order in which they stand. */
const cellsOf = (page: Page) => page.locator('[data-cell]').evaluateAll((all) => all.map((one) => one.getAttribute('data-cell') ?? '')) as Promise<[string, string, string, string]>

test('reloaded without a network: the form, what was typed, and once back each save once', async () => {
  const { page, context } = await at('kang', 'health')
  const kang = await signedIn(server, 'kang')
  const [first, second] = await cellsOf(page)
  await readyOffline(page)
  await context.setOffline(true)
  await type(page, first, '811')
  await state(page, /^离线，1 格待发送/)
  await page.reload()
  await expect.poll(() => input(page, first).inputValue()).toBe('811')
  await state(page, /^离线，1 格待发送/)
  await type(page, second, '812')
  await state(page, /^离线，2 格待发送/)
  await page.close()
  // The browser was closed, and there is still no network.
  const next = await context.newPage()
  await next.goto(`/plans/${plan}/tasks`)
  await next.getByRole('link', { name: '打开报表' }).click()
  await state(next, /^离线，2 格待发送/)
  expect([await input(next, first).inputValue(), await input(next, second).inputValue()]).toEqual(['811', '812'])
  await picture(next, 'offline-reload')
  await context.setOffline(false)
  await saved(next)
  expect(await told(kang, 'health', first)).toEqual(['811'])
  expect(await told(kang, 'health', second)).toEqual(['812'])
  await context.close()
})

test('the session has ended while there was no network: the form stays, and is sent after signing in', async () => {
  const { page, context } = await at('kang', 'health')
  const kang = await signedIn(server, 'kang')
  const cell = (await cellsOf(page))[2]
  await readyOffline(page)
  await signOutOf(context)
  await context.setOffline(true)
  await page.reload()
  await type(page, cell, '813')
  await state(page, /^离线，1 格待发送/)
  await context.setOffline(false)
  const dialog = page.getByRole('dialog', { name: '登录已过期' })
  await dialog.waitFor({ timeout: 20_000 })
  expect(await input(page, cell).inputValue()).toBe('813')
  await expect.poll(() => keptForms(page)).toEqual([])
  await dialog.getByLabel('口令').fill(own)
  await dialog.getByRole('button', { name: '登录', exact: true }).click()
  await saved(page)
  expect(await told(kang, 'health', cell)).toEqual(['813'])
  await context.close()
})

test('after signing out, and for another user of the same computer, nothing is kept of what was shown', async () => {
  const { page, context } = await at('kang', 'health')
  await readyOffline(page)
  expect((await keptForms(page)).length).toBe(1)
  const files = await keptFiles(page)
  expect(files).toContain('/index.html')
  expect(files.filter((path) => !/^\/(assets\/[\w.-]+|index\.html|favicon\.svg|old-browser\.js)$/.test(path)), 'no answer of the API').toEqual([])
  await context.setOffline(true)
  const cell = (await cellsOf(page))[3]
  await type(page, cell, '814')
  await state(page, /^离线，1 格待发送/)
  await context.setOffline(false)
  await saved(page)
  await page.getByRole('button', { name: /演示kang/ }).click()
  await page.getByRole('menuitem', { name: '退出' }).click()
  await page.getByLabel('用户名').waitFor()
  expect(await keptForms(page)).toEqual([])
  await context.setOffline(true)
  await page.goto(`/plans/${plan}/submissions/${held.submissions.health}`)
  await page.getByText('连接不上服务器').first().waitFor()
  expect(await page.locator('[data-cell]').count()).toBe(0)
  await context.setOffline(false)
  await page.goto('/login')
  await page.getByLabel('用户名').fill('hou')
  await page.getByLabel('口令', { exact: true }).fill(own)
  await button(page, '登录').click()
  await page.getByRole('button', { name: /演示hou/ }).waitFor()
  await context.setOffline(true)
  await page.goto(`/plans/${plan}/submissions/${held.submissions.health}`)
  await page.getByText('连接不上服务器').first().waitFor()
  expect(await page.locator('[data-cell]').count()).toBe(0)
  await context.close()
})

test('signing in as another user lets go of what the first was shown, though they never signed out', async () => {
  const { page, context } = await at('kang', 'health')
  await readyOffline(page)
  await signInto(context, 'hou')
  await page.goto(`/plans/${plan}/tasks`)
  await page.getByRole('button', { name: /演示hou/ }).waitFor()
  await expect.poll(() => keptForms(page)).toEqual([])
  await openForm(page, plan, held.submissions.housing)
  await readyOffline(page)
  // On the server somebody else is signed in by now: once it answers, the page says so.
  await context.setOffline(true)
  await page.reload()
  await state(page, /^离线/)
  await signInto(context, 'kang')
  await context.setOffline(false)
  await expect.poll(() => page.getByRole('button', { name: /演示kang/ }).count()).toBe(1)
  await expect.poll(() => keptForms(page)).toEqual([])
  await context.close()
})

test('a new program takes the place of the kept one at once, and no page is reloaded under the hands of its user', async () => {
  const front = await inFront(server.url)
  const { page } = await person(browser, front.url)
  const context = page.context()
  const program = () => page.locator('meta[name=program]').getAttribute('content', { timeout: 1_000 }).catch(() => null)
  const update = () => page.evaluate(async () => void (await (await navigator.serviceWorker.ready).update()))
  try {
    await signInto(context, 'hou')
    await openForm(page, plan, held.submissions.housing)
    await readyOffline(page)
    front.newProgram('two')
    await page.locator('[data-cell] input').last().fill('12345')
    await update()
    await page.waitForTimeout(3_000)
    expect([await program(), await page.locator('[data-cell] input').last().inputValue()]).toEqual([null, '12345'])
    await saved(page)
    await page.reload()
    expect(await program()).toBe('two')
    await readyOffline(page)
    await context.setOffline(true)
    await page.reload()
    await page.locator('[data-cell]').first().waitFor()
    expect(await program(), 'kept, too').toBe('two')
  } finally {
    await context.close()
    await front.stop()
  }
})
