/**
 * The whole line in the browser: a unit is confirmed, a round opened, a form filled, returned, corrected, received; the
 * figure shows, is frozen and reported, and leads back to the submission. The numbers typed here are made up (演示).
 */
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import type { Browser, Locator, Page } from 'playwright-core'
import { faultsAt, faultsOf, focused, tabTo } from './access'
import { open, person, picture } from './browser'
import { root, start, type Server } from './server'

const plan = '/plans/kaiping-women-2021'
const unit = '市委组织部'
const own = 'Heng-2026-test'

let server: Server
let browser: Browser
const faults: string[] = []

async function someone(): Promise<Page> {
  const made = await person(browser, server.url)
  people.push(made)
  return made.page
}
const people: { page: Page; faults: string[] }[] = []

beforeAll(async () => {
  server = await start()
  browser = await open()
})

afterAll(async () => {
  await browser?.close()
  if (server) expect(await server.stop(), 'the server ends by itself when told').toBe(0)
})

/** Signs in with a one-time password and sets one's own. */
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

/** A day of a month of the year after next: no table of holidays reaches it, so that it can be chosen whatever day it is. */
const inMonths = (months: number) => `${new Date().getFullYear() + 2}-0${months}-15`

const button = (page: Page | Locator, name: string) => page.getByRole('button', { name, exact: true })
const dialog = (page: Page) => page.getByRole('dialog').last()

async function giveReason(page: Page, label: string, reason: string, act: string) {
  await dialog(page).getByLabel(label).fill(reason)
  await button(dialog(page), act).click()
}

let admin: Page
let reporter: Page
let reviewer: Page
const passwords: Record<string, string> = {}

test('a guest sees the eight domains, and the national outline with its figures', async () => {
  const guest = await someone()
  await guest.goto('/')
  await guest.getByRole('heading', { name: '开平市妇女发展规划(2021—2030年)' }).waitFor()
  expect(await guest.getByRole('row').filter({ hasText: '妇女' }).count()).toBe(8)
  await picture(guest, 'home')
  await guest.goto('/plans/national-women-2011')
  await guest.getByText('75.00%').first().waitFor()
  await picture(guest, 'overview')
  await guest.goto('/plans/national-women-2011/objectives/1.2')
  await guest.getByText('孕产妇死亡率').first().waitFor()
  await picture(guest, 'objective')
})

test('a guest looks figures up in the database; what was asked stands in the address', async () => {
  const guest = await someone()
  await guest.goto('/plans/national-women-2011/data')
  await guest.getByRole('columnheader', { name: '2020', exact: true }).waitFor()
  await picture(guest, 'data')
  await guest.getByRole('textbox', { name: '查找' }).fill('孕产妇死亡率')
  await guest.waitForURL(/q=/)
  await button(guest, '明细').click()
  await guest.getByRole('columnheader', { name: '数值' }).getByRole('button').click()
  await guest.waitForURL(/view=table.*sort=value|sort=value.*view=table/)
  await expect.poll(() => guest.getByRole('rowheader').filter({ hasNotText: '孕产妇死亡率' }).count()).toBe(0)
  await guest.goBack()
  await guest.waitForURL((url) => !url.searchParams.has('sort') && url.searchParams.get('view') === 'table')
  await guest.getByRole('row').filter({ hasText: '2013年' }).getByRole('button').first().click()
  await guest.getByRole('dialog').getByText('所用观测值').waitFor()
  await guest.keyboard.press('Escape')
  const file = await Promise.all([guest.waitForEvent('download'), guest.getByRole('link', { name: 'CSV', exact: true }).click()])
  expect(file[0].suggestedFilename()).toBe('national-women-2011-data.csv')
})

test('the first administrator sets a password, confirms a unit and makes its people', async () => {
  admin = await someone()
  await signIn(admin, 'admin', server.password)
  await admin.goto(`${plan}/units`)
  await button(admin, `确认${unit}`).click()
  await giveReason(admin, '理由（必填）', '与单位联络员核对无误', '确认')
  await admin.getByRole('row').filter({ hasText: unit }).getByText('已确认').waitFor()
  await picture(admin, 'units')
  await admin.goto('/users')
  for (const [name, display, role] of [['zz-tianbao', '演示填报员', '填报员'], ['zz-shenhe', '演示审核员', '审核员']] as const) {
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
  await picture(admin, 'users')
})

test('a round is opened for the confirmed unit', async () => {
  await admin.goto(`${plan}/rounds/new`)
  await admin.getByLabel('填报期').fill('2025')
  // At once, also on a day that is not worked.
  await admin.getByLabel('开始日期').clear()
  await admin.getByLabel('开始日期').press('Tab')
  await admin.getByLabel('截止日期').fill(inMonths(2))
  await admin.getByLabel('截止日期').press('Tab')
  // All who can be asked are chosen, the towns that the package has confirmed too.
  await admin.getByText(/将发给 \d+ 个单位/).waitFor()
  await admin.getByRole('checkbox', { name: '选中全部已确认的单位' }).uncheck({ force: true })
  await admin.getByRole('checkbox', { name: `选择 ${unit}` }).check({ force: true })
  await admin.getByText('将发给 1 个单位').waitFor()
  await picture(admin, 'round-open')
  await button(admin, '开启批次').click()
  await admin.getByRole('row').filter({ hasText: unit }).getByText('草稿').waitFor()
  await picture(admin, 'round')
})

/** Every item in order: total, women, men. */
async function fill(page: Page, item: string, values: [string, string, string]) {
  for (const [at, label] of ['合计', '女', '男'].entries()) {
    await page.getByRole('textbox', { name: `${item} ${label}`, exact: true }).fill(values[at] ?? '')
  }
}

const saved = (page: Page) => page.getByText(/^已保存/).first().waitFor()

test('the reporter fills the form; what is wrong is told at its cell and stops the submission', async () => {
  reporter = await someone()
  await signIn(reporter, 'zz-tianbao', passwords['zz-tianbao'] ?? '')
  await reporter.goto(`${plan}/tasks`)
  await reporter.getByRole('link', { name: unit }).click()
  await fill(reporter, '市党代会代表数', ['300', '120', '180'])
  await fill(reporter, '党员总数', ['60000', '21000', '39000'])
  await fill(reporter, '镇党代会代表数', ['1500', '500', '1000'])
  await fill(reporter, '镇党组织党员数', ['45000', '15000', '30000'])
  await fill(reporter, '市直机关领导班子干部数', ['260', '61', '199'])
  await fill(reporter, '市政府工作部门领导班子干部数', ['120', '30', '90'])
  await fill(reporter, '同级正职干部数', ['60', '9', '51'])
  await fill(reporter, '事业单位领导班子成员数', ['400', '150', '250'])
  // More women than members, and parts that do not add up.
  await fill(reporter, '村党组织成员数', ['1130', '1350', '790'])
  await fill(reporter, '村党组织书记数', ['226', '28', '198'])
  await fill(reporter, '社区党组织成员数', ['240', '150', '90'])
  await fill(reporter, '社区党组织书记数', ['42', '18', '24'])
  await saved(reporter)
  await reporter.getByText('强制性').first().waitFor()
  await picture(reporter, 'form')
  await button(reporter, '提交').click()
  await dialog(reporter).getByText(/还不能提交/).waitFor()
  await picture(reporter, 'form-stopped')
  await reporter.keyboard.press('Escape')
  await dialog(reporter).waitFor({ state: 'hidden' })
  await fill(reporter, '村党组织成员数', ['1130', '335', '795'])
  await saved(reporter)
  await button(reporter, '提交').click()
  await button(dialog(reporter), '提交').click()
  await reporter.getByText(/等待本单位审核员审核/).waitFor()
})

test('the reviewer returns it with a reason, the reporter corrects it, the reviewer passes it on', async () => {
  reviewer = await someone()
  await signIn(reviewer, 'zz-shenhe', passwords['zz-shenhe'] ?? '')
  await reviewer.goto(`${plan}/tasks`)
  await reviewer.getByRole('link', { name: unit }).click()
  await button(reviewer, '退回').click()
  await giveReason(reviewer, '退回理由（必填）', '村党组织女性成员数与组织年报不符,请核对', '退回')
  await reviewer.getByText('退回').first().waitFor()

  await reporter.reload()
  await reporter.getByText('村党组织女性成员数与组织年报不符,请核对').waitFor()
  await picture(reporter, 'returned')
  await fill(reporter, '村党组织成员数', ['1130', '340', '790'])
  await saved(reporter)
  await button(reporter, '提交').click()
  await dialog(reporter).getByLabel('对退回理由的答复（必填）').fill('已按组织年报更正')
  await button(dialog(reporter), '提交').click()
  await reporter.getByText(/等待本单位审核员审核/).waitFor()

  await reviewer.reload()
  await button(reviewer, '审核通过').click()
  await button(dialog(reviewer), '审核通过').click()
  await reviewer.getByText(/等待统计局接收/).waitFor()
})

test('the administrator receives it; the figure shows and leads back to the submission', async () => {
  await admin.goto(`${plan}/tasks`)
  await admin.getByRole('link', { name: unit }).click()
  await button(admin, '接收').click()
  await button(dialog(admin), '接收').click()
  await admin.getByText('已接收').first().waitFor()
  await picture(admin, 'accepted')

  await admin.goto(`${plan}/domains/4?year=2025`)
  await admin.getByText('村党组织成员女性比例').first().waitFor()
  await picture(admin, 'domain')
  await admin.goto(`${plan}/indicators`)
  await admin.getByPlaceholder('查找指标名称、代码').fill('村党组织成员女性比例')
  await admin.getByRole('link', { name: '村党组织成员女性比例' }).click()
  // 340 of 1130.
  await admin.getByRole('button', { name: /30\.1/ }).first().click()
  await dialog(admin).getByText('340').first().waitFor()
  await dialog(admin).getByText(unit).first().waitFor()
  await picture(admin, 'trail')
  await dialog(admin).getByRole('link', { name: unit }).first().click()
  await admin.waitForURL(/\/submissions\/\d+/)
})

test('a release is made and verified, and the annual report written from it', async () => {
  await admin.goto(`${plan}/releases`)
  await button(admin, '生成数据版本').first().click()
  await button(dialog(admin), '生成数据版本').click()
  await admin.getByText('数据版本第 1 号').first().waitFor()
  await admin.goto(`${plan}/releases/1`)
  await button(admin, '校验').click()
  await admin.getByText(/校验通过/).waitFor()
  await picture(admin, 'release')
  await admin.goto(`${plan}/reports`)
  await button(admin, '编写报告').first().click()
  await button(dialog(admin), '开始编写').click()
  const [download] = await Promise.all([
    admin.waitForEvent('download'),
    dialog(admin).getByRole('link', { name: '下载报告' }).click(),
  ])
  expect(download.suggestedFilename()).toBe('kaiping-women-2021-annual-2025-r1.docx')
  await button(dialog(admin), '关闭').click()
  await picture(admin, 'reports')
  expect(server.run('audit', 'verify')).toMatch(/^审计链完整/)
})

test('a guest no longer sees figures that a unit reported', async () => {
  const guest = await someone()
  await guest.goto(plan)
  await guest.getByText('登录后可见').first().waitFor()
})

const nation = '/plans/national-women-2011'
const under = (base: string, ...pages: string[]) => pages.map((page) => `${base}${page}`)
const openToAll = [
  ...under(plan, '', '/domains/4', '/objectives/4.1', '/indicators'),
  ...under(nation, '', '/domains/1', '/objectives/1.2', '/indicators', '/indicators/H03'),
]

test('no page has a grave fault of accessibility: guest', { timeout: 300_000 }, async () => {
  const guest = await someone()
  expect(await faultsAt(guest, [...openToAll, '/login', '/nowhere'])).toEqual([])
})

test('no page has a grave fault of accessibility: reporter', { timeout: 300_000 }, async () => {
  const pages = under(plan, '/tasks', '/submissions/1', '/units', '/releases', '/releases/1', '/reports')
  expect(await faultsAt(reporter, [...pages, ...under(plan, '', '/domains/4', '/indicators'), '/password'])).toEqual([])
})

test('no page has a grave fault of accessibility: administrator', { timeout: 300_000 }, async () => {
  const ownPages = ['/tasks', '/submissions/1', '/rounds', '/rounds/new', '/rounds/1', '/units', '/releases', '/releases/1', '/reports']
  const office = ['/users', '/packages', '/packages/read', '/packages/check', '/audit']
  const found = await faultsAt(admin, [...under(plan, '', '/domains/4', '/objectives/4.1', '/projects', ...ownPages), ...under(nation, '', '/objectives/1.2', '/units', '/releases'), ...office])
  await admin.goto('/audit')
  await admin.getByRole('button', { name: /条的详情$/ }).first().click()
  found.push(...(await faultsOf(admin)))
  await admin.goto(`${plan}/rounds/1`)
  await button(admin, '增加单位').click()
  await dialog(admin).waitFor()
  found.push(...(await faultsOf(admin)))
  await admin.goto(`${nation}/objectives/1.2`)
  await admin.getByTitle('查看来源').first().click()
  await dialog(admin).waitFor()
  found.push(...(await faultsOf(admin)))
  expect(found).toEqual([])
})

test('a whole task by the keyboard alone', async () => {
  const page = await someone()
  await page.goto('/login')
  await page.getByLabel('用户名').waitFor()
  expect((await focused(page)).tag).toBe('INPUT')
  await page.keyboard.type('admin')
  await page.keyboard.press('Tab')
  await page.keyboard.type(own)
  await page.keyboard.press('Enter')
  await page.waitForURL(new RegExp(plan))
  await page.reload()
  await page.getByRole('heading', { level: 1 }).waitFor()
  await page.keyboard.press('Tab')
  expect(await focused(page)).toMatchObject({ name: '跳到正文', seen: true })
  await tabTo(page, '用户')
  expect((await focused(page)).seen).toBe(true)
  await page.keyboard.press('Enter')
  await page.getByRole('row').filter({ hasText: '演示填报员' }).waitFor()
  expect(await focused(page)).toMatchObject({ tag: 'H1', name: '用户' })
  await tabTo(page, '新建用户')
  expect((await focused(page)).seen).toBe(true)
  await page.keyboard.press('Enter')
  await dialog(page).getByLabel('用户名').waitFor()
  for (let press = 0; press < 15; press += 1) {
    await page.keyboard.press('Tab')
    expect((await focused(page)).inDialog, 'the focus stays in the dialog').toBe(true)
  }
  await page.keyboard.press('Escape')
  await dialog(page).waitFor({ state: 'hidden' })
  await expect.poll(async () => (await focused(page)).name).toBe('新建用户')
})

test('the office looks over what was done, and the chain is whole', async () => {
  await admin.goto('/audit')
  await admin.getByRole('row').filter({ hasText: '生成数据版本' }).getByRole('link', { name: '数据版本第 1 号' }).waitFor()
  await admin.getByRole('combobox', { name: '操作' }).click()
  await admin.getByRole('option', { name: '接收报送' }).click()
  await admin.getByText('共 1 条').waitFor()
  await admin.getByRole('link', { name: new RegExp(unit) }).waitFor()
  await button(admin, '清除条件').click()
  await button(admin, '校验审计链').click()
  await admin.getByText(/^审计链完整/).waitFor()
  expect(await admin.getByText(/^[a-z]+\.[a-z_]+$/).count(), 'every action is in words').toBe(0)
  await picture(admin, 'audit')
  const [download] = await Promise.all([admin.waitForEvent('download'), button(admin, '导出 CSV').click()])
  expect(download.suggestedFilename()).toBe('audit.csv')
})

test('a plan document is read, drafted and checked in the browser, and a package imported', async () => {
  await admin.goto('/packages/read')
  await admin.getByLabel('选择规划文本').setInputFiles(join(root, 'tests/cases/plans/specimens/automatic.docx'))
  await admin.getByText('须核对之处').first().waitFor()
  await picture(admin, 'package-read')
  const [draft] = await Promise.all([admin.waitForEvent('download'), button(admin, '下载起草的规划包').click()])
  await admin.goto('/packages/check')
  await admin.getByLabel('选择规划包').setInputFiles({ name: 'draft.zip', mimeType: 'application/zip', buffer: readFileSync(await draft.path()) })
  await admin.getByText(/^共 \d+ 处错误/).waitFor()
  expect(await admin.getByRole('row').count()).toBeGreaterThan(3)
  await picture(admin, 'package-faults')
  await admin.getByLabel('选择规划包').setInputFiles({ name: 'x.zip', mimeType: 'application/zip', buffer: Buffer.from('no archive') })
  await admin.getByText(/这不是 .zip 压缩包/).waitFor()
  await admin.goto('/packages')
  const link = admin.getByRole('row').filter({ hasText: 'kaiping-women-2021' }).getByRole('link')
  const [held] = await Promise.all([admin.waitForEvent('download'), link.click()])
  await admin.goto('/packages/check')
  await admin.getByLabel('选择规划包').setInputFiles({ name: 'held.zip', mimeType: 'application/zip', buffer: readFileSync(await held.path()) })
  await admin.getByText('没有错误').waitFor()
  await admin.getByText(/与现行内容相同/).waitFor()
  const changed = server.changed('kaiping-women-2021', 'units.csv', '市水利局', '市水务局')
  await admin.getByLabel('选择规划包').setInputFiles({ name: 'changed.zip', mimeType: 'application/zip', buffer: changed })
  await admin.getByRole('row').filter({ hasText: 'units.csv' }).getByText('1 行').waitFor()
  await picture(admin, 'package-changes')
  await button(admin, '导入').click()
  await giveReason(admin, '导入理由（必填）', '机构改革', '导入')
  await admin.getByText('已导入，现已生效。').waitFor()
  await admin.goto(`${plan}/units`)
  await admin.getByText('市水务局').first().waitFor()
})

test('an open round is put off and asks another unit', async () => {
  await admin.goto(`${plan}/units`)
  await button(admin, '确认市水务局').click()
  await giveReason(admin, '理由（必填）', '与单位联络员核对无误', '确认')
  await admin.getByRole('row').filter({ hasText: '市水务局' }).getByText('已确认').waitFor()
  await admin.goto(`${plan}/rounds/1`)
  await button(admin, '改日期').click()
  await dialog(admin).getByLabel('截止日期').fill(inMonths(3))
  await dialog(admin).getByLabel('截止日期').press('Tab')
  await giveReason(admin, '理由（必填）', '节假日顺延', '改日期')
  await admin.getByText(`日期已改，截止日期 ${inMonths(3)}`).waitFor()
  await button(admin, '增加单位').click()
  await dialog(admin).getByRole('checkbox', { name: '选择 市水务局' }).check({ force: true })
  await button(dialog(admin), '增加').click()
  await admin.getByRole('row').filter({ hasText: '市水务局' }).getByText('草稿').waitFor()
})

test('nothing failed in the browser and no other server was asked', () => {
  faults.push(...people.flatMap((one) => one.faults))
  expect(faults).toEqual([])
})
