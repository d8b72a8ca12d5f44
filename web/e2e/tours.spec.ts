import { faultsOf } from './axe'
import { expect, test } from './session'

const ROLES = ['administrator', 'pmo', 'project_manager', 'member', 'executive'] as const

/** A merge follows those who see most rooms and fewest; the tests of the tours know the others. */
const BY_DAY: readonly string[] = ['administrator', 'member']

for (const role of ROLES) {
  test.describe(`as ${role}`, { tag: BY_DAY.includes(role) ? [] : '@night' }, () => {
    test.use({ role })

    test('the tour walks over real pages by keyboard and is remembered', async ({
      page,
      words,
    }) => {
      test.setTimeout(120_000)
      const { app, tours } = words
      await page.goto('/projects')
      await expect(page.getByRole('heading', { level: 1 })).toBeVisible()
      await page.evaluate(() => window.dispatchEvent(new Event('zhongshu:open-tour')))

      const card = page.getByRole('dialog')
      const titles: string[] = []
      for (;;) {
        await expect(card).toBeVisible({ timeout: 15_000 })
        await expect(card).toBeFocused()
        titles.push((await card.getByRole('heading').textContent()) ?? '')
        if (titles.length === 1) {
          expect(await faultsOf(page, '.tour-card')).toEqual([])
        }
        if (await card.getByRole('button', { name: tours.done }).isVisible()) break
        await page.keyboard.press('ArrowRight')
        await expect(card.getByRole('heading')).not.toHaveText(titles.at(-1) ?? '', {
          timeout: 15_000,
        })
      }
      const kept = page.waitForResponse('**/session/preferences').catch(() => undefined)
      await page.keyboard.press('Escape')

      await expect(card).toBeHidden()
      expect(titles.length).toBeGreaterThanOrEqual(4)
      expect(new Set(titles).size).toBe(titles.length)
      await Promise.race([kept, page.waitForTimeout(2000)])
      await page.goto('/projects')
      await expect(page.getByRole('heading', { level: 1 })).toBeVisible()
      await expect(page.getByRole('button', { name: app.tour })).toHaveCount(0)
    })
  })
}
