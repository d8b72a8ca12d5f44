import AxeBuilder from '@axe-core/playwright'
import { expect, type Page, type TestInfo, test } from '@playwright/test'
import { isWhole } from './turns'

const ALL = {
  type: 'tag' as const,
  values: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'],
}
/** What is left to see in the dark of a page that was seen in light: nothing else differs. */
const DARK = { type: 'rule' as const, values: ['color-contrast'] }

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

/** What axe finds in a theme. */
async function faultsIn(page: Page, theme: Theme, part: string, rules: typeof ALL | typeof DARK) {
  await paint(page, theme)
  await atRest(page)
  const axe = new AxeBuilder({ page }).include(part).setLegacyMode()
  axe.options({ resultTypes: ['violations'], runOnly: rules })
  const { violations } = await axe.analyze()
  return violations.map(
    ({ id, nodes }) => `${theme} ${id}: ${nodes.map(({ html }) => html).join(' ')}`,
  )
}

/** How often each test has looked. */
const looks = new WeakMap<TestInfo, number>()

/**
 * What axe finds on a page, or in a part of it, once it has come to rest.
 *
 * A merge looks in light and in the dark by turns, from one look of a test to the next; the night
 * looks in both each time. The page stays in the theme that was looked at.
 */
export async function faultsOf(page: Page, part = 'html'): Promise<string[]> {
  if (isWhole)
    return [
      ...(await faultsIn(page, 'light', part, ALL)),
      ...(await faultsIn(page, 'dark', part, DARK)),
    ]
  const info = test.info()
  const n = looks.get(info) ?? 0
  looks.set(info, n + 1)
  const isDark = (n + info.title.length) % 2 === 1
  return faultsIn(page, isDark ? 'dark' : 'light', part, ALL)
}
