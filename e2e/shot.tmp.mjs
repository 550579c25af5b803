import { chromium } from 'playwright-core'
const b = await chromium.launch({ executablePath: '/usr/bin/chromium', args: ['--no-sandbox','--disable-gpu','--lang=zh-CN'] })
const c = await b.newContext({ baseURL: 'http://127.0.0.1:18210', viewport: { width: 1280, height: 1100 }, locale: 'zh-CN' })
const p = await c.newPage(); p.setDefaultTimeout(20000)
p.on('pageerror', e => console.log('ERR', e.message))
const pw = process.argv[2]
await p.goto('/sign-in').catch(()=>{})
await p.goto('/'); await p.waitForTimeout(1500)
console.log(p.url())
await p.getByRole('link', { name: '登录' }).or(p.getByRole('button', { name: '登录' })).first().click()
await p.getByLabel('用户名').fill('admin'); await p.getByLabel('口令', { exact: true }).fill(pw)
await p.getByRole('button', { name: '登录' }).last().click(); await p.waitForTimeout(1500)
if (await p.getByLabel('现口令').count()) {
  await p.getByLabel('现口令').fill(pw); await p.getByLabel('新口令', { exact: true }).fill('Long-enough-123'); await p.getByLabel('再输一次新口令').fill('Long-enough-123')
  await p.getByRole('button', { name: '保存新口令' }).click(); await p.waitForTimeout(1500)
}
for (const [name, url] of [['o12','/plans/national-women-2011/objectives/1.2?year=2015'],['o13','/plans/national-women-2011/objectives/2.Q2?year=2018'],['o12b','/plans/national-women-2011/objectives/1.2?year=2018'],['o11','/plans/national-women-2011/objectives/1.1?year=2015']]) {
  await p.goto(url); await p.waitForLoadState('networkidle'); await p.waitForTimeout(1200)
  await p.screenshot({ path: `/tmp/methods/${name}.png`, fullPage: true })
}
await b.close()
