// Fills forms in by the page, as people do. Standard input: {url, plan, password, forms: [{user, submission, cells}]}, with the
// text of each cell; ends with 1 where a form is not saved whole.
import { createRequire } from 'node:module'
import { readFileSync } from 'node:fs'

const { chromium } = createRequire(new URL('../../e2e/package.json', import.meta.url))('playwright-core')
const { url, plan, password, forms } = JSON.parse(readFileSync(0, 'utf8'))
const browser = await chromium.launch({ executablePath: process.env.CHROMIUM ?? '/usr/bin/chromium', args: ['--no-sandbox', '--disable-gpu'] })

async function fill({ user, submission, cells }) {
  const context = await browser.newContext({ baseURL: url, locale: 'zh-CN' })
  await context.request.post('/api/session', { headers: { 'X-Heng': '1' }, data: { name: user, password } })
  const page = await context.newPage()
  await page.goto(`/plans/${plan}/submissions/${submission}`)
  for (const [cell, text] of Object.entries(cells)) await page.locator(`[data-cell="${cell}"] input`).fill(text)
  await page.keyboard.press('Tab')
  await page.locator('.saving').getByText(/^已保存 /).first().waitFor()
  const { entries } = await (await context.request.get(`/api/submissions/${submission}`)).json()
  const held = new Map(entries.map((entry) => [entry.cell, entry.value]))
  const other = Object.entries(cells).filter(([cell, text]) => Number(held.get(cell)) !== Number(text))
  await context.close()
  return other.map(([cell, text]) => `${user} ${cell}: ${text}, held ${held.get(cell)}`)
}

const wrong = []
for (const form of forms) wrong.push(...(await fill(form)))
await browser.close()
if (wrong.length) {
  console.error(wrong.join('\n'))
  process.exit(1)
}
