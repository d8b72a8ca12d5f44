import AxeBuilder from '@axe-core/playwright'
import { expect, type Page } from '@playwright/test'

const RULES = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice']

/** A page has come to rest: nothing is on its way, and nothing moves that will end. */
async function atRest(page: Page) {
  await expect(page.locator('.ant-skeleton, [data-updating]')).toHaveCount(0)
  await page.waitForFunction(() =>
    document
      .getAnimations()
      .every(
        ({ playState, effect }) =>
          playState !== 'running' || effect?.getComputedTiming().iterations === Infinity,
      ),
  )
}

type Theme = 'light' | 'dark'

/** Shows the page in a theme; who follows the device, as the tests do, sees it change in place. */
async function paint(page: Page, theme: Theme) {
  await page.emulateMedia({ colorScheme: theme })
  await page.waitForFunction((one) => document.documentElement.style.colorScheme === one, theme)
}

/** What axe finds in a theme; in the dark it looks at the contrast, as nothing else differs. */
async function faultsIn(page: Page, theme: Theme, part: string): Promise<string[]> {
  await paint(page, theme)
  await atRest(page)
  const axe = new AxeBuilder({ page }).include(part).setLegacyMode()
  axe.options({ resultTypes: ['violations'] })
  const asked = theme === 'dark' ? axe.withRules('color-contrast') : axe.withTags(RULES)
  const { violations } = await asked.analyze()
  return violations.map(
    ({ id, nodes }) => `${theme} ${id}: ${nodes.map(({ html }) => html).join(' ')}`,
  )
}

/** What axe finds on a page, or in a part of it, in both themes, once it has come to rest. */
export async function faultsOf(page: Page, part = 'html'): Promise<string[]> {
  const faults = await faultsIn(page, 'light', part)
  faults.push(...(await faultsIn(page, 'dark', part)))
  await paint(page, 'light')
  return faults
}
