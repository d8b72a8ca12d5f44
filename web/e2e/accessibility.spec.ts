import AxeBuilder from '@axe-core/playwright'
import type { Page } from '@playwright/test'
import { makeProject, ownPlan, PLAN, unique, uploadOf } from './plans'
import { expect, post, test } from './session'

const RULES = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice']

async function faultsOf(page: Page) {
  const { violations } = await new AxeBuilder({ page }).withTags(RULES).analyze()
  return violations.map(({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html).join(' ')}`)
}

/** What axe finds on pages, each read when it has come to rest. */
async function faultsOn(page: Page, addresses: string[]) {
  const faults: string[] = []
  for (const address of addresses) {
    await page.goto(address)
    await expect(page.getByRole('heading', { level: 1 })).toBeVisible()
    await expect(page.locator('.ant-skeleton')).toHaveCount(0)
    faults.push(...(await faultsOf(page)).map((fault) => `${address} ${fault}`))
  }
  return faults
}

const paint = (page: Page, theme: 'light' | 'dark') =>
  page.addInitScript((chosen) => {
    const stored = JSON.parse(localStorage.getItem('zhongshu.preferences') ?? '{}')
    localStorage.setItem('zhongshu.preferences', JSON.stringify({ ...stored, theme: chosen }))
  }, theme)

/** A project with a baseline and a task that has slipped against it. */
async function slippedProject(page: Page): Promise<string> {
  const id = await makeProject(page, uploadOf(PLAN.file), unique(PLAN.title))
  await post(page, `/projects/${id}/baselines`, { data: { name: 'Agreed' } })
  const plan = await page.request.get(`/api/v1/projects/${id}/plan`)
  const { tasks } = await plan.json()
  const at = (name: string) => tasks.columns.indexOf(name)
  const leaf = tasks.rows.find((row: unknown[]) => row[at('wbs_code')] === PLAN.first.wbs)
  const fields = { duration_minutes: 4800, percent_complete: 0.3 }
  const operations = [{ op: 'update_task', id: leaf[at('id')], fields }]
  await post(page, `/projects/${id}/plan/edits`, { data: { operations } })
  return id
}

for (const theme of ['light', 'dark'] as const) {
  const tag = theme === 'dark' ? '@once' : []

  test(`axe finds nothing on the pages of a project, ${theme}`, { tag }, async ({ page }) => {
    test.setTimeout(240_000)
    await paint(page, theme)
    const id = await slippedProject(page)
    const { id: preview } = await post<{ id: string }>(page, '/imports', {
      multipart: { file: uploadOf(PLAN.file) },
    })

    const faults = await faultsOn(page, [
      '/projects',
      `/imports/${preview}`,
      `/projects/${id}/overview`,
      `/projects/${id}/plan`,
    ])

    expect(faults).toEqual([])
  })

  test(`axe finds nothing beside the plan, ${theme}`, { tag: '@once' }, async ({ page }) => {
    test.setTimeout(240_000)
    await paint(page, theme)
    const id = await slippedProject(page)

    const faults = await faultsOn(page, [
      `/projects/${id}/plan?panel=variances`,
      `/projects/${id}/plan?panel=history`,
      `/projects/${id}/plan?table=true`,
      '/governance/units',
      '/governance/people',
      '/governance/calendars',
      '/governance/audit',
      '/nowhere',
    ])

    expect(faults).toEqual([])
  })

  test.describe(`on a phone, ${theme}`, () => {
    test.use({ viewport: { width: 390, height: 844 }, hasTouch: true, isMobile: true })

    test('axe finds nothing', { tag: '@once' }, async ({ page }) => {
      test.setTimeout(120_000)
      await paint(page, theme)
      const title = unique('Workshop')
      const id = await makeProject(page, ownPlan(title), title)

      const faults = await faultsOn(page, [
        '/projects',
        `/projects/${id}/overview`,
        `/projects/${id}/plan`,
      ])

      expect(faults).toEqual([])
    })
  })

  test.describe(`before signing in, ${theme}`, () => {
    test.use({ role: null })

    test('axe finds nothing', { tag }, async ({ page }) => {
      await paint(page, theme)

      expect(await faultsOn(page, ['/sign-in'])).toEqual([])
    })
  })
}
