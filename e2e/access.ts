/** What a page is to people who see or point badly: the rules of axe, and the keyboard alone. */
import AxeBuilder from '@axe-core/playwright'
import type { Page } from 'playwright-core'

/** Until nothing fades in or out: half transparent, every text is pale. */
async function atRest(page: Page): Promise<void> {
  await page.evaluate(async () => {
    const frame = () => new Promise((done) => requestAnimationFrame(done))
    // A transition begins in the frame after the one that draws its element.
    await frame().then(frame)
    const ends = (animation: Animation) => animation.effect?.getComputedTiming().iterations !== Infinity
    await Promise.allSettled(document.getAnimations().filter(ends).map(({ finished }) => finished))
  })
}

/** Serious and critical faults of the page as it stands, a line each. */
export async function faultsOf(page: Page): Promise<string[]> {
  await atRest(page)
  const { violations } = await new AxeBuilder({ page }).options({ resultTypes: ['violations'] }).setLegacyMode().analyze()
  const grave = violations.filter(({ impact }) => impact === 'serious' || impact === 'critical')
  const path = new URL(page.url()).pathname
  return grave.flatMap(({ id, help, nodes }) => nodes.map((node) => `${path} ${id}: ${help}: ${node.html.slice(0, 160)} ${node.failureSummary?.split('\n')[1]?.trim() ?? ''}`))
}

/** Faults of all pages, one after another. */
export async function faultsAt(page: Page, paths: string[]): Promise<string[]> {
  const found: string[] = []
  for (const path of paths) {
    await page.goto(path)
    await page.locator('h1, .empty').first().waitFor()
    await page.getByRole('status', { name: '正在读取' }).waitFor({ state: 'hidden' })
    found.push(...(await faultsOf(page)))
  }
  return found
}

/** The element that has the focus: its name as a screen reader says it, its tag, and whether one sees the focus. */
export const focused = (page: Page) =>
  page.evaluate(() => {
    const element = document.activeElement
    const style = element && getComputedStyle(element)
    return {
      name: (element?.getAttribute('aria-label') ?? element?.textContent ?? '').trim(),
      tag: element?.tagName ?? '',
      seen: style?.outlineStyle !== 'none' && style?.outlineWidth !== '0px',
      inDialog: element?.closest('[role="dialog"]') != null,
    }
  })

/** Presses Tab until the element of a name has the focus. */
export async function tabTo(page: Page, name: string): Promise<void> {
  for (let press = 0; press < 60; press += 1) {
    await page.keyboard.press('Tab')
    if ((await focused(page)).name === name) return
  }
  throw new Error(`Tab never comes to ${name}; it ends at ${(await focused(page)).name}`)
}
