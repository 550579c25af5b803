/**
 * Filling in a form: the connection goes and comes back, browsers close, sessions end, others work on the same form. What
 * the server then holds is asked of the server: one version of a cell for each save. The numbers are made up (演示).
 */
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import type { Browser } from 'playwright-core'
import { faultsOf } from './access'
import { open, openKept, person, picture } from './browser'
import { button, input, openForm, saved, state, type } from './cells'
import { atForm, history, office, own, plan, signInto, signOutOf, signedIn, type Asker, type Office } from './desk'
import { certificate, start, type Server } from './server'

let server: Server
let browser: Browser
let held: Office
/** The reporter of the cases, by the API. */
let li: Asker
const faults: string[] = []
const folder = mkdtempSync(join(tmpdir(), 'heng-entry-'))

const units = ['organization', 'water', 'court', 'housing', 'health']

beforeAll(async () => {
  server = await start()
  browser = await open()
  held = await office(server, units, {
    li: ['reporter', 'organization'], zhao: ['reporter', 'organization'],
    wang: ['reporter', 'water'], wen: ['reporter', 'water'], shen: ['reviewer', 'water'],
    hou: ['reporter', 'housing'], kang: ['reporter', 'health'],
  })
  li = await signedIn(server, 'li')
}, 240_000)

afterAll(async () => {
  await browser?.close()
  rmSync(folder, { recursive: true, force: true })
  if (server) expect(await server.stop()).toBe(0)
  expect(faults).toEqual([])
})

const at = (name: string, unit: string) => atForm(browser, server, held, faults, name, unit)

const told = (who: Asker, unit: string, cell: string) => history(who, held.submissions[unit] ?? 0, cell)

test('the connection goes and comes back: every save happens once', async () => {
  const { page, context } = await at('li', 'organization')
  await type(page, 'CREP', '300')
  await saved(page)
  await context.setOffline(true)
  await type(page, 'CREP[sex=F]', '120')
  await type(page, 'CREP[sex=M]', '180')
  await type(page, 'CPC', '60000')
  await state(page, /^离线，3 格待发送/)
  await picture(page, 'offline')
  expect(await told(li, 'organization', 'CREP[sex=F]')).toEqual([])
  await context.setOffline(false)
  await saved(page)
  for (const [cell, value] of [['CREP', '300'], ['CREP[sex=F]', '120'], ['CREP[sex=M]', '180'], ['CPC', '60000']] as const) {
    expect(await told(li, 'organization', cell), cell).toEqual([value])
  }
})

test('an answer that is lost on the way: the save is sent again and happens once', async () => {
  const { page } = await at('li', 'organization')
  let lost = 0
  await page.route('**/entries', async (route) => {
    if (lost >= 2) return route.continue()
    lost += 1
    await route.fetch()
    await route.abort()
  })
  await type(page, 'TREP', '1500')
  await state(page, /^离线，1 格待发送/)
  // Typed while nobody knows whether the first has arrived.
  await type(page, 'TREP', '1501')
  await expect.poll(() => lost).toBe(2)
  await saved(page)
  expect(await told(li, 'organization', 'TREP')).toEqual(['1500', '1501'])
})

test('a page closed without a connection: the next page of the browser sends what waits, from wherever it is', async () => {
  const { page, context } = await at('li', 'organization')
  await context.setOffline(true)
  await type(page, 'TCPC', '45000')
  await state(page, /^离线，1 格待发送/)
  await page.close()
  await context.setOffline(false)
  const next = await context.newPage()
  await next.goto(`/plans/${plan}/tasks`)
  await expect.poll(() => told(li, 'organization', 'TCPC')).toEqual(['45000'])
  await next.getByText(/还没有全部保存到系统/).waitFor({ state: 'hidden' })
})

test('reloaded in the middle of typing, nothing is lost and nothing warns', async () => {
  const { page, context } = await at('li', 'organization')
  let asked = 0
  page.on('dialog', (dialog) => {
    asked += 1
    void dialog.accept()
  })
  await page.route('**/entries', (route) => route.abort())
  await type(page, 'ORG_LD', '260')
  await state(page, /^离线，1 格待发送/)
  await page.reload()
  await input(page, 'ORG_LD').waitFor()
  await expect.poll(() => input(page, 'ORG_LD').inputValue()).toBe('260')
  await page.unrouteAll()
  await saved(page)
  expect(await told(li, 'organization', 'ORG_LD')).toEqual(['260'])
  expect(asked).toBe(0)
  await context.close()
})

test('a browser closed and opened again next morning', { timeout: 120_000 }, async () => {
  const profile = join(folder, 'profile')
  const evening = await openKept(profile, server.url)
  await signInto(evening, 'li')
  const page = await evening.newPage()
  await openForm(page, plan, held.submissions.organization)
  await evening.setOffline(true)
  await type(page, 'GOV_LD', '120')
  await state(page, /^离线，1 格待发送/)
  await evening.close()
  expect(await told(li, 'organization', 'GOV_LD')).toEqual([])
  const morning = await openKept(profile, server.url)
  await signInto(morning, 'li')
  const again = await morning.newPage()
  await openForm(again, plan, held.submissions.organization)
  // Without a time where it was sent before the form stood there.
  await state(again, /^已保存/)
  await expect.poll(() => told(li, 'organization', 'GOV_LD')).toEqual(['120'])
  // Where the save came after the form was read, it is there with the next news.
  await expect.poll(() => input(again, 'GOV_LD').inputValue()).toBe('120')
  await morning.close()
})

test('two tabs of one user: each shows what the other typed, and each save happens once', async () => {
  const { page, context } = await at('li', 'organization')
  const other = await context.newPage()
  await openForm(other, plan, held.submissions.organization)
  await type(page, 'CHIEF', '60')
  await type(other, 'CHIEF[sex=F]', '9')
  await Promise.all([saved(page), saved(other)])
  await expect.poll(() => input(page, 'CHIEF[sex=F]').inputValue()).toBe('9')
  await expect.poll(() => input(other, 'CHIEF').inputValue()).toBe('60')
  await context.setOffline(true)
  await type(page, 'CHIEF[sex=M]', '51')
  await expect.poll(() => input(other, 'CHIEF[sex=M]').inputValue()).toBe('51')
  await context.setOffline(false)
  await saved(page)
  for (const [cell, value] of [['CHIEF', '60'], ['CHIEF[sex=F]', '9'], ['CHIEF[sex=M]', '51']] as const) {
    expect(await told(li, 'organization', cell), cell).toEqual([value])
  }
})

test('the session ends in the middle of the work: one signs in again and goes on', async () => {
  const { page, context } = await at('li', 'organization')
  // The save is to find it out, not the question for news before anything is typed.
  const silent = /\/news\?/
  await page.route(silent, () => {})
  await signOutOf(context)
  await type(page, 'INST_LD', '400')
  const dialog = page.getByRole('dialog', { name: '登录已过期' })
  await dialog.getByText('1 格还没有发送').waitFor()
  expect(await told(li, 'organization', 'INST_LD')).toEqual([])
  await page.unroute(silent)
  await picture(page, 'sign-in-again')
  await dialog.getByLabel('口令').fill('wrong')
  await dialog.getByRole('button', { name: '登录', exact: true }).click()
  await dialog.getByText(/用户名或口令/).waitFor()
  await dialog.getByLabel('口令').fill(own)
  await dialog.getByRole('button', { name: '登录', exact: true }).click()
  await dialog.waitFor({ state: 'hidden' })
  await saved(page)
  expect(await told(li, 'organization', 'INST_LD')).toEqual(['400'])
})

test('another user of the same computer neither sees nor sends what the first left', async () => {
  const { page, context } = await at('li', 'organization')
  await context.setOffline(true)
  await type(page, 'VPO', '1130')
  await state(page, /^离线，1 格待发送/)
  await page.close()
  await context.setOffline(false)
  await signOutOf(context)
  await signInto(context, 'zhao')
  const second = await context.newPage()
  await openForm(second, plan, held.submissions.organization)
  await second.getByText(/另一位用户（演示li）没有发送的 1 格/).waitFor()
  expect(await input(second, 'VPO').inputValue()).toBe('')
  await type(second, 'VPS', '226')
  await saved(second)
  expect(await told(li, 'organization', 'VPO')).toEqual([])
  await picture(second, 'another-user')
  await second.close()
  await signInto(context, 'li')
  const first = await context.newPage()
  await first.goto(`/plans/${plan}/tasks`)
  await expect.poll(() => told(li, 'organization', 'VPO')).toEqual(['1130'])
  expect(await told(li, 'organization', 'VPS')).toEqual(['226'])
  await first.close()
})

test('somebody else has signed in by another tab: the open form does not save in their name', async () => {
  const { page, context } = await at('li', 'organization')
  await signInto(context, 'zhao')
  await type(page, 'CPO', '240')
  await page.getByRole('dialog', { name: '登录已过期' }).waitFor()
  expect(await told(li, 'organization', 'CPO')).toEqual([])
})

test('what a colleague saved by another tab of the same browser is not written over unseen', async () => {
  const { page, context } = await at('li', 'organization')
  await signInto(context, 'zhao')
  await type(page, 'VPS', '240')
  const dialog = page.getByRole('dialog', { name: '登录已过期' })
  await dialog.waitFor()
  const other = await context.newPage()
  await openForm(other, plan, held.submissions.organization)
  await type(other, 'VPS', '250')
  await saved(other)
  await dialog.getByLabel('口令').fill(own)
  await dialog.getByRole('button', { name: '登录', exact: true }).click()
  await state(page, /^冲突 1 格/)
  expect((await told(li, 'organization', 'VPS')).slice(-1)).toEqual(['250'])
  await page.getByRole('button', { name: /^用对方的/ }).click()
  // Nothing of this page's own was saved, so no time stands there.
  await state(page, /^已保存/)
  await context.close()
})

test('two on one form see what the other saves, and choose where both changed a cell', async () => {
  const [one, two] = [await at('wang', 'water'), await at('wen', 'water')]
  const wang = await signedIn(server, 'wang')
  await type(one.page, 'RPOP', '400000')
  await saved(one.page)
  const begun = Date.now()
  await expect.poll(() => input(two.page, 'RPOP').inputValue(), { interval: 100 }).toBe('400000')
  expect(Date.now() - begun).toBeLessThan(3_500)
  await two.page.getByText('演示wang 刚改').waitFor()
  await picture(two.page, 'seen')
  await two.context.setOffline(true)
  await type(one.page, 'RPOP', '410000')
  await saved(one.page)
  await type(two.page, 'RPOP', '420000')
  await state(two.page, /^离线，1 格待发送/)
  await two.context.setOffline(false)
  await state(two.page, /^冲突 1 格/)
  const row = two.page.getByRole('alert').filter({ hasText: '这个单元格已被他人改动' })
  await row.getByText('对方：410000').waitFor()
  await row.getByText(/演示wang，/).waitFor()
  await picture(two.page, 'conflict')
  expect(await told(wang, 'water', 'RPOP')).toEqual(['400000', '410000'])
  await row.getByRole('button', { name: /^用我的/ }).click()
  await saved(two.page)
  expect(await told(wang, 'water', 'RPOP')).toEqual(['400000', '410000', '420000'])
})

test('handed in and returned meanwhile: what was typed stays to be read, copied, sent after all or given up', async () => {
  const { page, context } = await at('wang', 'water')
  const [wen, shen] = [await signedIn(server, 'wen'), await signedIn(server, 'shen')]
  const id = held.submissions.water ?? 0
  await context.setOffline(true)
  await type(page, 'NVIL_N', '1201')
  await state(page, /^离线，1 格待发送/)
  const entries = [['NVIL_N', '1200', 0], ['NVIL_SUP', '1180', 0], ['TAP_POP', '410000', 0]].map(([cell, value, seen]) => ({ cell, value, missing: null, note: null, seen }))
  await wen.ask('PUT', `/api/submissions/${id}/entries`, { entries })
  await act(wen, id, 'submit')
  await context.setOffline(false)
  const panel = page.getByRole('alert', { name: '1 格没有保存到报表里' })
  await panel.getByText('1201').waitFor()
  await panel.getByText(/已提交的报表不能/).waitFor()
  await picture(page, 'stopped')
  expect(await faultsOf(page)).toEqual([])
  expect(await told(wen, 'water', 'NVIL_N')).toEqual(['1200'])
  await act(shen, id, 'return', '自然村数请核对')
  await button(page, '仍要保存').click()
  // The colleague's figure came between: nothing is written over unseen.
  await state(page, /^冲突 1 格/)
  await page.getByRole('button', { name: /^用我的/ }).click()
  await saved(page)
  expect(await told(wen, 'water', 'NVIL_N')).toEqual(['1200', '1201'])
})

test('received meanwhile: what was typed can be given up, and says so first', async () => {
  const { page, context } = await at('wang', 'water')
  const [wen, shen] = [await signedIn(server, 'wen'), await signedIn(server, 'shen')]
  const id = held.submissions.water ?? 0
  await context.setOffline(true)
  await type(page, 'NVIL_SUP', '1199')
  await state(page, /^离线，1 格待发送/)
  await act(wen, id, 'submit')
  await act(shen, id, 'review')
  await act(held.admin, id, 'accept')
  await context.setOffline(false)
  const panel = page.getByRole('alert', { name: '1 格没有保存到报表里' })
  await panel.getByText('1199').waitFor()
  await page.goto(`/plans/${plan}/tasks`)
  await page.getByText('报表已不收改动').waitFor()
  await button(page, '看填的数').click()
  await page.getByText('1199').waitFor()
  await button(page, '放弃').click()
  await button(page, '确认放弃').click()
  await page.getByText('报表已不收改动').waitFor({ state: 'hidden' })
  expect(await told(wen, 'water', 'NVIL_SUP')).toEqual(['1180'])
})

async function act(who: Asker, id: number, action: string, reason: string | null = null) {
  const { submission } = await who.ask<{ submission: { version: number } }>('GET', `/api/submissions/${id}`)
  await who.ask('POST', `/api/submissions/${id}/actions`, { action, reason, seen: submission.version })
}

test('a block from a spreadsheet is pasted; what cannot be read is listed; all of it is one step to undo', async () => {
  const { page, context } = await at('zhao', 'organization')
  await context.grantPermissions(['clipboard-read', 'clipboard-write'])
  const block = '１,２00\t"500"\t约700\r\n240\t\t90\r\n'
  await page.evaluate((text) => navigator.clipboard.writeText(text), block)
  await input(page, 'CPO').click()
  await page.keyboard.press('Control+v')
  await page.getByText('已粘贴 4 格，1 格没有读出').waitFor()
  const list = page.getByRole('alert', { name: /1 格没有读出/ })
  await list.getByText('约700').waitFor()
  expect(await input(page, 'CPO').inputValue()).toBe('1200')
  expect(await input(page, 'CPO[sex=F]').inputValue()).toBe('500')
  expect(await input(page, 'CPO[sex=M]').inputValue()).toBe('')
  expect(await input(page, 'CPS').inputValue()).toBe('240')
  expect(await input(page, 'CPS[sex=M]').inputValue()).toBe('90')
  await picture(page, 'pasted')
  await saved(page)
  await input(page, 'CPO').click()
  await page.keyboard.press('Control+z')
  await page.getByText('已撤销').waitFor()
  expect(await input(page, 'CPO').inputValue()).toBe('')
  expect(await input(page, 'CPS[sex=M]').inputValue()).toBe('')
  await page.keyboard.press('Control+y')
  expect(await input(page, 'CPS').inputValue()).toBe('240')
  await saved(page)
  expect((await told(li, 'organization', 'CPO')).slice(-1)).toEqual(['1200'])
  // A range goes out as a block again.
  await input(page, 'CPO').click()
  await page.keyboard.press('Shift+ArrowDown')
  await page.keyboard.press('Shift+ArrowRight')
  await page.keyboard.press('Control+c')
  expect(await page.evaluate(() => navigator.clipboard.readText())).toBe('1200\t500\r\n240\t')
  // What was not read is there after a reload, until its cell is written.
  await page.reload()
  await list.getByText('约700').waitFor()
  await list.getByRole('button', { name: /男/ }).click()
  await page.keyboard.type('700')
  await list.waitFor({ state: 'hidden' })
  await saved(page)
  await page.keyboard.press('Control+Home')
  expect(await page.evaluate(() => document.activeElement?.id)).toBe(await page.locator('[data-cell] input').first().getAttribute('id'))
  await page.keyboard.press('Control+End')
  expect(await page.evaluate(() => document.activeElement?.id)).toBe(await page.locator('[data-cell] input').last().getAttribute('id'))
})

test('a figure half typed is not changed by its save, and what was saved can be undone', async () => {
  const { page } = await at('hou', 'housing')
  const cell = page.locator('[data-cell="SEW_N"] input')
  await cell.click()
  await page.keyboard.type('12.')
  await saved(page)
  await page.keyboard.type('5')
  expect(await cell.inputValue()).toBe('12.5')
  await page.keyboard.type('0')
  await state(page, /^已保存 /)
  await page.waitForTimeout(1_500)
  expect(await cell.inputValue()).toBe('12.50')
  await page.keyboard.press('Control+z')
  await page.getByText('已撤销').waitFor()
  expect(await cell.inputValue()).toBe('')
  await saved(page)
})

test('a decimal comma is refused, and the refused figure can be taken back', async () => {
  const { page } = await at('hou', 'housing')
  const cell = page.locator('[data-cell="SEW_N"] input')
  await cell.fill('7.5')
  await saved(page)
  await cell.fill('12,5')
  await page.keyboard.press('Tab')
  await state(page, /^1 格未保存，请改正/)
  await page.getByRole('button', { name: /^恢复已保存的/ }).click()
  await saved(page)
  expect(await cell.inputValue()).toBe('7.5')
})

test('a note keeps its blanks and its place while it is saved', async () => {
  const { page } = await at('hou', 'housing')
  await page.locator('[data-cell] input').first().click()
  const note = page.getByLabel('说明', { exact: true })
  await note.click()
  await page.keyboard.type('two ')
  await saved(page)
  await page.waitForTimeout(500)
  await page.keyboard.type('words')
  expect(await note.inputValue()).toBe('two words')
  await page.keyboard.press('Escape')
  await saved(page)
})

test('fill down, the sum of the parts by one key, and a range cleared', async () => {
  const { page } = await at('zhao', 'organization')
  await type(page, 'CPS[sex=F]', '18')
  await type(page, 'CPS[sex=M]', '24')
  await input(page, 'CPS').click()
  await page.getByText('女+男=42，按 =').waitFor()
  await page.keyboard.press('=')
  await expect.poll(() => input(page, 'CPS').inputValue()).toBe('42')
  await input(page, 'CPO[sex=M]').click()
  await page.keyboard.type('7')
  await page.keyboard.press('Shift+ArrowDown')
  await page.keyboard.press('Control+d')
  await page.getByText('已向下填充 1 格').waitFor()
  expect(await input(page, 'CPS[sex=M]').inputValue()).toBe('7')
  await page.keyboard.press('Delete')
  expect([await input(page, 'CPO[sex=M]').inputValue(), await input(page, 'CPS[sex=M]').inputValue()]).toEqual(['', ''])
  await page.keyboard.press('Control+z')
  expect(await input(page, 'CPS[sex=M]').inputValue()).toBe('7')
  await saved(page)
})

test('what an input method composes is taken when it is finished, and its keys are its own', async () => {
  const { page, context } = await at('hou', 'housing')
  const saves: string[] = []
  page.on('request', (request) => void (request.method() === 'PUT' && saves.push(request.postData() ?? '')))
  const first = page.locator('[data-cell] input').first()
  await first.click()
  const before = await page.evaluate(() => document.activeElement?.id)
  const keys = await context.newCDPSession(page)
  await keys.send('Input.imeSetComposition', { text: 'wei', selectionStart: 3, selectionEnd: 3 })
  await keys.send('Input.imeSetComposition', { text: 'wei tong ji', selectionStart: 11, selectionEnd: 11 })
  await keys.send('Input.dispatchKeyEvent', { type: 'rawKeyDown', key: 'ArrowDown', code: 'ArrowDown', windowsVirtualKeyCode: 229 })
  await page.waitForTimeout(1_500)
  expect(saves, 'nothing is saved of what is half composed').toEqual([])
  expect(await page.evaluate(() => document.activeElement?.id)).toBe(before)
  await keys.send('Input.insertText', { text: '未统计' })
  await saved(page)
  expect(await first.inputValue()).toBe('未统计')
  expect(saves).toHaveLength(1)
  expect(saves[0]).toContain('"missing":"')
  expect(saves[0]).not.toContain('wei')
})

test('on a phone of 360 pixels a small form is filled without scrolling sideways', async () => {
  const { page } = await at('hou', 'housing')
  await page.setViewportSize({ width: 360, height: 740 })
  const last = page.locator('[data-cell] input').last()
  await last.fill('5')
  await saved(page)
  expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(360)
  await picture(page, 'phone')
})

test('the heads of a long form stay in sight', async () => {
  const { page } = await at('kang', 'health')
  await page.setViewportSize({ width: 1280, height: 700 })
  // To the foot of the section with the most rows.
  const seen = await page.evaluate(() => {
    const rows = (section: Element) => section.querySelectorAll('tbody').length
    const longest = [...document.querySelectorAll('.section')].sort((a, b) => rows(b) - rows(a))[0]
    longest?.querySelector('tbody:last-of-type')?.scrollIntoView({ block: 'end' })
    const top = longest?.querySelector('th')?.getBoundingClientRect().top ?? -1
    return { top, bar: document.querySelector('.body > .bar')?.getBoundingClientRect().bottom ?? 0 }
  })
  expect(seen.top).toBeGreaterThanOrEqual(seen.bar - 1)
  expect(seen.top).toBeLessThan(seen.bar + 60)
  await picture(page, 'long')
})

test('over plain HTTP from elsewhere the page says what is missing, and entry works', async () => {
  const elsewhere = await open(['--host-resolver-rules=MAP heng.test 127.0.0.1'])
  const url = server.url.replace('127.0.0.1', 'heng.test')
  const { page } = await person(elsewhere, url)
  await signInto(page.context(), 'hou').catch(() => undefined)
  await page.goto(`/login?next=/plans/${plan}/submissions/${held.submissions.housing}`)
  await page.getByLabel('用户名').fill('hou')
  await page.getByLabel('口令', { exact: true }).fill(own)
  await button(page, '登录').click()
  await page.locator('[data-cell]').first().waitFor()
  expect(await page.evaluate(() => window.isSecureContext)).toBe(false)
  await page.getByText(/不是用 HTTPS 打开的.*断网时不要刷新或关闭页面/).waitFor()
  await page.context().setOffline(true)
  await page.locator('[data-cell] input').last().fill('77')
  await state(page, /^离线，1 格待发送/)
  await page.context().setOffline(false)
  await saved(page)
  await elsewhere.close()
})

test('the server speaks HTTPS by itself', async () => {
  const files = certificate(folder)
  const safe = await start(['--tls-cert', files.certificate, '--tls-key', files.key])
  try {
    expect(safe.url).toMatch(/^https:/)
    const context = await browser.newContext({ baseURL: safe.url, ignoreHTTPSErrors: true, locale: 'zh-CN' })
    const page = await context.newPage()
    await page.goto('/login')
    await page.getByLabel('用户名').fill('admin')
    await page.getByLabel('口令', { exact: true }).fill(safe.password)
    await button(page, '登录').click()
    await page.getByLabel('现口令').waitFor()
    expect(await page.evaluate(() => window.isSecureContext)).toBe(true)
    const [cookie] = await context.cookies()
    expect([cookie?.name, cookie?.secure, cookie?.httpOnly]).toEqual(['heng_session', true, true])
    await context.close()
  } finally {
    expect(await safe.stop()).toBe(0)
  }
})
