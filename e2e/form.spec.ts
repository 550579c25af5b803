/**
 * The form as one works in it day by day: the way from cell to cell, last year's figure and what a cell means, saving while
 * one types, the printed page; rounds over several plans; the upper level's workbook. The numbers are made up (演示).
 */
import { execFileSync } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import type { Browser, Page } from 'playwright-core'
import { faultsOf } from './access'
import { open, picture } from './browser'
import { input } from './cells'
import { ask, faultsOfAll, made, opened, plan, signedIn, unit } from './office'
import { root, start, type Server } from './server'

let server: Server
let browser: Browser
let admin: Page
let reporter: Page
let reviewer: Page
/** Submissions of this year: of the water office, of the organization office, of the health office. */
const forms = { water: 0, organization: 0, health: 0 }
const folder = mkdtempSync(join(tmpdir(), 'heng-form-'))
const none = { evaluation: false, signature: 'none' } as const

const button = (page: Page, name: string | RegExp) => page.getByRole('button', { name, exact: typeof name === 'string' })

beforeAll(async () => {
  server = await start()
  browser = await open()
  admin = await signedIn(browser, server, 'admin', server.password)
  for (const one of Object.keys(forms)) await ask(admin, 'POST', `/api${plan}/units/${one}/confirmation`, { reason: '与联络员核对无误' })
  reporter = await made(browser, server, admin, 'tianbao', '演示填报员', 'reporter', 'water')
  reviewer = await made(browser, server, admin, 'shenhe', '演示审核员', 'reviewer', 'water')
  await reported(await opened(admin, '2024年年报', '2024', none))
  const round = (await ask(admin, 'POST', `/api${plan}/rounds`, { period: '2025', title: '2025年年报', due: '2099-12-31', units: Object.keys(forms) })) as { id: number }
  const { submissions } = (await ask(admin, 'GET', `/api/rounds/${round.id}`)) as { submissions: { id: number; unit: keyof typeof forms }[] }
  for (const row of submissions) forms[row.unit] = row.id
}, 240_000)

afterAll(async () => {
  await browser?.close()
  rmSync(folder, { recursive: true, force: true })
  if (server) expect(await server.stop()).toBe(0)
  expect(faultsOfAll()).toEqual([])
})

/** Last year's form, from the first cell to its acceptance. */
async function reported(id: number) {
  const figures = [['NVIL_N', '1200'], ['NVIL_SUP', '1180'], ['RPOP', '400000'], ['TAP_POP', '398000']]
  const entries = figures.map(([cell, value]) => ({ cell, value, missing: null, note: null, seen: 0 }))
  await ask(reporter, 'PUT', `/api/submissions/${id}/entries`, { entries })
  for (const [who, action] of [[reporter, 'submit'], [reviewer, 'review'], [admin, 'accept']] as const) {
    const { submission } = (await ask(who, 'GET', `/api/submissions/${id}`)) as { submission: { version: number } }
    await ask(who, 'POST', `/api/submissions/${id}/actions`, { action, reason: null, seen: submission.version })
  }
}

async function openForm(page: Page, of: keyof typeof forms) {
  await page.goto(`${plan}/submissions/${forms[of]}`)
  await page.locator('[data-cell]').first().waitFor()
}

const at = (page: Page) => page.evaluate(() => document.activeElement?.closest('[data-cell]')?.getAttribute('data-cell'))

test('arrows, Enter and Tab lead from cell to cell', async () => {
  const page = await made(browser, server, admin, 'zuzhi', '演示组织部', 'reporter', 'organization')
  await openForm(page, 'organization')
  const cells = await page.locator('[data-cell]').evaluateAll((all) => all.map((one) => one.getAttribute('data-cell') ?? ''))
  const totals = cells.filter((cell) => !cell.includes('['))
  const [first, second, third] = totals as [string, string, string]
  const after = (cell: string) => cells[cells.indexOf(cell) + 1]
  await input(page, first).click()
  const way: [string, string | undefined][] = [
    ['ArrowRight', after(first)], ['ArrowLeft', first], ['ArrowDown', second], ['ArrowDown', third], ['ArrowUp', second],
    ['Enter', third], ['Shift+Enter', second], ['Shift+Enter', first], ['ArrowUp', first], ['Tab', after(first)], ['Shift+Tab', first],
  ]
  for (const [key, cell] of way) {
    await page.keyboard.press(key)
    expect(await at(page), key).toBe(cell)
  }
  // Within a figure the arrows move among its digits first.
  await page.keyboard.type('120')
  await page.keyboard.press('ArrowLeft')
  expect(await at(page)).toBe(first)
  await page.keyboard.press('Enter')
  expect([await at(page), await input(page, first).inputValue()]).toEqual([second, '120'])
  expect(cells[cells.length - 1]).not.toBe(first)
  await input(page, cells[cells.length - 1] ?? '').click()
  await page.keyboard.press('ArrowRight')
  expect(await at(page), 'the form ends here').toBe(cells[cells.length - 1])
})

test('last year’s figure and the change stand beside the cell; the panel says what it means and who changed it', async () => {
  await openForm(reporter, 'water')
  const cell = reporter.locator('[data-cell="NVIL_N"]')
  expect(await cell.locator('.previous').innerText()).toBe('1200')
  await input(reporter, 'NVIL_N').fill('1260')
  expect(await cell.locator('.change').innerText()).toBe('+5.0%')
  const panel = reporter.getByRole('region', { name: '当前单元格' })
  expect(await panel.locator('dt').allInnerTexts()).toEqual(expect.arrayContaining(['指标解释', '上年同期']))
  await panel.getByText('2024年：1200（+5.0%）').waitFor()
  expect(await panel.locator('dd').first().innerText()).toBe('尚无解释')
  await reporter.getByText(/^已保存/).first().waitFor()
  await input(reporter, 'NVIL_N').fill('1250')
  await reporter.keyboard.press('Tab')
  await reporter.getByText(/^已保存/).first().waitFor()
  await input(reporter, 'NVIL_N').click()
  await button(reporter, /改动记录/).click()
  await expect.poll(() => panel.locator('.history li .value').allInnerTexts()).toEqual(['1250', '1260'])
  expect(await panel.locator('.history li').first().innerText()).toContain('演示填报员')
  await panel.getByText('本系统不得存储、处理国家秘密。').waitFor()
  await picture(reporter, 'cell-panel')
  expect(await faultsOf(reporter)).toEqual([])
})

test('what is typed without a pause is saved within two seconds', async () => {
  await openForm(reporter, 'water')
  await input(reporter, 'NVIL_N').click()
  await reporter.getByLabel('说明', { exact: true }).click()
  const saves: number[] = []
  const note = (request: { method: () => string }) => void (request.method() === 'PUT' && saves.push(Date.now()))
  reporter.on('request', note)
  const begun = Date.now()
  await reporter.keyboard.type('所辖村数有变动，见民政部门今年的行政区划调整文件，共增加了五十个自然村', { delay: 120 })
  const ended = Date.now()
  reporter.off('request', note)
  expect(ended - begun).toBeGreaterThan(3_500)
  expect((saves[0] ?? Infinity) - begun).toBeLessThan(2_000)
  await reporter.getByText(/^已保存/).first().waitFor()
  expect(await reporter.getByLabel('说明', { exact: true }).inputValue()).toMatch(/五十个自然村$/)
})

/** The text of each printed page. */
async function printed(page: Page, name: string): Promise<string[]> {
  const file = join(folder, `${name}.pdf`)
  await page.pdf({ path: file, preferCSSPageSize: true })
  return execFileSync('pdftotext', ['-layout', file, '-'], { encoding: 'utf8' }).split('\f').slice(0, -1)
}

test('every printed page of a form carries its number and the code of its figures', async () => {
  await openForm(admin, 'health')
  const { code } = (await ask(admin, 'GET', `/api/submissions/${forms.health}/sheet`)) as { code: string }
  // The code comes with an answer of its own.
  await admin.waitForFunction((code) => document.documentElement.outerHTML.includes(code), code)
  const pages = await printed(admin, 'health')
  expect(pages.length).toBeGreaterThan(1)
  for (const [number, text] of pages.entries()) expect(text.replace(/\s+/g, ' '), `page ${number + 1}`).toContain(`报送第 ${forms.health} 号 校验码 ${code}`)
  await openForm(reporter, 'water')
  await reporter.context().setOffline(true)
  await input(reporter, 'RPOP').fill('401000')
  await reporter.getByText(/^离线，1 格待发送/).first().waitFor()
  await reporter.emulateMedia({ media: 'print' })
  await reporter.getByText(`报送第 ${forms.water} 号　还有 1 格没有保存，没有校验码，不能用来签字`).waitFor()
  await reporter.emulateMedia({ media: 'screen' })
  await reporter.context().setOffline(false)
  await reporter.getByText(/^已保存/).first().waitFor()
})

/** The shipped package as packed.py changes it, taken in by the office. */
async function taken(change: 'second' | 'upper') {
  const file = join(folder, `${change}.zip`)
  execFileSync('python3', [join(root, 'e2e/packed.py'), change, file])
  const headers = { 'X-Heng': '1', 'Content-Type': 'application/zip' }
  const answer = await admin.request.post(`/api/packages?reason=${encodeURIComponent('演示')}`, { headers, data: readFileSync(file), timeout: 120_000 })
  expect(answer.ok(), await answer.text()).toBe(true)
}

test('one round asks for two plans: what both want is asked for once, and stands among the tasks of either', { timeout: 180_000 }, async () => {
  await taken('second')
  await admin.goto(`${plan}/rounds/new`)
  await admin.getByLabel('填报期', { exact: true }).fill('2023')
  await admin.getByText('其他规划、部分报表').click()
  await admin.getByRole('checkbox', { name: '演示的第二个规划' }).check()
  await admin.getByText(/将发给 \d+ 个单位/).waitFor()
  await admin.getByRole('combobox', { name: '报表' }).click()
  await admin.getByRole('option', { name: /（演示的第二个规划）/ }).first().waitFor()
  await picture(admin, 'round-plans')
  await admin.keyboard.press('Escape')
  await admin.waitForLoadState('networkidle')
  await admin.getByRole('option', { name: /（演示的第二个规划）/ }).first().waitFor({ state: 'hidden' })
  await admin.getByRole('checkbox', { name: '选中全部已确认的单位' }).uncheck({ force: true })
  await admin.getByRole('checkbox', { name: `选择 ${unit}` }).check({ force: true })
  await admin.getByText('将发给 1 个单位，共 4 个单元格').waitFor()
  await admin.getByLabel('截止日期', { exact: true }).fill('2099-12-31')
  await admin.getByLabel('截止日期', { exact: true }).press('Tab')
  await button(admin, '开启批次').click()
  await admin.waitForURL(/\/rounds\/\d+$/)
  await admin.getByText('演示的第二个规划').first().waitFor()
  expect(await faultsOf(admin)).toEqual([])
  for (const one of [plan, '/plans/second']) {
    await reporter.goto(`${one}/tasks`)
    await reporter.getByText(/^2023年/).first().waitFor()
  }
})

test('the upper level’s workbook is shown cell by cell, and taken along filled', { timeout: 180_000 }, async () => {
  await taken('upper')
  await admin.goto(`${plan}/uppers`)
  await admin.getByRole('heading', { name: '上级报表', level: 1 }).waitFor()
  await admin.getByRole('main').getByLabel(/^年份/).selectOption('2024')
  const row = (place: string) => admin.getByRole('row').filter({ hasText: place })
  for (const [place, state] of [['B2', '填入'], ['B3', '与原数不同'], ['B4', '没有数'], ['B5', '不能填']] as const) await row(place).getByText(state).waitFor()
  await row('B2').getByText('1200').waitFor()
  await row('B3').getByText('999').waitFor()
  await picture(admin, 'upper')
  expect(await faultsOf(admin)).toEqual([])
  const [file] = await Promise.all([admin.waitForEvent('download'), button(admin, '填好并下载').click()])
  expect(file.suggestedFilename()).toBe('上级汇总表-2024.xlsx')
  const sheet = execFileSync('python3', ['-c', 'import sys, zipfile; print(zipfile.ZipFile(sys.argv[1]).read(sys.argv[2]).decode())', await file.path(), 'xl/worksheets/sheet1.xml'], { encoding: 'utf8' })
  expect(sheet).toMatch(/r="B2"[^>]*>(<[^>]*>)*1200</)
  expect(sheet).toMatch(/r="B3"[^>]*>(<[^>]*>)*400000</)
  expect(sheet).toContain('<f>B2+B3</f>')
})
