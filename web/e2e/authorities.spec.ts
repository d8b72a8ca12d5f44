import type { Page } from '@playwright/test'
import { faultsOf } from './axe'
import { unique } from './plans'
import { expect, loginOf, read, signIn, test } from './session'
import { isWhole } from './turns'
import { fill } from './words'

const TABS = [
  'authorities',
  'bodies',
  'decisions',
  'lowerings',
  'delegations',
  'separations',
] as const
const choose = (page: Page, text: string) =>
  page.locator('.ant-select-dropdown:visible').getByTitle(text).first().click()

type List<Item> = { items: Item[] }
type Delegation = { id: string; reason: string }
type Project = { id: string; name: string; version: number }

/** Renames a project as the page would while it acts under a delegation. */
async function renameUnder(page: Page, delegation: Delegation, project: Project, name: string) {
  const { csrf_token } = await read<{ csrf_token: string }>(page, '/session')
  const answer = await page.request.patch(`/api/v1/projects/${project.id}`, {
    data: { name },
    headers: {
      'X-CSRFToken': csrf_token,
      'If-Match': `"${project.version}"`,
      'X-Acting-Under': delegation.id,
    },
  })
  expect(answer.ok(), await answer.text()).toBe(true)
}

test.describe('the PMO', () => {
  test.use({ role: 'pmo', refusals: [422] })

  test('passes on what it may, the deputy acts, and the trail names both', {
    tag: '@once',
  }, async ({ page, words }) => {
    const { deciding, app, audit } = words
    const reason = unique('Leave')
    const manager = await loginOf(page, 'project_manager')
    const pmo = await loginOf(page, 'pmo')

    await test.step('the PMO delegates', async () => {
      await page.goto('/governance/authorities?tab=delegations')
      await page.getByRole('button', { name: deciding.delegation.new }).click()
      const dialog = page.getByRole('dialog')
      await dialog.getByLabel(deciding.delegation.deputy).fill(manager.name)
      await choose(page, manager.name)
      await dialog.getByLabel(deciding.scope).click()
      await expect(page.locator('.ant-select-dropdown:visible .ant-select-item')).not.toHaveCount(0)
      await page.keyboard.press('Enter')
      for (const box of await dialog.getByRole('checkbox').all()) await box.check()
      await dialog.getByLabel(deciding.delegation.reason).fill(reason)
      await dialog.getByLabel(deciding.to, { exact: true }).fill('2090-01-01')
      await dialog.getByRole('button', { name: deciding.delegation.give }).click()
      await expect(dialog.getByRole('alert').first()).toBeVisible()
      const soon = new Date(Date.now() + 7 * 86_400_000).toISOString().slice(0, 10)
      await dialog.getByLabel(deciding.to, { exact: true }).fill(soon)
      await dialog.getByRole('button', { name: deciding.delegation.give }).click()
      await expect(page.getByText(reason)).toBeVisible()
      expect(await faultsOf(page)).toEqual([])
    })

    await test.step('the deputy acts in its place', async () => {
      await signIn(page, 'project_manager')
      await page.goto('/governance/authorities?tab=delegations')
      const row = page.locator('.ant-table-row').filter({ hasText: reason })
      const act = fill(deciding.delegation.actOf, { giver: pmo.name })
      await row.getByRole('button', { name: act }).click()
      const banner = page.getByRole('region', { name: app.acting.title })
      await expect(banner).toContainText(pmo.name)
      await page.goto('/projects')
      await expect(banner).toBeVisible()
      await expect(page.getByRole('heading', { level: 1 })).toBeVisible()
      await expect(page.locator('.ant-skeleton')).toHaveCount(0)
      expect(await faultsOf(page)).toEqual([])
      await banner.getByRole('button', { name: app.acting.end }).click()
      await expect(banner).toHaveCount(0)
    })

    const { items: delegations } = await read<List<Delegation>>(page, '/delegations?limit=100')
    const delegation = delegations.find((one) => one.reason === reason)
    const { items: projects } = await read<List<Project>>(page, '/projects?limit=1&sort=-key')
    const [project] = projects
    if (!delegation || !project) throw new Error('nothing to act on')
    await renameUnder(page, delegation, project, unique('Renamed'))

    await test.step('the trail names both', async () => {
      await signIn(page, 'administrator')
      await page.goto('/governance/audit')
      const both = fill(audit.inPlaceOf, { name: manager.name, giver: pmo.name })
      await expect(page.getByText(both).first()).toBeVisible()
    })
  })
})

for (const [place, tab] of TABS.entries()) {
  test(`axe finds nothing on ${tab}, and nothing is wider than a phone`, { tag: '@once' }, async ({
    page,
  }) => {
    const widths = place % 2 ? [1280, 360] : [360, 1280]
    for (const width of widths) {
      await page.setViewportSize({ width, height: 800 })
      // A merge looks at one width, and makes the page as wide as the other.
      if (isWhole || width === widths[0]) {
        await page.goto(`/governance/authorities?tab=${tab}`)
        await expect(page.getByRole('heading', { level: 1 })).toBeVisible()
        await expect(page.locator('.ant-skeleton')).toHaveCount(0)
        expect(await faultsOf(page), `${width}`).toEqual([])
      }
      const overflow = () =>
        page.evaluate(
          () => document.documentElement.scrollWidth - document.documentElement.clientWidth,
        )
      await expect.poll(overflow, `${width}`).toBeLessThanOrEqual(0)
    }
  })
}
