/** Every page of the demo store in both languages, on a telephone, on a desk and on a wall, as office, unit and guest; takes minutes, so only
 * where it is asked for. Pictures of all go to target/pages, to be looked at. */
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { Browser, Page } from 'playwright-core'
import { faultsOf } from './access'
import { open, person } from './browser'
import { startDemo, type Server } from './server'

const plan = '/plans/kaiping-women-2021'
const password = 'Heng-2026-demo'
const paths = [
  plan, `${plan}/domains/1`, `${plan}/objectives/1.2`, `${plan}/objectives/2.1`, `${plan}/projects`, `${plan}/indicators`, `${plan}/indicators/H03`,
  `${plan}/indicators/D06`, `${plan}/catalogue/indicators/V08`, `${plan}/catalogue/items`, `${plan}/data`, `${plan}/data?view=chart`, `${plan}/data?view=cross`,
  `${plan}/data?view=bar`, `${plan}/data?view=scatter`, `${plan}/data?view=map&subject=NVIL_SUP`, `${plan}/warnings`, `${plan}/tasks`, `${plan}/acceptances`, `${plan}/rounds`, `${plan}/rounds/new`,
  `${plan}/rounds/1`, `${plan}/rounds/1/import`, `${plan}/rounds/1/findings`, `${plan}/checks`, `${plan}/submissions/1`, `${plan}/units`,
  `${plan}/releases`, `${plan}/releases/1`, `${plan}/reports`, `${plan}/uppers`, '/packages', '/packages/read', '/packages/check', '/proposals', '/audit',
  '/factor', '/users', '/password', `${plan}/codes`, `${plan}/codes/codes.age_group`, `${plan}/codes/codes.age_group/edit`, `${plan}/codes/new`,
  `${plan}/catalogue/indicators`, `${plan}/domains`, '/', '/login', '/nowhere-at-all',
]

describe.runIf(process.env.HENG_PAGES)('every page', { timeout: 1_200_000 }, () => {
  let server: Server
  let browser: Browser

  beforeAll(async () => {
    server = await startDemo(password)
    browser = await open()
  }, 600_000)

  afterAll(async () => {
    await browser?.close()
    await server?.stop()
  })

  async function signedIn(name: string) {
    const { page, faults } = await person(browser, server.url)
    page.setDefaultTimeout(60_000)
    if (!name) return { page, faults }
    await page.goto('/login')
    await page.getByLabel('用户名').fill(name)
    await page.getByLabel('口令', { exact: true }).fill(password)
    await page.getByRole('button', { name: '登录', exact: true }).click()
    await page.waitForURL((url) => !url.pathname.startsWith('/login'))
    return { page, faults }
  }

  /** By how many pixels a page goes beyond its window. */
  const tooWide = (page: Page) => page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth)

  /** What is wrong on a page as it stands: for readers of screens, for narrow ones, and texts that lack their words. */
  async function wrong(page: Page): Promise<string[]> {
    // A page that is not for the asker says so in place of its heading.
    await page.locator('h1, .empty, .failed').first().waitFor()
    await page.waitForLoadState('networkidle')
    const over = await tooWide(page)
    const { keys, marked } = await page.evaluate(() => ({
      marked: document.querySelector('.demo')?.checkVisibility() === true,
      // A key of a text, as it is shown where a language has no words for it.
      keys: (document.querySelector('#app')?.textContent ?? '').match(/\b[a-z]+\.[a-z]+_[a-z_]+\b/g) ?? [],
    }))
    const path = page.url().slice(server.url.length)
    return [...(await faultsOf(page)), ...(over > 1 ? [`${path} is ${over} px too wide`] : []), ...keys.map((key) => `${path} says ${key}`), ...(marked ? [] : [`${path} does not say that its figures are invented`])]
  }

  /** Whether a page lies on A4 within its margins, across where it has wide tables. */
  async function wrongOnPaper(page: Page): Promise<string[]> {
    await page.emulateMedia({ media: 'print' })
    const across = await page.evaluate(() => document.querySelector('.across') !== null)
    await page.setViewportSize({ width: across ? 1032 : 703, height: 1000 })
    // Charts are drawn anew for the width of the sheet.
    await page.waitForTimeout(300)
    const over = await tooWide(page)
    await page.emulateMedia({ media: null })
    return over > 1 ? [`${page.url().slice(server.url.length)} is ${over} px too wide on paper`] : []
  }

  const runs: [string, string, number][] = [
    ['office', '中文', 1280], ['office', 'English', 1280], ['office', '中文', 360], ['office', 'English', 360], ['office', '中文', 2560],
    ['health-reporter', '中文', 1280], ['health-reviewer', '中文', 360], ['auditor', 'English', 2560], ['', 'English', 1280], ['', '中文', 360],
  ]
  for (const [name, language, width] of runs) {
    test(`${language} at ${width} px as ${name || 'a guest'}`, async () => {
      const { page, faults } = await signedIn(name)
      await page.setViewportSize({ width: 1280, height: 800 })
      await page.goto(plan)
      await page.getByRole('button', { name: language, exact: true }).click()
      await page.setViewportSize({ width, height: 800 })
      const found: string[] = []
      const pictures = `../target/pages/${language}-${width}-${name || 'guest'}`
      for (const [index, path] of paths.entries()) {
        await page.goto(path)
        found.push(...(await wrong(page)))
        const picture = `${String(index).padStart(2, '0')}-${path.replace(plan, '').replace(/[^\w.]+/g, '-')}.png`
        await page.screenshot({ path: `${pictures}/${picture}`, fullPage: true })
        if (name === 'office' && width === 1280) {
          found.push(...(await wrongOnPaper(page)))
          await page.setViewportSize({ width, height: 800 })
        }
      }
      expect(found).toEqual([])
      expect(faults).toEqual([])
      await page.context().close()
    })
  }
})
