/**
 * Rounds from both sides: by a scheme with its days, over past years, paused and resumed, late with leave; the progress
 * that the bureau sees. The numbers typed here are made up (演示), and so is the table of holidays of the year to come.
 */
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import type { Browser, Locator, Page } from 'playwright-core'
import { faultsOf } from './access'
import { open, person, picture } from './browser'
import { start, type Server } from './server'

const plan = '/plans/kaiping-women-2021'
const unit = '市水利局'
const own = 'Heng-2026-test'
const year = new Date().getFullYear()

let server: Server
let browser: Browser
let admin: Page
let reporter: Page
let reviewer: Page
const people: { page: Page; faults: string[] }[] = []
const passwords: Record<string, string> = {}

async function someone(): Promise<Page> {
  const made = await person(browser, server.url)
  people.push(made)
  return made.page
}

beforeAll(async () => {
  server = await start([], (_, data) => {
    // So that days beyond this year can be counted, whenever the test runs.
    mkdirSync(join(data, 'calendar'), { recursive: true })
    for (const next of [year, year + 1]) writeFileSync(join(data, 'calendar', `${next}.csv`), `day,kind,name\n${next}-01-01,holiday,元旦\n`)
  })
  browser = await open()
})

afterAll(async () => {
  await browser?.close()
  expect(people.flatMap((one) => one.faults), 'faults that the browser reports').toEqual([])
  if (server) expect(await server.stop()).toBe(0)
})

const button = (page: Page | Locator, name: string) => page.getByRole('button', { name, exact: true })
const dialog = (page: Page) => page.getByRole('dialog').last()

async function signIn(page: Page, name: string, password: string) {
  await page.goto('/login')
  await page.getByLabel('用户名').fill(name)
  await page.getByLabel('口令', { exact: true }).fill(password)
  await page.getByRole('button', { name: '登录' }).click()
  await page.getByLabel('现口令').fill(password)
  await page.getByLabel('新口令', { exact: true }).fill(own)
  await page.getByLabel('再输一次新口令').fill(own)
  await page.getByRole('button', { name: '保存新口令' }).click()
  await page.waitForURL((url) => !url.pathname.startsWith('/password'))
}

async function giveReason(page: Page, reason: string, act: string) {
  await dialog(page).getByLabel('理由（必填）').fill(reason)
  await button(dialog(page), act).click()
  await page.getByRole('dialog').last().waitFor({ state: 'hidden' })
}

const day = (page: Page | Locator, label: string) => page.getByLabel(label, { exact: true })

async function setDay(page: Page | Locator, label: string, text: string) {
  await day(page, label).fill(text)
  await day(page, label).press('Tab')
}

const pad = (part: number) => String(part).padStart(2, '0')
/** A day so many days from now, or the next after it that is worked by the tables of this test. */
function inDays(days: number): string {
  const date = new Date(Date.now() + days * 86_400_000)
  const off = () => date.getDay() % 6 === 0 || (date.getMonth() === 0 && date.getDate() === 1)
  while (off()) date.setDate(date.getDate() + 1)
  return `${date.getFullYear()}-${pad(date.getMonth() + 1)}-${pad(date.getDate())}`
}

/** All who can be asked are chosen at first, the towns that the package has confirmed too. */
async function only(page: Page) {
  await page.getByText(/将发给 \d+ 个单位/).waitFor()
  await page.getByRole('checkbox', { name: '选中全部已确认的单位' }).uncheck({ force: true })
  await page.getByRole('checkbox', { name: `选择 ${unit}` }).check({ force: true })
}

test('the office makes ready: a unit confirmed, its people', async () => {
  admin = await someone()
  await signIn(admin, 'admin', server.password)
  await admin.goto(`${plan}/units`)
  await button(admin, `确认${unit}`).click()
  await giveReason(admin, '与单位联络员核对无误', '确认')
  await admin.goto('/users')
  for (const [name, display, role] of [['zz-shuili', '演示填报员', '填报员'], ['zz-shuishen', '演示审核员', '审核员']] as const) {
    await button(admin, '新建用户').click()
    await dialog(admin).getByLabel('用户名').fill(name)
    await dialog(admin).getByLabel('姓名', { exact: true }).fill(display)
    await dialog(admin).getByRole('radio', { name: role }).check({ force: true })
    await dialog(admin).getByRole('combobox', { name: '责任单位' }).click()
    await admin.getByRole('option', { name: unit }).click()
    await button(dialog(admin), '新建').click()
    passwords[name] = await dialog(admin).getByRole('code').innerText()
    await button(dialog(admin), '已记下，关闭').click()
    await admin.getByRole('row').filter({ hasText: display }).getByText(unit).waitFor()
  }
})

test('a scheme sets the days; who gets what is seen before the round is opened', async () => {
  await admin.goto(`${plan}/rounds/new`)
  await admin.getByRole('radio', { name: '年度监测填报（拟定）' }).waitFor()
  expect(await admin.getByRole('radio', { name: '年度监测填报（拟定）' }).isChecked()).toBe(true)
  expect(await day(admin, '填报期').inputValue()).toBe(String(year - 1))
  await expect.poll(() => day(admin, '截止日期').inputValue()).toMatch(/^\d{4}-\d\d-\d\d$/)
  const due = await day(admin, '截止日期').inputValue()
  expect(due > inDays(60), 'fifty working days are more than sixty days').toBe(true)
  const closes = await day(admin, '关闭日期').inputValue()
  expect(closes > due).toBe(true)
  const row = admin.getByRole('row').filter({ hasText: unit })
  await row.getByText('可以填报').waitFor()
  expect(await row.getByRole('checkbox').isChecked(), 'whoever can be asked is chosen').toBe(true)
  await only(admin)
  await admin.getByText('将发给 1 个单位，共 4 个单元格').waitFor()
  expect(await admin.getByRole('row').filter({ hasText: '市卫生健康局' }).getByRole('checkbox').isDisabled()).toBe(true)
  await day(admin, '截止日期').click()
  await admin.locator('.el-date-table:visible').waitFor()
  await admin.locator('.el-date-table:visible .mark.off').first().waitFor()
  expect(await admin.locator('.el-picker-panel:visible').innerText()).toContain('日')
  await picture(admin, 'round-calendar')
  await admin.keyboard.press('Escape')
  await picture(admin, 'round-open')
  expect(await faultsOf(admin)).toEqual([])
  await setDay(admin, '开始日期', inDays(30))
  await expect.poll(() => day(admin, '截止日期').inputValue(), { message: 'the others follow' }).not.toBe(due)
  await button(admin, '开启批次').click()
  await admin.getByText('待开始').first().waitFor()
})

test('before its first day the unit sees the round and cannot enter; the bureau lets it begin', async () => {
  reporter = await someone()
  await signIn(reporter, 'zz-shuili', passwords['zz-shuili'] ?? '')
  await reporter.goto(`${plan}/tasks`)
  await reporter.getByText('待开始').first().waitFor()
  await reporter.getByRole('link', { name: unit }).click()
  await reporter.getByText('开始填报').first().waitFor()
  expect(await reporter.getByRole('textbox', { name: /^自然村数/ }).first().getAttribute('readonly')).not.toBeNull()
  await button(admin, '改日期').click()
  for (const label of ['开始日期', '催报日期']) {
    await day(dialog(admin), label).clear()
    await day(dialog(admin), label).press('Tab')
  }
  await setDay(dialog(admin), '截止日期', inDays(1))
  await setDay(dialog(admin), '迟报期止', inDays(5))
  await dialog(admin).getByLabel('理由（必填）').fill('提前开始')
  await button(dialog(admin), '改日期').click()
  await admin.getByText(`日期已改，截止日期 ${inDays(1)}`).waitFor()
  await admin.getByText('填报中').first().waitFor()
})

test('while the round is paused nothing can be entered, and the unit is told why', async () => {
  await button(admin, '暂停').click()
  await giveReason(admin, '口径待省里答复', '暂停')
  await admin.getByText('已暂停，理由：口径待省里答复').waitFor()
  await reporter.reload()
  await reporter.getByText('这个填报批次已暂停：口径待省里答复').waitFor()
  await picture(reporter, 'round-paused')
  await button(admin, '恢复').click()
  await giveReason(admin, '已答复', '恢复')
  await admin.getByText('批次已恢复').waitFor()
  await reporter.reload()
  await reporter.getByText(/^已保存|填报|只读/).first().waitFor()
  await reporter.getByText('这个填报批次已暂停').waitFor({ state: 'hidden' })
})

test('leave to be late is given to a unit and shown to it', async () => {
  await button(admin, `准许${unit}迟报`).click()
  await setDay(dialog(admin), '准许到', inDays(10))
  await giveReason(admin, '经办人更换', '准许迟报')
  await admin.getByText(`已准许${unit}迟报到 ${inDays(10)}`).waitFor()
  await admin.getByText(`准许迟报至 ${inDays(10)}`).waitFor()
})

async function step(page: Page, act: string, then: RegExp) {
  await button(page, act).click()
  await button(dialog(page), act).click()
  await page.getByText(then).first().waitFor()
}

test('the unit fills in and is sent back once; the progress counts it', async () => {
  await reporter.reload()
  const boxes = reporter.locator('.sheet input[type=text]')
  await boxes.first().waitFor()
  for (const [at, value] of ['1180', '1200', '398000', '400000'].entries()) await boxes.nth(at).fill(value)
  await boxes.nth(3).press('Tab')
  await reporter.getByText(/^已保存/).first().waitFor()
  await step(reporter, '提交', /等待本单位审核员审核/)
  reviewer = await someone()
  await signIn(reviewer, 'zz-shuishen', passwords['zz-shuishen'] ?? '')
  await reviewer.goto(`${plan}/tasks`)
  await reviewer.getByRole('link', { name: unit }).click()
  await button(reviewer, '退回').click()
  await dialog(reviewer).getByLabel('退回理由（必填）').fill('请核对自然村数')
  await button(dialog(reviewer), '退回').click()
  await reviewer.getByRole('dialog').last().waitFor({ state: 'hidden' })
  await reviewer.getByText('退回').first().waitFor()
  await admin.reload()
  const row = admin.getByRole('row').filter({ hasText: unit })
  await row.getByText('按时').waitFor()
  await row.getByRole('cell', { name: '1', exact: true }).first().waitFor()
  await admin.getByText('共 1 个单位，已提交 1 个（按时 1，迟报 0），逾期未报 0 个；退回 1 次，空单元格 0 个。').waitFor()
  await picture(admin, 'round')
  await button(admin, '按领域').click()
  await admin.getByRole('columnheader', { name: '领域' }).waitFor()
  const file = await Promise.all([admin.waitForEvent('download'), admin.getByRole('link', { name: '导出 CSV' }).click()])
  expect(readFileSync(await file[0].path(), 'utf8')).toContain('领域 domain')
  await picture(admin, 'round-domains')
  expect(await faultsOf(admin)).toEqual([])
  await admin.setViewportSize({ width: 390, height: 844 })
  await button(admin, '按单位').click()
  await picture(admin, 'round-narrow')
  await admin.setViewportSize({ width: 1280, height: 900 })
})

test('past years are asked for in one grid and become figures of their own years', async () => {
  await button(admin, '关闭批次').click()
  await giveReason(admin, '改为补录', '关闭批次')
  await admin.getByText('批次已关闭').waitFor()
  await admin.goto(`${plan}/rounds/new`)
  await admin.getByRole('radio', { name: '历史数据补录（拟定）' }).check({ force: true })
  await expect.poll(() => day(admin, '起始年份').inputValue()).toBe('2020')
  await day(admin, '起始年份').fill(String(year - 3))
  // At once, also on a day that is not worked.
  await day(admin, '开始日期').clear()
  await day(admin, '开始日期').press('Tab')
  await only(admin)
  await admin.getByText('将发给 1 个单位，共 12 个单元格').waitFor()
  await picture(admin, 'round-open-history')
  await button(admin, '开启批次').click()
  await admin.getByText('补录', { exact: true }).first().waitFor()
  await reporter.goto(`${plan}/tasks`)
  await reporter.getByText('补录', { exact: true }).first().waitFor()
  await reporter.getByRole('link', { name: unit }).click()
  for (const one of [year - 3, year - 2, year - 1]) await reporter.getByRole('columnheader', { name: `${one}年` }).first().waitFor()
  const boxes = reporter.locator('.sheet input[type=text]')
  expect(await boxes.count()).toBe(12)
  const rows = [[1180, 1181, 1182], [1200, 1201, 1202], [398000, 398100, 398200], [400000, 400100, 400200]]
  for (const [at, value] of rows.flat().entries()) await boxes.nth(at).fill(String(at === 4 ? 12010 : value))
  await boxes.nth(11).press('Tab')
  await reporter.getByText(/上年 1200：疑似多填了 1 位/).first().waitFor()
  await picture(reporter, 'round-history')
  await boxes.nth(4).fill('1201')
  await boxes.nth(4).press('ArrowDown')
  await reporter.getByText(/上年 1200：疑似多填了 1 位/).first().waitFor({ state: 'hidden' })
  await reporter.getByText(/^已保存/).first().waitFor()
  expect(await faultsOf(reporter)).toEqual([])
  await step(reporter, '提交', /等待本单位审核员审核/)
  await reviewer.goto(`${plan}/tasks`)
  await reviewer.getByRole('link', { name: unit }).click()
  await step(reviewer, '审核通过', /等待统计局接收/)
  await admin.goto(`${plan}/tasks`)
  await admin.getByRole('link', { name: unit }).click()
  await step(admin, '接收', /已接收/)
  await admin.goto(`${plan}/indicators/V08`)
  await admin.getByText('99.5').first().waitFor()
})

test('a round is the pattern of the next', async () => {
  await admin.goto(`${plan}/rounds`)
  await admin.getByRole('link', { name: /年度?.*监测填报/ }).first().click()
  await button(admin, '照此开新批次').click()
  await admin.getByText(/填好，年份和日期已顺延/).waitFor()
  await expect.poll(() => day(admin, '填报期').inputValue()).toBe(String(year))
  expect(await day(admin, '名称').inputValue()).toContain(`${year}年`)
  await picture(admin, 'round-copy')
})

test('a round without a scheme says itself what is wanted, and its copy says the same', async () => {
  const signature = () => admin.getByRole('combobox', { name: '签字' })
  const evaluation = () => admin.getByRole('checkbox', { name: '须经评估组' })
  await admin.goto(`${plan}/rounds/new`)
  await admin.getByRole('radio', { name: '不用方案' }).check({ force: true })
  await day(admin, '填报期').fill(String(year))
  await setDay(admin, '截止日期', inDays(14))
  await signature().selectOption('须签字盖章')
  await evaluation().check()
  await only(admin)
  await picture(admin, 'round-open-terms')
  expect(await faultsOf(admin)).toEqual([])
  await button(admin, '开启批次').click()
  await admin.getByText('须签字盖章，须经评估组').waitFor()
  await button(admin, '照此开新批次').click()
  await admin.getByText(/填好，年份和日期已顺延/).waitFor()
  await expect.poll(() => signature().inputValue()).toBe('required')
  expect(await evaluation().isChecked()).toBe(true)
})
