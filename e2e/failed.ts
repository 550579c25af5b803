/** What a failed step saw: a picture of each open page, in out/. */
import { mkdirSync } from 'node:fs'
import { resolve } from 'node:path'
import { afterEach } from 'vitest'
import { opened } from './browser'

const folder = resolve(import.meta.dirname, 'out')

afterEach(async ({ task }) => {
  if (task.result?.state !== 'fail') return
  mkdirSync(folder, { recursive: true })
  const name = `${task.file.name.replace(/\W+/g, '-')}-${task.name.replace(/\s+/g, '-')}`.slice(0, 80)
  const pages = opened.flatMap((browser) => browser.contexts()).flatMap((context) => context.pages())
  for (const [at, page] of pages.entries()) {
    await page.screenshot({ path: resolve(folder, `${name}-${at}.png`), timeout: 10_000 }).catch(() => {})
  }
})
