/** The pictures of docs/guide, taken on the demo store while doing what the guide tells; only where pictures are asked for. */
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { Browser, Locator, Page } from 'playwright-core'
import { open, person, picture } from './browser'
import { startDemo, type Server } from './server'

const plan = '/plans/kaiping-women-2021'
const password = 'Heng-2026-demo'
const unit = '市总工会'
/** A whole form of a demo unit that has only begun it. */
const form = { done: '建立预防性骚扰制度的用人单位和学校数 合计', of: '抽查/应建单位和学校数 合计' }

describe.runIf(process.env.HENG_PICTURES)('the guide', { timeout: 240_000 }, () => {
  let server: Server
  let browser: Browser
  let office: Page
  let reporter: Page
  let reviewer: Page

  beforeAll(async () => {
    server = await startDemo(password)
    browser = await open()
    office = await signedIn('office')
    reporter = await signedIn('trade-union-reporter')
    reviewer = await signedIn('trade-union-reviewer')
  }, 600_000)

  afterAll(async () => {
    await browser?.close()
    await server?.stop()
  })

  async function signedIn(name: string): Promise<Page> {
    const { page } = await person(browser, server.url)
    page.setDefaultTimeout(60_000)
    await page.goto('/login')
    await page.getByLabel('用户名').fill(name)
    await page.getByLabel('口令', { exact: true }).fill(password)
    await button(page, '登录').click()
    await page.waitForURL((url) => !url.pathname.startsWith('/login'))
    return page
  }

  const button = (page: Page | Locator, name: string) => page.getByRole('button', { name, exact: true })
  const dialog = (page: Page) => page.getByRole('dialog').last()
  const shot = async (page: Page, name: string) => {
    await page.getByText('演示数据，均为虚构').waitFor()
    await picture(page, name, 'guide/pictures')
  }
  const type = (page: Page, item: string, value: string) => page.getByRole('textbox', { name: item, exact: true }).fill(value)
  const saved = (page: Page) => page.getByText(/^已保存/).first().waitFor()
  const openForm = async (page: Page) => {
    await page.goto(`${plan}/tasks`)
    await page.getByRole('link', { name: unit, exact: true }).click()
    await page.getByRole('heading', { level: 1, name: unit }).waitFor()
  }
  const act = async (page: Page, name: string) => {
    await button(page, name).click()
    await button(dialog(page), name).click()
  }

  test('reading: overview, objective, indicator, the trail of a figure, the database', async () => {
    await office.goto(plan)
    await office.getByText('可监测目标达标率').waitFor()
    await shot(office, 'overview')
    await office.goto(`${plan}/objectives/1.2`)
    await office.getByText('可能出于偶然').first().waitFor()
    await shot(office, 'objective')
    await office.goto(`${plan}/indicators/H03`)
    await office.getByText('计算公式').waitFor()
    await shot(office, 'indicator')
    await button(office, '24.8').first().click()
    await dialog(office).getByText('所用观测值').waitFor()
    await shot(office, 'trail')
    await office.goto(`${plan}/data`)
    await office.getByRole('columnheader', { name: '2025', exact: true }).waitFor()
    await shot(office, 'data')
    await office.goto(`${plan}/data?view=map&subject=S18`)
    await office.getByRole('listitem').filter({ hasText: '沙塘镇' }).getByRole('button').waitFor()
    await shot(office, 'town-map')
  })

  test('reporting: a form is filled, stopped, submitted, returned, submitted again and received', async () => {
    await openForm(reporter)
    await button(reporter, '提交').click()
    await dialog(reporter).getByText(/还不能提交/).waitFor()
    await shot(reporter, 'form-stopped')
    await reporter.keyboard.press('Escape')
    await dialog(reporter).waitFor({ state: 'hidden' })
    await type(reporter, form.done, '226')
    await type(reporter, form.of, '320')
    await saved(reporter)
    await shot(reporter, 'form')
    await act(reporter, '提交')
    await reporter.getByText(/等待本单位审核员审核/).waitFor()

    await openForm(reviewer)
    await button(reviewer, '退回').waitFor()
    await shot(reviewer, 'review')
    await button(reviewer, '退回').click()
    await dialog(reviewer).getByLabel('退回理由（必填）').fill('抽查单位数与上年台账不符,请核对')
    await button(dialog(reviewer), '退回').click()
    await reviewer.getByText(/已退回责任单位修改/).waitFor()

    await reporter.reload()
    await reporter.getByText('抽查单位数与上年台账不符,请核对').first().waitFor()
    await shot(reporter, 'returned')
    await type(reporter, form.of, '322')
    await saved(reporter)
    await button(reporter, '提交').click()
    await dialog(reporter).getByLabel('对退回理由的答复（必填）').fill('已与台账核对')
    await button(dialog(reporter), '提交').click()
    await reporter.getByText(/等待本单位审核员审核/).waitFor()
    await reviewer.reload()
    await act(reviewer, '审核通过')
    await reviewer.getByText(/等待统计局接收/).waitFor()

    await openForm(office)
    await button(office, '接收').click()
    await dialog(office).waitFor()
    await shot(office, 'accept')
    await button(dialog(office), '接收').click()
    await office.getByText(/数字已进入统计/).waitFor()
  })

  test('the office: blank form, rounds, release, report', async () => {
    await office.goto(`${plan}/units`)
    await button(office, `预览${unit}的报表`).click()
    await dialog(office).getByText('下载空白表（Word）').waitFor()
    await shot(office, 'blank')
    await office.goto(`${plan}/rounds/new`)
    await office.getByLabel('填报期').fill('2026')
    await office.getByLabel('截止日期').fill('2027-03-31')
    await office.getByLabel('截止日期').press('Tab')
    await office.getByText(/将发给 \d+ 个单位/).waitFor()
    await office.getByRole('checkbox', { name: '选中全部已确认的单位' }).check({ force: true })
    await shot(office, 'round-open')
    await office.goto(`${plan}/rounds`)
    await office.getByRole('link', { name: '2025年度监测数据填报' }).click()
    await button(office, '改日期').waitFor()
    await shot(office, 'round')
    await office.goto(`${plan}/releases`)
    await act(office, '生成数据版本')
    await office.getByText('数据版本第 6 号').first().waitFor()
    await office.goto(`${plan}/releases/6`)
    await button(office, '校验').click()
    await office.getByText(/校验通过/).waitFor()
    await shot(office, 'release')
    await office.goto(`${plan}/reports`)
    await button(office, '编写报告').first().click()
    await button(dialog(office), '开始编写').click()
    await dialog(office).getByRole('link', { name: '下载报告' }).waitFor({ timeout: 60_000 })
    await shot(office, 'report')
  })

  test('the auditor: the chain is verified', async () => {
    await office.goto('/audit')
    await button(office, '校验审计链').click()
    await office.getByText(/^审计链完整/).waitFor()
    await shot(office, 'audit')
    expect(server.run('audit', 'verify')).toMatch(/^审计链完整/)
  })
})
