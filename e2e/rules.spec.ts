/**
 * Checks on both sides: the reporter sees at the cell what is asked and what is published of the nation; the bureau sees the
 * breaks of the whole round, sorts, filters and exports them, and reads every check on one page. The numbers are made up (演示).
 */
import { readFileSync } from 'node:fs'
import { afterAll, beforeAll, expect, test } from 'vitest'
import type { APIResponse, Browser, Page } from 'playwright-core'
import { faultsAt } from './access'
import { open, person, picture } from './browser'
import { start, type Server } from './server'

const plan = '/plans/kaiping-women-2021'
const own = 'Heng-2026-test'
const headers = { 'x-heng': '1' }

let server: Server
let browser: Browser
let admin: Page
let reporter: Page
let round = 0
let health = 0
const people: { page: Page; faults: string[] }[] = []

async function done<T>(answer: APIResponse): Promise<T> {
  expect(answer.ok(), await answer.text()).toBe(true)
  return (await answer.json()) as T
}

/** A page of somebody who has signed in and chosen a password. */
async function signedIn(name: string, shown: string): Promise<Page> {
  const made = await person(browser, server.url)
  people.push(made)
  await done(await made.page.request.post('/api/session', { headers, data: { name, password: shown } }))
  await done(await made.page.request.put('/api/session/password', { headers, data: { current: shown, new: own } }))
  return made.page
}

const post = async <T>(page: Page, path: string, data: object) => done<T>(await page.request.post(path, { headers, data }))

async function joined(name: string, unit: string): Promise<Page> {
  const joining = { name, display_name: `演示${name}`, role: 'reporter', unit }
  return signedIn(name, (await post<{ password: string }>(admin, '/api/users', joining)).password)
}

beforeAll(async () => {
  server = await start()
  browser = await open()
  admin = await signedIn('admin', server.password)
  for (const unit of ['health', 'water']) await post(admin, `/api${plan}/units/${unit}/confirmation`, { reason: '演示' })
  const asked = { period: '2025', title: '2025年年报', due: '2099-12-31', units: ['health', 'water'] }
  round = (await post<{ id: number }>(admin, `/api${plan}/rounds`, asked)).id
  const held = await done<{ submissions: { id: number; unit: string }[] }>(await admin.request.get(`/api/rounds/${round}`))
  health = held.submissions.find((row) => row.unit === 'health')?.id ?? 0
  reporter = await joined('health.r', 'health')
})

afterAll(async () => {
  expect(people.flatMap((one) => one.faults)).toEqual([])
  await browser?.close()
  if (server) await server.stop()
})

const cell = (page: Page, item: string, label = '合计') => page.getByRole('textbox', { name: `${item} ${label}`, exact: true })

test('the reporter sees what is asked at the cell, and the nation beside it', async () => {
  await reporter.goto(`${plan}/submissions/${health}`)
  await cell(reporter, '活产数').fill('4000')
  await cell(reporter, '孕产妇系统管理人数').fill('2400')
  await cell(reporter, '产后访视产妇人数').fill('4100')
  await reporter.getByText(/^已保存/).first().waitFor()
  await cell(reporter, '孕产妇系统管理人数').focus()
  const published = reporter.getByRole('region', { name: '公开数对照' })
  await published.getByText('94.9').waitFor()
  await published.getByText('60.0').waitFor()
  const findings = reporter.getByRole('region', { name: '审核结果' })
  await findings.getByText(/全国公布数为 94.9/).waitFor()
  await findings.getByText(/“产妇产后访视率”将超过 100%/).waitFor()
  await picture(reporter, 'references')
  await cell(reporter, '常住人口').focus()
  expect(await published.count(), 'nothing published, no place').toBe(0)
})

test('the unit sees its own findings and goes from one to its cell', async () => {
  await reporter.getByRole('link', { name: '与其他单位的数对照' }).click()
  await reporter.getByRole('heading', { name: '审核结果', level: 1 }).waitFor()
  const row = reporter.getByRole('row').filter({ hasText: '部分不大于总体' })
  await row.getByText('填报员').waitFor()
  expect(await reporter.getByRole('combobox', { name: '责任单位' }).count(), 'one unit needs no choice').toBe(0)
  await row.getByRole('link', { name: '产后访视产妇人数 合计' }).click()
  await expect.poll(() => cell(reporter, '产后访视产妇人数').evaluate((input) => input === document.activeElement)).toBe(true)
})

test('the bureau sees the breaks of the round, filters, sorts and exports them', async () => {
  await admin.goto(`${plan}/rounds/${round}`)
  await admin.getByRole('button', { name: '审核结果' }).click()
  await admin.getByRole('row').filter({ hasText: '孕产妇系统管理率' }).first().waitFor()
  await picture(admin, 'findings')
  await admin.getByRole('textbox', { name: '查找单位、数据项、内容' }).fill('访视')
  await expect.poll(() => admin.getByRole('row').filter({ hasText: '孕产妇系统管理率' }).count()).toBe(0)
  await admin.getByRole('columnheader', { name: '性质' }).getByRole('button').click()
  expect(await admin.getByRole('columnheader', { name: '性质' }).getAttribute('aria-sort')).toBe('ascending')
  const [file] = await Promise.all([admin.waitForEvent('download'), admin.getByRole('button', { name: '导出 CSV' }).click()])
  const text = readFileSync(await file.path(), 'utf8')
  expect(text.split('\r\n')[0]).toContain('由谁处理')
  expect(text).toContain('part_of_whole')
  expect(text).not.toContain('ref_maternal_care')
})

test('a finding leads to its check; every check can be found by words, form and severity', async () => {
  await admin.getByRole('link', { name: '部分不大于总体' }).first().click()
  await admin.getByRole('heading', { name: '审核规则', level: 1 }).waitFor()
  await admin.getByText('共 1 条').waitFor()
  await admin.getByRole('textbox', { name: '查找代码、名称、内容' }).fill('')
  await admin.getByRole('combobox', { name: '适用报表' }).click()
  await admin.getByRole('option', { name: /水利/ }).first().click()
  await admin.getByRole('row').filter({ hasText: 'rural_water_in_pop' }).waitFor()
  await expect.poll(() => admin.getByRole('row').filter({ hasText: 'vcd_in_vc' }).count()).toBe(0)
  await picture(admin, 'checks')
})

test('a note whose finding is gone says so and can be removed', async () => {
  await reporter.goto(`${plan}/submissions/${health}`)
  const managed = cell(reporter, '孕产妇系统管理人数')
  await managed.focus()
  await reporter.keyboard.press('Alt+Enter')
  await reporter.keyboard.type('外地分娩较多')
  await managed.focus()
  await reporter.getByText('已说明').first().waitFor()
  await managed.fill('3790')
  await reporter.keyboard.press('Tab')
  await reporter.getByText('该说明已无对应的审核问题').waitFor()
  await reporter.getByRole('button', { name: /^删除说明/ }).click()
  await reporter.getByText('该说明已无对应的审核问题').waitFor({ state: 'hidden' })
  await managed.focus()
  expect(await reporter.locator('#panel-note').inputValue()).toBe('')
})

test('the pages have no grave fault of accessibility', { timeout: 120_000 }, async () => {
  expect(await faultsAt(admin, [`${plan}/checks`, `${plan}/rounds/${round}/findings`])).toEqual([])
  expect(await faultsAt(reporter, [`${plan}/rounds/${round}/findings`])).toEqual([])
})
