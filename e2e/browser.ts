/** Debian's Chromium, and pictures of pages for the documents. */
import { mkdirSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { chromium, type Browser, type BrowserContext, type Page } from 'playwright-core'

const docs = resolve(import.meta.dirname, '../docs')

// Without a display, as any user, and without asking other servers for anything.
const flags = [
  '--no-sandbox', '--disable-gpu', '--disable-quic', '--no-first-run', '--disable-background-networking',
  '--disable-component-update', '--disable-sync', '--lang=zh-CN',
]

const executablePath = process.env.CHROMIUM ?? '/usr/bin/chromium'

/** `more` flags, such as a name for an address. */
export async function open(more: string[] = []): Promise<Browser> {
  const browser = await chromium.launch({ executablePath, args: [...flags, ...more] })
  opened.push(browser)
  return browser
}

/** Browsers of this file of tests, for pictures of what failed. */
export const opened: Browser[] = []

/** A browser that keeps what it holds in a folder, as people's own do. */
export const openKept = (folder: string, url: string): Promise<BrowserContext> =>
  chromium.launchPersistentContext(folder, { executablePath, args: flags, baseURL: url, locale: 'zh-CN', viewport: { width: 1280, height: 900 } })

/** A page of a person of their own, with the faults that the browser reports. */
export async function person(browser: Browser, url: string): Promise<{ page: Page; faults: string[] }> {
  const context = await browser.newContext({
    baseURL: url, viewport: { width: 1280, height: 900 }, locale: 'zh-CN', timezoneId: 'Asia/Shanghai', acceptDownloads: true,
  })
  const page = await context.newPage()
  page.setDefaultTimeout(30_000)
  const faults: string[] = []
  page.on('pageerror', (error) => faults.push(error.message))
  page.on('request', (request) => {
    if (!request.url().startsWith(url) && !/^(data|blob):/.test(request.url())) faults.push(`asks ${request.url()}`)
  })
  return { page, faults }
}

/** Keeps a picture of the page; only where asked for, since times and names in it change. */
export async function picture(page: Page, name: string, folder = 'pictures'): Promise<void> {
  await page.waitForLoadState('networkidle')
  // Until animations have come to rest.
  await page.waitForTimeout(400)
  if (!process.env.HENG_PICTURES) return
  mkdirSync(join(docs, folder), { recursive: true })
  await page.screenshot({ path: join(docs, folder, `${name}.png`) })
}
