/** The signed sheet from both sides: printed, signed on paper and sent, void after a change, signed with a second factor; a hand-over. */
import { createHmac } from 'node:crypto'
import { afterAll, beforeAll, expect, test } from 'vitest'
import type { Browser, Locator, Page } from 'playwright-core'
import { faultsOf } from './access'
import { open, picture } from './browser'
import { ask, faultsOfAll, fillIn, made, opened, own, plan, signedIn } from './office'
import { start, type Server } from './server'

let server: Server
let browser: Browser
let admin: Page
let reporter: Page
let reviewer: Page
let form: number

const button = (page: Page | Locator, name: string) => page.getByRole('button', { name, exact: true })
const dialog = (page: Page) => page.getByRole('dialog').last()
const box = (page: Page) => page.getByRole('region', { name: '签字' })
const formOf = (page: Page) => page.goto(`${plan}/submissions/${form}`)

/** RFC 6238 by itself, so that the server's library is not checked by itself. */
function codeOf(secret: string, ahead = 0): string {
  const bits = [...secret.replace(/=+$/, '')].map((letter) => 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567'.indexOf(letter).toString(2).padStart(5, '0')).join('')
  const key = Buffer.from((bits.match(/.{8}/g) ?? []).map((byte) => parseInt(byte, 2)))
  const counter = Buffer.alloc(8)
  counter.writeBigUInt64BE(BigInt(Math.floor(Date.now() / 30_000) + ahead))
  const hash = createHmac('sha1', key).update(counter).digest()
  const at = (hash[19] ?? 0) & 15
  return String((hash.readUInt32BE(at) & 0x7fffffff) % 1_000_000).padStart(6, '0')
}

async function submit(page: Page, answer?: string) {
  await button(page, '提交').click()
  if (answer) await dialog(page).getByLabel('对退回理由的答复（必填）').fill(answer)
  await button(dialog(page), '提交').click()
  await page.getByText(/等待本单位审核员审核/).waitFor()
}

beforeAll(async () => {
  server = await start()
  browser = await open()
  admin = await signedIn(browser, server, 'admin', server.password)
  await ask(admin, 'POST', `/api${plan}/units/water/confirmation`, { reason: '与联络员核对无误' })
  reporter = await made(browser, server, admin, 'tianbao', '演示填报员', 'reporter', 'water')
  reviewer = await made(browser, server, admin, 'shenhe', '演示审核员', 'reviewer', 'water')
  form = await opened(admin, '2024年年报', '2024', { evaluation: false, signature: 'required' })
})

afterAll(async () => {
  await browser?.close()
  await server?.stop()
})

test('a form that is to be signed is printed, signed on paper and its scan sent', async () => {
  await formOf(reporter)
  await fillIn(reporter)
  await submit(reporter)
  await formOf(reviewer)
  await button(reviewer, '审核通过').click()
  await button(dialog(reviewer), '审核通过').click()
  await dialog(reviewer).getByText('还没有签字').waitFor()
  await button(dialog(reviewer), '取消').click()

  await box(reporter).getByText('未签').waitFor()
  await button(box(reporter), '打印签字表').click()
  await dialog(reporter).getByLabel('单位负责人').fill('刘局长')
  const [file] = await Promise.all([reporter.waitForEvent('download'), button(dialog(reporter), '下载 Word 文件').click()])
  expect(file.suggestedFilename()).toBe(`kaiping-women-2021-water-2024-${form}.docx`)
  const code = await box(reporter).getByRole('code').innerText()
  await button(box(reporter), '上传扫描件').click()
  await dialog(reporter).getByText('本系统不得存储、处理国家秘密。').waitFor()
  await dialog(reporter).getByLabel('文件').setInputFiles({ name: '签字表.pdf', mimeType: 'application/pdf', buffer: Buffer.from('no scan') })
  await dialog(reporter).getByLabel('页脚的校验码').fill(code.slice(0, 6))
  await dialog(reporter).getByLabel('签字人').fill('刘局长')
  await button(dialog(reporter), '上传扫描件').click()
  await dialog(reporter).getByText('不是 PDF、PNG 或 JPEG 文件').waitFor()
  await dialog(reporter).getByLabel('文件').setInputFiles({ name: '签字表.pdf', mimeType: 'application/pdf', buffer: Buffer.from('%PDF-1.4\nsigned') })
  await button(dialog(reporter), '上传扫描件').click()
  await box(reporter).getByText('刘局长 签字盖章').waitFor()
  await picture(reporter, 'sheet-valid')
  expect(await faultsOf(reporter)).toEqual([])
})

test('a changed cell makes it void, and says so to both', async () => {
  await formOf(reviewer)
  await box(reviewer).getByText('有效').first().waitFor()
  await button(reviewer, '退回').click()
  await dialog(reviewer).getByLabel('退回理由（必填）').fill('人口数重核')
  await button(dialog(reviewer), '退回').click()
  await reviewer.getByText(/已退回责任单位修改/).waitFor()
  await formOf(reporter)
  await fillIn(reporter, [['农村供水范围总人口', '401000']])
  await box(reporter).getByText('签字以后改过数').waitFor()
  await picture(reporter, 'sheet-void')
  await submit(reporter, '已重核')
  await formOf(reviewer)
  await box(reviewer).getByText('签字以后改过数').waitFor()
})

test('the reviewer sets up a second factor and signs with it', async () => {
  await reviewer.goto('/factor')
  await reviewer.getByLabel('现口令').fill('not-mine')
  await button(reviewer, '启用').click()
  await reviewer.getByText('现在的口令不对').waitFor()
  await reviewer.getByLabel('现口令').fill(own)
  await button(reviewer, '启用').click()
  await reviewer.getByRole('img', { name: '身份验证器的二维码' }).waitFor()
  await picture(reviewer, 'sheet-factor')
  expect(await faultsOf(reviewer)).toEqual([])
  const secret = await reviewer.getByRole('code').innerText()
  await reviewer.getByLabel('动态码').fill(codeOf(secret))
  await button(reviewer, '确认启用').click()
  await reviewer.getByText(/^已启用/).waitFor()
  await reviewer.reload()
  await reviewer.getByText(/^已启用/).waitFor()
  expect(await reviewer.getByText(secret).count(), 'shown once').toBe(0)

  await formOf(reviewer)
  await button(box(reviewer), '签名确认').click()
  await dialog(reviewer).getByLabel('本人姓名').fill('演示审核员')
  await dialog(reviewer).getByLabel('动态码').fill(codeOf(secret, 1))
  await button(dialog(reviewer), '签名').click()
  await box(reviewer).getByText('演示审核员 签名确认').waitFor()
  await button(reviewer, '审核通过').click()
  await button(dialog(reviewer), '审核通过').click()
  await reviewer.getByText(/等待统计局接收/).waitFor()
})

test('the bureau takes the scan along, and both are on record', async () => {
  await formOf(admin)
  const [scan] = await Promise.all([admin.waitForEvent('download'), box(admin).getByRole('link', { name: '签字表.pdf' }).click()])
  expect(scan.suggestedFilename()).toBe('签字表.pdf')
  await admin.goto('/audit')
  await admin.getByRole('row').filter({ hasText: '下载签字扫描件' }).waitFor()
  expect(await admin.getByText(/^[a-z]+\.[a-z_]+$/).count(), 'every action is in words').toBe(0)
})

test('a contact person hands over; the successor goes on with what is due', async () => {
  await admin.goto('/users')
  await button(admin, '交接 tianbao').click()
  await dialog(admin).getByLabel('用户名').fill('xinren')
  await dialog(admin).getByLabel('姓名', { exact: true }).fill('新任联络员')
  await dialog(admin).getByLabel('理由（必填）').fill('调岗')
  await button(dialog(admin), '交接').click()
  const shown = await dialog(admin).getByRole('code').innerText()
  await button(dialog(admin), '已记下，关闭').click()
  await admin.getByText('演示填报员 已交接给 新任联络员，转交待办报表 1 份。').waitFor()
  await admin.getByText('已交接给 xinren').waitFor()
  await picture(admin, 'sheet-handover')
  expect(await faultsOf(admin)).toEqual([])
  await reporter.goto(`${plan}/tasks`)
  await reporter.waitForURL(/\/login/)
  const successor = await signedIn(browser, server, 'xinren', shown)
  await successor.goto(`${plan}/submissions/${form}`)
  await successor.getByText('单位已审').first().waitFor()
})

test('nothing failed in the browser', () => expect(faultsOfAll()).toEqual([]))
