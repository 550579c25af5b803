/** The database's cross table and drawings, views that are kept, and early warnings, on the published figures of the national outline. */
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import type { Browser, Page } from 'playwright-core'
import { faultsAt } from './access'
import { open, person, picture } from './browser'
import { signedIn, signInto } from './desk'
import { start, type Server } from './server'

const plan = '/plans/national-women-2011'

let server: Server
let browser: Browser
let page: Page
let faults: string[]

beforeAll(async () => {
  server = await start()
  browser = await open()
  await signedIn(server, 'admin', server.password)
  ;({ page, faults } = await person(browser, server.url))
  await signInto(page.context(), 'admin')
})

afterAll(async () => {
  await browser?.close()
  if (server) expect(await server.stop(), 'the server ends by itself when told').toBe(0)
})

const button = (name: string) => page.getByRole('button', { name, exact: true })
const heads = () => page.getByRole('columnheader').allTextContents()

test('any axis stands down or across, and a figure leads back to where it was published', async () => {
  await page.goto(`${plan}/data?view=cross&subject=H03`)
  await page.getByRole('cell', { name: '30.0' }).first().waitFor()
  expect((await heads()).map((head) => head.trim())).toContain('2010年')
  await button('行列互换').click()
  await page.waitForURL(/rows=period/)
  await page.getByRole('rowheader', { name: '2010' }).first().waitFor()
  expect(new URL(page.url()).searchParams.get('columns')).toBe('subject')
  await page.getByRole('row').filter({ has: page.getByRole('rowheader', { name: '2010' }) }).first().getByRole('button').first().click()
  await page.getByRole('dialog').getByText('孕产妇死亡率').first().waitFor()
  await page.keyboard.press('Escape')
  await picture(page, 'cross')
})

test('a view is kept under a title, opened again and taken away', async () => {
  await button('保存这个查询').click()
  await page.getByLabel('名称').fill('历年孕产妇死亡率')
  await page.getByLabel('其他用户也能看到').check()
  // Going elsewhere at once would take the request along.
  const kept = page.waitForResponse((answer) => answer.request().method() === 'POST' && answer.url().endsWith('/views'))
  await button('保存').click()
  await kept
  await page.goto(`${plan}/data`)
  await page.getByRole('button', { name: /保存的查询（1）/ }).click()
  await page.getByRole('menuitem', { name: '历年孕产妇死亡率' }).click()
  await page.waitForURL(/view=cross/)
  await page.getByRole('rowheader', { name: '2010' }).first().waitFor()
  await button('管理').click()
  await button('删除').click()
  // What others see is not deleted by one click.
  const sure = page.getByRole('dialog').filter({ hasText: '其他用户也在用' })
  await sure.getByRole('button', { name: '删除', exact: true }).click()
  await page.getByRole('button', { name: /保存的查询/ }).waitFor({ state: 'detached' })
})

test('bars are drawn and saved as a picture, the table as a workbook', async () => {
  await page.goto(`${plan}/data?view=bar&subject=H03`)
  await page.getByRole('img', { name: '条形图' }).locator('svg').waitFor()
  for (const [kind, sign] of [['PNG', '\x89PNG'], ['SVG', '<svg']] as const) {
    const [download] = await Promise.all([page.waitForEvent('download'), button(kind).click()])
    expect(readFileSync(await download.path()).subarray(0, 4).toString('latin1')).toBe(sign)
  }
  for (const [view, name] of [['cross', 'table'], ['pivot', 'table'], ['table', 'data']]) {
    await page.goto(`${plan}/data?view=${view}&subject=H03`)
    const [book] = await Promise.all([page.waitForEvent('download'), page.getByRole('link', { name: 'Excel', exact: true }).click()])
    expect(book.suggestedFilename()).toBe(`national-women-2011-${name}.xlsx`)
    expect(readFileSync(await book.path()).subarray(0, 2).toString('latin1')).toBe('PK')
  }
})

test('a drawing that cannot be says what to choose', async () => {
  await page.goto(`${plan}/data?view=map`)
  await page.getByText('请选一个指标或数据项').waitFor()
  await page.goto(`${plan}/data?view=scatter&subject=H03`)
  await page.getByText('没有符合条件的数').waitFor()
})

test('women and men are drawn against each other where both are published, and the table beneath has the same figures', async () => {
  await page.goto(`${plan}/data?view=scatter&subject=N044`)
  await page.getByRole('img', { name: '男女对照' }).locator('svg').waitFor()
  await page.getByRole('cell', { name: '9.59' }).waitFor()
  await page.getByRole('cell', { name: '10.22' }).waitFor()
  const [download] = await Promise.all([page.waitForEvent('download'), button('SVG').click()])
  expect(readFileSync(await download.path(), 'utf8')).toContain('平均受教育年限')
})

test('what is published of the nation stands beside the own figures, marked, with its year and source', async () => {
  const county = '/plans/kaiping-women-2021'
  await page.goto(`${county}/indicators/H03`)
  const beside = page.locator('section').filter({ has: page.getByRole('heading', { name: '与上级和全国公布数比较' }) })
  await beside.getByRole('row').filter({ hasText: '全国' }).first().waitFor()
  expect(await beside.getByRole('row').filter({ hasText: '全国' }).first().textContent()).toMatch(/14\.3\s*2024/)
  // Nobody publishes it: no table, no empty column.
  await page.goto(`${county}/indicators/D24`)
  await page.getByRole('heading', { name: '历年数值' }).waitFor()
  expect(await page.getByRole('heading', { name: '与上级和全国公布数比较' }).count()).toBe(0)
  await page.goto(`${county}/data?view=cross&subject=H03`)
  await page.getByLabel(/的公布数比较/).check()
  await page.waitForURL(/compare=yes/)
  await page.getByRole('rowheader', { name: '全国（公布数）' }).first().waitFor()
  await page.getByText('只供比较，不计入合计').waitFor()
})

test('an indicator of towns is computed of their own figures, on the map, in bars and in a table', async () => {
  const county = '/plans/kaiping-women-2021'
  const row = (item: string, area: string, value: number) => `,${item},${area},2025,sex=F,${value},人,A,S001,`
  const towns = [['440783103', 30, 40], ['440783105', 7, 21]] as const
  const rows = towns.flatMap(([area, visited, listed]) => [row('DIFF_VISIT', area, visited), row('DIFF', area, listed)])
  const folder = mkdtempSync(join(tmpdir(), 'heng-towns-'))
  writeFileSync(join(folder, 'towns.csv'), ['indicator,item,area,period,breakdown,value,unit,obs_status,source,note', ...rows].join('\n'))
  server.run('data', 'import', join(folder, 'towns.csv'), '--source', '市民政局台账', '--plan', 'kaiping-women-2021')
  rmSync(folder, { recursive: true })
  await page.goto(`${county}/data?view=map&subject=S18`)
  const tile = page.getByRole('listitem').filter({ hasText: '沙塘镇' })
  await tile.getByRole('button', { name: '75.0' }).click()
  const drawer = page.getByRole('dialog').filter({ hasText: '困难妇女定期探访率（沙塘镇）' })
  await drawer.getByText('30 / 40').waitFor()
  await drawer.getByText('计算公式').waitFor()
  await drawer.getByRole('link', { name: '困难妇女定期探访率' }).waitFor()
  await page.keyboard.press('Escape')
  await drawer.waitFor({ state: 'hidden' })
  const [picture] = await Promise.all([page.waitForEvent('download'), button('SVG').click()])
  expect(readFileSync(await picture.path(), 'utf8')).toMatch(/沙塘镇[^]*75\.0[^]*是示意/)
  await page.goto(`${county}/data?view=bar&subject=S18&area=all`)
  await page.getByRole('img', { name: '条形图' }).locator('svg').waitFor()
  await page.getByRole('row').filter({ hasText: '龙胜镇' }).getByText('33.3').waitFor()
  await page.goto(`${county}/data?view=cross&subject=S18&area=all&rows=period&columns=area`)
  await page.getByRole('columnheader', { name: '沙塘镇' }).waitFor()
})

test('a warning is found, read with its reason, and taken note of', async () => {
  await page.goto(`${plan}/warnings`)
  const row = page.getByRole('row').filter({ hasText: '村委会成员' }).first()
  await row.waitFor()
  await picture(page, 'warnings')
  await row.getByRole('button').first().click()
  const drawer = page.getByRole('dialog').first()
  await drawer.getByText('24.2').first().waitFor()
  await drawer.getByRole('button', { name: '标记已阅' }).click()
  const asked = page.getByRole('dialog').last()
  await asked.getByLabel('说明').fill('已转民政部门研究')
  await asked.getByRole('button', { name: '标记已阅' }).click()
  await drawer.getByText('已转民政部门研究').first().waitFor()
  await page.goto(`${plan}/warnings?noted=yes`)
  await page.getByRole('row').filter({ hasText: '村委会成员' }).first().waitFor()
})

test('a qualitative objective is rated from evidence, with who and when', async () => {
  await page.goto(`${plan}/objectives/1.4`)
  await button('评定').click()
  const asked = page.getByRole('dialog').last()
  await asked.getByLabel('有措施', { exact: true }).check()
  await asked.getByLabel('依据').fill('演示：性病监测年报，自愿咨询检测点 12 处')
  await picture(page, 'rating', 'guide/pictures')
  await asked.getByRole('button', { name: '评定', exact: true }).click()
  const row = page.getByRole('row').filter({ hasText: '自愿咨询检测点' })
  await row.getByRole('rowheader', { name: '有措施' }).waitFor()
  await page.goto(`${plan}/domains/1?year=2020`)
  await page.getByRole('row').filter({ hasText: '性病感染率' }).getByText('有措施').waitFor()
})

test('states are looked at as they were known on a day, from page to page', async () => {
  const note = page.getByRole('status').filter({ hasText: '2000-01-01' })
  await page.goto(`${plan}?year=2015`)
  await page.getByRole('combobox', { name: '截至某日' }).fill('2000-01-01')
  await page.keyboard.press('Enter')
  await note.waitFor()
  expect(new URL(page.url()).searchParams.get('year')).toBe('2015')
  await page.getByRole('table').getByRole('link').first().click()
  await page.waitForURL(/domain.*as_of=2000-01-01/)
  await note.waitFor()
  await page.getByRole('table').getByText('缺数据').first().waitFor()
})

test('on a phone a page is no wider than the screen', async () => {
  const whole = page.viewportSize()
  await page.setViewportSize({ width: 390, height: 844 })
  for (const path of ['warnings?noted=yes', 'data?view=cross']) {
    await page.goto(`${plan}/${path}`)
    await page.getByRole('table').waitFor()
    expect(await page.evaluate(() => document.documentElement.scrollWidth), path).toBeLessThanOrEqual(390)
  }
  if (whole) await page.setViewportSize(whole)
})

test('no page has a serious fault, and the browser reports none', async () => {
  const pages = ['cross&subject=H03', 'bar&subject=H03', 'map', 'scatter&subject=N044'].map((view) => `${plan}/data?view=${view}`)
  expect(await faultsAt(page, [...pages, `${plan}/warnings`, `${plan}/objectives/1.4`])).toEqual([])
  expect(faults).toEqual([])
})
