/**
 * A form as a workbook: a reporter takes the template along, fills it in, sees what it would change and what is wrong, and
 * confirms; the bureau brings in figures of units from one file. The numbers are made up (演示).
 */
import { execFileSync } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import type { APIResponse, Browser, Download, Locator, Page } from 'playwright-core'
import { faultsOf } from './access'
import { open, person, picture } from './browser'
import { root, start, type Server } from './server'

const plan = 'kaiping-women-2021'
const unit = 'water'
const own = 'Heng-2026-test'
const headers = { 'X-Heng': '1' }

let server: Server
let browser: Browser
let admin: Page
let reporter: Page
let round = 0
let submission = 0
const folder = mkdtempSync(join(tmpdir(), 'heng-excel-'))
const faults: string[] = []

const button = (page: Page | Locator, name: string | RegExp) => page.getByRole('button', { name, exact: typeof name === 'string' })
const dialog = (page: Page) => page.getByRole('dialog').last()

async function done<T>(answer: Promise<APIResponse>): Promise<T> {
  const got = await answer
  expect(got.ok(), await got.text()).toBe(true)
  return (await got.json().catch(() => null)) as T
}

const ask = <T>(page: Page, method: 'GET' | 'POST' | 'PUT', path: string, data?: object) => done<T>(page.request.fetch(`/api/${path}`, { method, headers, data }))

async function someone(name: string, password: string): Promise<Page> {
  const made = await person(browser, server.url)
  made.page.on('close', () => faults.push(...made.faults))
  await ask(made.page, 'POST', 'session', { name, password })
  await ask(made.page, 'PUT', 'session/password', { current: password, new: own })
  return made.page
}

beforeAll(async () => {
  server = await start()
  browser = await open()
  admin = await someone('admin', server.password)
  await ask(admin, 'POST', `plans/${plan}/units/${unit}/confirmation`, { reason: '演示' })
  round = (await ask<{ id: number }>(admin, 'POST', `plans/${plan}/rounds`, { period: '2025', title: '2025年年报', due: '2099-12-31', units: [unit] })).id
  const joining = { name: 'yan.shi', display_name: '演示填报员', role: 'reporter', unit }
  reporter = await someone('yan.shi', (await ask<{ password: string }>(admin, 'POST', 'users', joining)).password)
  submission = (await ask<{ submissions: { id: number }[] }>(admin, 'GET', `rounds/${round}`)).submissions[0]?.id ?? 0
})

afterAll(async () => {
  await browser?.close()
  rmSync(folder, { recursive: true, force: true })
  if (server) expect(await server.stop()).toBe(0)
  expect(faults).toEqual([])
})

async function downloaded(page: Page, act: () => Promise<void>): Promise<Download> {
  const [file] = await Promise.all([page.waitForEvent('download'), act()])
  return file
}

/** The template with contents in it, under another name. */
function filled(from: string, to: string, ...contents: string[]): string {
  execFileSync('python3', [join(root, 'e2e/fill.py'), join(folder, from), join(folder, to), ...contents])
  return join(folder, to)
}

const choose = (page: Page, path: string) => page.locator('input[type=file]').last().setInputFiles(path)

test('a reporter takes the template along, fills it in and confirms what it changes', async () => {
  await reporter.goto(`/plans/${plan}/submissions/${submission}`)
  const file = await downloaded(reporter, () => button(reporter, '下载模板').click())
  expect(file.suggestedFilename()).toMatch(/2025-填报模板\.xlsx$/)
  await file.saveAs(join(folder, 'template.xlsx'))
  await button(reporter, '上传填好的表').click()
  await choose(reporter, filled('template.xlsx', 'filled.xlsx', 'NVIL_N=1200', 'RPOP=400000'))
  await dialog(reporter).getByText('改动 2 格').waitFor()
  expect(await dialog(reporter).getByText('本系统不得存储、处理国家秘密').count()).toBe(1)
  expect(await faultsOf(reporter)).toEqual([])
  await picture(reporter, 'template-compare', 'guide/pictures')
  expect((await ask<{ entries: unknown[] }>(reporter, 'GET', `submissions/${submission}`)).entries, 'nothing is saved before').toEqual([])
  await button(dialog(reporter), '确认保存 2 格').click()
  await dialog(reporter).getByText('已保存 2 格').waitFor()
  await button(dialog(reporter), '关闭').first().click()
  await expect.poll(() => reporter.locator('#cell-NVIL_N').inputValue()).toBe('1200')
})

test('faults are listed with their places, nothing can be saved, and the marked copy shows them', async () => {
  await button(reporter, '上传填好的表').click()
  await choose(reporter, filled('template.xlsx', 'wrong.xlsx', 'NVIL_N=1.200,5', 'RPOP=四十万', 'TAP_POP=３９８０００'))
  const box = dialog(reporter)
  await box.getByText('是不是 1200.5').waitFor()
  await box.getByText('“四十万”不是数').waitFor()
  await box.getByText('按 398000 理解').waitFor()
  expect(await box.getByRole('row').filter({ hasText: '须改正' }).count()).toBe(2)
  expect(await button(box, /^确认保存/).count()).toBe(0)
  await picture(reporter, 'template-faults', 'guide/pictures')
  const marked = await downloaded(reporter, () => button(box, '下载标注问题的副本').click())
  await marked.saveAs(join(folder, 'marked.xlsx'))
  await choose(reporter, filled('marked.xlsx', 'right.xlsx', 'NVIL_N=1201', 'RPOP=400000', 'TAP_POP=398000'))
  await box.getByText('改动 2 格').waitFor()
  await button(box, '取消').click()
})

test('the bureau brings in figures from one file, with a reason', async () => {
  await admin.goto(`/plans/${plan}/rounds/${round}`)
  await admin.getByRole('button', { name: '批量导入' }).click()
  const sample = await downloaded(admin, () => button(admin, '下载空样表').click())
  expect(sample.suggestedFilename()).toBe(`批量导入-${round}.xlsx`)
  const csv = (rows: string) => ({ name: 'all.csv', mimeType: 'text/csv', buffer: Buffer.from(`unit,period,item,breakdown,value,reason,note\n${rows}`) })
  await admin.locator('input[type=file]').setInputFiles(csv('water,2025,NVIL_SUP,,一千多,,\nnobody,2025,RPOP,,1,,\n'))
  await admin.getByText('有错的地方须先改正').waitFor()
  expect(await admin.getByRole('row').filter({ hasText: '须改正' }).count()).toBe(2)
  await admin.locator('input[type=file]').setInputFiles(csv('water,2025,NVIL_SUP,,1180,,\nwater,2025,TAP_POP,,398000,,\n'))
  await button(admin, '写入 1 个单位的 2 格').waitFor()
  expect(await faultsOf(admin)).toEqual([])
  await picture(admin, 'bulk', 'guide/pictures')
  await button(admin, '写入 1 个单位的 2 格').click()
  await dialog(admin).getByLabel('理由（必填）').fill('单位报来的汇总表')
  await button(dialog(admin), '写入 1 个单位的 2 格').click()
  await admin.getByText('已写入 1 个单位的 2 格').waitFor()
  await reporter.reload()
  await expect.poll(() => reporter.locator('#cell-NVIL_SUP').inputValue()).toBe('1180')
})

test('without a workbook of the upper level the page says what to do', async () => {
  await admin.goto(`/plans/${plan}/reports`)
  await admin.getByRole('link', { name: '上级报表' }).click()
  await admin.getByText('规划包里没有上级报表').waitFor()
  expect(readFileSync(join(root, 'docs/package-format.md'), 'utf8')).toContain('upper_cells.csv')
})
