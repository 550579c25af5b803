/** Review from both sides: return by cell, question and answer, bulk accept, correction and where it is seen, the evaluation group. */
import { afterAll, beforeAll, expect, test } from 'vitest'
import type { Browser, Locator, Page } from 'playwright-core'
import { faultsOf } from './access'
import { open, picture } from './browser'
import { ask, faultsOfAll, figures, fillIn, made, opened, plan, signedIn, unit } from './office'
import { start, type Server } from './server'

let server: Server
let browser: Browser
let admin: Page
let reporter: Page
let reviewer: Page
let first: number

const button = (page: Page | Locator, name: string) => page.getByRole('button', { name, exact: true })
const dialog = (page: Page) => page.getByRole('dialog').last()
const cell = (page: Page, item: string) => page.getByRole('textbox', { name: `${item} 合计`, exact: true })
const formOf = (page: Page, id = first) => page.goto(`${plan}/submissions/${id}`)

async function submit(page: Page) {
  await button(page, '提交').click()
  await button(dialog(page), '提交').click()
  await page.getByText(/等待本单位审核员审核/).waitFor()
}

async function step(page: Page, name: string, then: RegExp) {
  await button(page, name).click()
  await button(dialog(page), name).click()
  await page.getByText(then).first().waitFor()
}

beforeAll(async () => {
  server = await start()
  browser = await open()
  admin = await signedIn(browser, server, 'admin', server.password)
  await ask(admin, 'POST', `/api${plan}/units/water/confirmation`, { reason: '与联络员核对无误' })
  reporter = await made(browser, server, admin, 'tianbao', '演示填报员', 'reporter', 'water')
  reviewer = await made(browser, server, admin, 'shenhe', '演示审核员', 'reviewer', 'water')
  first = await opened(admin, '2024年年报', '2024', { evaluation: false, signature: 'none' })
})

afterAll(async () => {
  await browser?.close()
  await server?.stop()
})

test('the reviewer returns two cells, each with why; the reporter sees them and has to deal with both', async () => {
  await reporter.goto(`${plan}/tasks`)
  await reporter.getByText(/待填报 1 份/).waitFor()
  await reporter.getByRole('link', { name: unit }).click()
  await fillIn(reporter)
  await submit(reporter)

  await formOf(reviewer)
  for (const [item, why] of [['农村供水范围总人口', '与公安数不符'], ['自然村数', '比上年少']] as const) {
    await cell(reviewer, item).click()
    await reviewer.getByLabel(/对这个单元格提问/).fill(why)
    await button(reviewer, '列入退回').click()
  }
  await button(reviewer, '退回').click()
  await dialog(reviewer).getByText('这 2 个').or(dialog(reviewer).getByText('退回下列 2 个单元格：')).waitFor()
  expect(await dialog(reviewer).getByLabel('自然村数 合计', { exact: true }).inputValue()).toBe('比上年少')
  await button(dialog(reviewer), '退回').click()
  await reviewer.getByText(/已退回责任单位修改/).waitFor()

  await formOf(reporter)
  const list = reporter.getByRole('region', { name: '退回的单元格' })
  await list.getByText('待处理 2，共 2').waitFor()
  await picture(reporter, 'review-returned')
  await button(reporter, '提交').click()
  await dialog(reporter).getByText('还不能提交：退回的单元格中有 2 个还没有改，也没有答复。').waitFor()
  await dialog(reporter).getByText(/比上年少/).waitFor()
  await button(dialog(reporter), '取消').click()
  await dialog(reporter).waitFor({ state: 'hidden' })

  await fillIn(reporter, [['农村供水范围总人口', '401000']])
  await list.getByText('已改').waitFor()
  await list.getByRole('button', { name: /自然村数/ }).click()
  await reporter.getByLabel('答复', { exact: true }).fill('撤并 3 个村')
  await reporter.keyboard.press('Control+Enter')
  await list.getByText('待处理 0，共 2').waitFor()
  expect(await faultsOf(reporter)).toEqual([])
  await submit(reporter)
})

test('what changed since the last look is marked for the reviewer, who passes the form on', async () => {
  await reviewer.goto(`${plan}/tasks`)
  await formOf(reviewer)
  const changes = reviewer.getByRole('region', { name: '提问' })
  await changes.getByText('上次看过以后的改动').waitFor()
  await changes.getByRole('button', { name: /农村供水范围总人口/ }).click()
  await reviewer.getByText(/上次看过以后改动：400000 → 401000/).waitFor()
  await picture(reviewer, 'review-changes')
  await step(reviewer, '审核通过', /等待统计局接收/)
})

test('the bureau asks, the unit answers beside the cell, and only then is the form received with others', async () => {
  await formOf(admin)
  await cell(admin, '农村自来水供水人口').click()
  await admin.getByLabel(/对这个单元格提问/).fill('含不含外来人口？')
  await button(admin, '提问').click()
  await admin.getByText('含不含外来人口？').first().waitFor()
  await admin.goto(`${plan}/acceptances`)
  await admin.getByText('1 个未了结的提问').waitFor()
  expect(await admin.getByRole('checkbox', { name: `选择 ${unit}` }).isDisabled()).toBe(true)

  await reporter.goto(`${plan}/tasks`)
  await reporter.getByRole('row').filter({ hasText: '含不含外来人口？' }).getByRole('link').click()
  await reporter.getByLabel('答复', { exact: true }).fill('含常住人口')
  await button(reporter, '发送答复').click()
  await reporter.getByText('含常住人口').waitFor()

  await admin.goto(`${plan}/tasks`)
  await picture(admin, 'review-tasks')
  expect(await faultsOf(admin)).toEqual([])
  await admin.getByRole('row').filter({ hasText: '含不含外来人口？' }).getByRole('link').click()
  await button(admin, '了结').click()
  await admin.getByText('已了结').first().waitFor()
  await admin.goto(`${plan}/acceptances`)
  await button(admin, '接收所选 1 份').click()
  await dialog(admin).getByText(unit).waitFor()
  await button(dialog(admin), '接收').click()
  await admin.getByText('接收 1 份，共 1 份').waitFor()
  await picture(admin, 'review-many')
  expect(await faultsOf(admin)).toEqual([])
})

test('an accepted form is locked; a correction is asked, granted, made and reviewed anew', async () => {
  await ask(admin, 'POST', `/api${plan}/releases`, { status: 'preliminary' })
  await formOf(reporter)
  expect(await cell(reporter, '自然村数').getAttribute('readonly')).not.toBeNull()
  await cell(reporter, '农村自来水供水人口').click()
  await button(reporter, '申请更正').click()
  await dialog(reporter).getByLabel('更正理由（必填）').fill('漏计两个镇')
  await button(dialog(reporter), '提交申请').click()
  await reporter.getByText('等待处理').waitFor()

  await admin.goto(`${plan}/tasks`)
  await admin.getByRole('row').filter({ hasText: '漏计两个镇' }).getByRole('link').click()
  await button(admin, '准许更正').click()
  await dialog(admin).getByLabel('理由（必填）').fill('附有依据')
  await button(dialog(admin), '准许更正').click()
  await admin.getByText('已准许，更正中').waitFor()

  await formOf(reporter)
  await picture(reporter, 'review-correction')
  await fillIn(reporter, [['农村自来水供水人口', '399000']])
  await submit(reporter)
  await formOf(reviewer)
  await step(reviewer, '审核通过', /等待统计局接收/)
  await formOf(admin)
  await step(admin, '接收', /已接收并锁定/)
})

test('the corrected figure is marked where it was used', async () => {
  const seen = (await ask(admin, 'GET', '/api/releases/1/corrections')) as { indicators: string[] }
  expect(seen.indicators.length).toBeGreaterThan(0)
  await admin.goto(`${plan}/indicators/${seen.indicators[0]}`)
  await admin.getByText('第 1 号数据版本之后有更正').waitFor()
  await admin.getByRole('link', { name: '查看更正' }).click()
  const row = admin.getByRole('row').filter({ hasText: '农村自来水供水人口' })
  await row.getByText('398000').waitFor()
  await row.getByText('399000').waitFor()
  await row.getByText('漏计两个镇').waitFor()
  await picture(admin, 'review-corrected')
  expect(await faultsOf(admin)).toEqual([])
})

test('with the evaluation group in its terms, a round goes one step further', async () => {
  const second = await opened(admin, '2023年补报', '2023', { evaluation: true, signature: 'none' })
  const group = await made(browser, server, admin, 'pinggu', '演示评估组', 'evaluator', null)
  await formOf(reporter, second)
  await fillIn(reporter, figures)
  await submit(reporter)
  await formOf(reviewer, second)
  await step(reviewer, '审核通过', /等待统计局接收/)
  await formOf(admin, second)
  await step(admin, '送评估组', /已送评估组/)
  await group.goto(`${plan}/tasks`)
  await group.getByText('待评估组审核 1 份。').waitFor()
  await group.getByRole('row').filter({ hasText: '2023年补报' }).getByRole('link', { name: unit }).click()
  await step(group, '接收', /已接收并锁定/)
  expect(await group.getByRole('link', { name: '用户', exact: true }).count()).toBe(0)
})

test('a phone shows the returned form whole, and an auditor has no tasks', async () => {
  const auditor = await made(browser, server, admin, 'shenji', '演示审计员', 'auditor', null)
  await auditor.goto(plan)
  await auditor.getByRole('link', { name: '填报批次' }).waitFor()
  expect(await auditor.getByRole('link', { name: '我的任务' }).count()).toBe(0)
  await reporter.setViewportSize({ width: 390, height: 844 })
  await formOf(reporter)
  await reporter.getByText('更正').first().waitFor()
  await picture(reporter, 'review-phone')
  expect(await reporter.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(390)
})

test('nothing failed in the browser', () => expect(faultsOfAll()).toEqual([]))
