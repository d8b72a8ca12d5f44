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

/** What axe finds on a page, or in a part of it, once it has come to rest. */
export async function faultsOf(page: Page, part = 'html', rule?: string): Promise<string[]> {
  await atRest(page)
  const axe = new AxeBuilder({ page }).include(part).setLegacyMode()
  axe.options({ resultTypes: ['violations'] })
  const { violations } = await (rule ? axe.withRules(rule) : axe.withTags(RULES)).analyze()
  return violations.map(({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html).join(' ')}`)
}
