/**
 * The catalogue changed in the browser: the bureau edits an indicator and sees each fault at its character, proposes, a
 * colleague sees which published figures change and approves; both versions stand side by side; a code list is changed in the
 * same way. The numbers are made up (演示).
 */
import { afterAll, beforeAll, expect, test } from 'vitest'
import type { Browser, Page } from 'playwright-core'
import { faultsOf } from './access'
import { open, picture } from './browser'
import { ask, faultsOfAll, made, opened, plan, signedIn } from './office'
import { start, type Server } from './server'

let server: Server
let browser: Browser
let admin: Page
let colleague: Page

interface Held { submission: { version: number } }

/** The water bureau's form of 2025, entered, reviewed and accepted. */
async function accepted(): Promise<void> {
  await ask(admin, 'POST', `/api${plan}/units/water/confirmation`, { reason: '演示' })
  const reporter = await made(browser, server, admin, 'water.r', '演示填报员', 'reporter', 'water')
  const reviewer = await made(browser, server, admin, 'water.v', '演示审核员', 'reviewer', 'water')
  const form = await opened(admin, '2025年年报', '2025', { evaluation: false, signature: 'none' })
  const cells = { NVIL_N: '1200', NVIL_SUP: '1180', RPOP: '400000', TAP_POP: '398000' }
  const entries = Object.entries(cells).map(([cell, value]) => ({ cell, value, missing: null, note: null, seen: 0 }))
  await ask(reporter, 'PUT', `/api/submissions/${form}/entries`, { entries })
  for (const [who, action] of [[reporter, 'submit'], [reviewer, 'review'], [admin, 'accept']] as const) {
    const held = (await ask(who, 'GET', `/api/submissions/${form}`)) as Held
    await ask(who, 'POST', `/api/submissions/${form}/actions`, { action, reason: null, seen: held.submission.version })
  }
}

beforeAll(async () => {
  server = await start()
  browser = await open()
  admin = await signedIn(browser, server, 'admin', server.password)
  await accepted()
  colleague = await made(browser, server, admin, 'qian', '演示钱处长', 'administrator', null)
  await ask(admin, 'POST', `/api${plan}/releases`, { status: 'preliminary' })
})

afterAll(async () => {
  expect(faultsOfAll()).toEqual([])
  await browser?.close()
  if (server) await server.stop()
})

const small = { width: 390, height: 844 }
const usual = { width: 1280, height: 900 }

async function narrow(page: Page, name: string): Promise<void> {
  await page.setViewportSize(small)
  await page.waitForTimeout(300)
  const wide = await page.evaluate(() => document.documentElement.scrollWidth)
  expect(wide, `${name} is as wide as the screen`).toBeLessThanOrEqual(small.width)
  if (process.env.HENG_LOOK) await page.screenshot({ path: `${process.env.HENG_LOOK}/${name}-390.png`, fullPage: true })
  await page.setViewportSize({ width: 1366, height: 900 })
  if (process.env.HENG_LOOK) await page.screenshot({ path: `${process.env.HENG_LOOK}/${name}-1366.png`, fullPage: true })
  await page.setViewportSize(usual)
}

test('a fault is told at its character while the formula is typed', async () => {
  await admin.goto(`${plan}/indicators/V08`)
  await admin.getByRole('button', { name: '修订' }).click()
  await admin.getByRole('heading', { name: '修订指标 V08' }).waitFor()
  const numerator = admin.getByLabel('分子')
  await numerator.fill("item('TAP_PO')")
  await admin.locator('mark', { hasText: 'TAP_PO' }).waitFor()
  await admin.getByText(/是不是“TAP_POP”/).waitFor()
  expect(await admin.getByRole('button', { name: '提出修订' }).isDisabled()).toBe(true)
  await picture(admin, 'catalogue-edit')
  await narrow(admin, 'edit')
  expect(await faultsOf(admin)).toEqual([])
  await numerator.fill("item('TAP_POP')")
  await admin.getByText('还没有改动').waitFor()
})

test('a change is proposed with its reason', async () => {
  await admin.getByLabel('系数').fill('50')
  await admin.getByText('没有错误').waitFor()
  await admin.getByRole('button', { name: '提出修订' }).click()
  const dialog = admin.getByRole('dialog')
  await dialog.getByRole('textbox').fill('演示：系数改为 50')
  await dialog.getByRole('button', { name: '提出修订' }).click()
  await admin.getByText('自己提出的修订由另一人批准。').waitFor()
  expect(await admin.getByRole('button', { name: '批准' }).count(), 'not by who proposed').toBe(0)
})

test('a colleague sees what it does to published figures and approves', async () => {
  await colleague.goto('/proposals')
  await colleague.getByRole('link', { name: '1', exact: true }).click()
  await colleague.getByRole('heading', { name: '对已有数字的影响' }).waitFor()
  const row = colleague.getByRole('row', { name: /V08 农村自来水普及率.*2025/ })
  await row.getByText('99.5').waitFor()
  expect(await row.textContent()).toMatch(/99\.5.*49\.8.*-49\.8/)
  await colleague.getByRole('link', { name: /数据版本 1/ }).waitFor()
  await picture(colleague, 'catalogue-effect')
  await narrow(colleague, 'proposal')
  expect(await faultsOf(colleague)).toEqual([])
  await colleague.getByRole('button', { name: '批准' }).click()
  const dialog = colleague.getByRole('dialog')
  await dialog.getByRole('textbox').fill('演示：同意')
  await dialog.getByRole('button', { name: '批准' }).click()
  await colleague.getByText('已批准').waitFor()
})

test('both versions stand on the page of the indicator', async () => {
  await admin.goto(`${plan}/indicators/V08`)
  const versions = admin.locator('section', { has: admin.getByRole('heading', { name: '历次版本' }) })
  await versions.getByRole('link', { name: '演示：系数改为 50' }).waitFor()
  await versions.getByRole('row', { name: '系数 100 50' }).waitFor()
  await admin.getByText('49.8').first().waitFor()
  await narrow(admin, 'indicator')
})

test('a code list with a group is changed in the same way, and a code that is used is not taken out', async () => {
  await admin.goto(`${plan}/indicators`)
  await admin.getByRole('link', { name: '代码表与地区' }).click()
  await narrow(admin, 'code-lists')
  await admin.getByRole('link', { name: '性别' }).click()
  await admin.getByRole('button', { name: '修订' }).click()
  await admin.getByRole('heading', { name: '修订性别' }).waitFor()
  await admin.getByRole('row', { name: /^F/ }).getByRole('button', { name: '删除' }).click()
  await admin.getByText(/indicators\.csv:\d+ numerator/).first().waitFor()
  expect(await admin.getByRole('button', { name: '提出修订' }).isDisabled()).toBe(true)
  await admin.getByRole('button', { name: '恢复' }).click()
  await admin.getByText('还没有改动').waitFor()

  await admin.goto(`${plan}/codes/codes.age_group/edit`)
  const [list, groups] = [admin.locator('table').first(), admin.locator('table').last()]
  await list.getByText('_T', { exact: true }).waitFor()
  const rows = await list.getByRole('row').count()
  await admin.getByRole('button', { name: '增加一行' }).first().click()
  await list.getByLabel(`第 ${rows} 行：代码`).fill('Y18T44')
  await list.getByLabel(`第 ${rows} 行：名称`, { exact: true }).fill('18—44岁')
  for (const [at, code] of [[1, 'Y18T34'], [2, 'Y35T44']] as const) {
    await admin.getByRole('button', { name: '增加一行' }).last().click()
    for (const [column, value] of [['合并组', 'Y18T44'], ['代码', code]] as const) {
      await groups.getByLabel(`第 ${at} 行：${column}`).fill(value)
      await admin.getByRole('option', { name: new RegExp(`^${value} `) }).last().click()
    }
  }
  await admin.getByText('没有错误').waitFor()
  await picture(admin, 'catalogue-codes')
  await narrow(admin, 'code-edit')
  expect(await faultsOf(admin)).toEqual([])
  await admin.getByRole('button', { name: '提出修订' }).click()
  const dialog = admin.getByRole('dialog')
  await dialog.getByRole('textbox').fill('演示：增加 18—44 岁')
  await dialog.getByRole('button', { name: '提出修订' }).click()
  await admin.getByRole('heading', { name: '年龄合并组增加 Y18T44 · Y18T34' }).waitFor()

  await colleague.goto(admin.url())
  await colleague.getByText('没有数字因此改变。').waitFor()
  await narrow(colleague, 'code-proposal')
  await colleague.getByRole('button', { name: '批准' }).click()
  await colleague.getByRole('dialog').getByRole('textbox').fill('演示：同意')
  await colleague.getByRole('dialog').getByRole('button', { name: '批准' }).click()
  await colleague.getByText('已批准').waitFor()

  await admin.goto(`${plan}/codes/codes.age_group`)
  await admin.getByRole('row', { name: 'Y18T44 18—44岁 18—34岁、35—44岁' }).waitFor()
  await admin.getByRole('link', { name: '演示：增加 18—44 岁' }).first().waitFor()
  await admin.getByText('增加 Y18T44', { exact: true }).waitFor()
  await narrow(admin, 'code-list')
  expect(await faultsOf(admin)).toEqual([])
})

test('a new code list is made, and a colleague approves it', async () => {
  await admin.goto(`${plan}/codes`)
  await admin.getByRole('button', { name: '新增代码表' }).click()
  await admin.getByRole('heading', { name: '新增代码表' }).waitFor()
  await admin.getByLabel('代码表的代码').fill('sex')
  await admin.getByText(/已有这张代码表/).waitFor()
  expect(await admin.getByRole('button', { name: '提出修订' }).isDisabled()).toBe(true)
  await admin.getByLabel('代码表的代码').fill('marital_status')
  await admin.getByLabel('代码表的名称').fill('婚姻状况')
  const list = admin.locator('table').first()
  await list.getByLabel('第 1 行：代码').fill('_T')
  await list.getByLabel('第 1 行：名称', { exact: true }).fill('合计')
  await admin.getByText('没有错误').waitFor()
  await narrow(admin, 'code-new')
  expect(await faultsOf(admin)).toEqual([])
  await admin.getByRole('button', { name: '提出修订' }).click()
  const dialog = admin.getByRole('dialog')
  await dialog.getByRole('textbox').fill('演示：增加婚姻状况')
  await dialog.getByRole('button', { name: '提出修订' }).click()
  await admin.getByRole('heading', { name: '增加代码表 marital_status 婚姻状况' }).waitFor()
  await colleague.goto(admin.url())
  await narrow(colleague, 'code-new-proposal')
  await colleague.getByRole('button', { name: '批准' }).click()
  await colleague.getByRole('dialog').getByRole('textbox').fill('演示：同意')
  await colleague.getByRole('dialog').getByRole('button', { name: '批准' }).click()
  await colleague.getByText('已批准').waitFor()
  await admin.goto(`${plan}/codes`)
  await admin.getByRole('link', { name: '婚姻状况' }).click()
  await admin.getByRole('row', { name: '_T 合计' }).waitFor()
})
