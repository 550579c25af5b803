/** What a browser keeps of the program and of forms, and when it is ready to open them without a network. */
import type { Page } from 'playwright-core'

/** Files of the program that are kept, by their paths. */
export const keptFiles = (page: Page): Promise<string[]> =>
  page.evaluate(async () => {
    const caches = await Promise.all((await window.caches.keys()).map((name) => window.caches.open(name)))
    const requests = await Promise.all(caches.map((cache) => cache.keys()))
    return requests.flat().map(({ url }) => new URL(url).pathname)
  })

/** Forms whose answers are kept, as text. Asked of a page that is just being left, Chromium may never answer: then it fails, to be asked again. */
export const keptForms = (page: Page): Promise<string[]> => Promise.race([askedForms(page), unanswered()])

async function unanswered(): Promise<never> {
  await new Promise((done) => setTimeout(done, 5_000))
  throw new Error('the page does not say within five seconds which forms it keeps')
}

const askedForms = (page: Page): Promise<string[]> =>
  page.evaluate(async () => {
    const opening = indexedDB.open('heng-forms')
    const database = await new Promise<IDBDatabase>((done) => (opening.onsuccess = () => done(opening.result)))
    const asked = database.objectStoreNames.contains('forms') ? database.transaction('forms').objectStore('forms').getAll() : undefined
    const forms = asked ? await new Promise<unknown[]>((done) => (asked.onsuccess = () => done(asked.result as unknown[]))) : []
    database.close()
    return forms.map((form) => JSON.stringify(form))
  })

/** Until the open form could be opened without a network. */
export async function readyOffline(page: Page): Promise<void> {
  await page.evaluate(async () => void (await navigator.serviceWorker.ready))
  for (let turn = 0; turn < 50 && !(await keptForms(page)).length; turn += 1) await page.waitForTimeout(100)
}
