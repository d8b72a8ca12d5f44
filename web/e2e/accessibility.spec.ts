import AxeBuilder from '@axe-core/playwright'
import type { Page } from '@playwright/test'
import { makeProject, ownPlan, PLAN, taskNow, unique, uploadOf, WORKSHOP } from './plans'
import { expect, post, read, test } from './session'

const RULES = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice']

async function faultsOf(page: Page, part = 'html') {
  const axe = new AxeBuilder({ page }).include(part).withTags(RULES)
  const { violations } = await axe.analyze()
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

const DEVICES = {
  'on a desk': {},
  'on a phone': { viewport: { width: 390, height: 844 }, hasTouch: true, isMobile: true },
}

/** Every page that is not of one project. */
const EVERYWHERE = [
  '/work',
  '/projects',
  '/projects?layout=roadmap',
  '/notifications',
  '/notifications/preferences',
  '/preferences',
  '/governance/units',
  '/governance/people',
  '/governance/calendars',
  '/governance/access',
  '/governance/access?tab=roles',
  '/governance/access?tab=grants',
  '/governance/audit',
]

/** Every page of a project of this test alone, and of a task in it. */
async function pagesOfProject(page: Page): Promise<string[]> {
  const title = unique('Workshop')
  const id = await makeProject(page, ownPlan(title), title)
  const { key } = await read<{ key: string }>(page, `/projects/${id}`)
  const task = await taskNow(page, id, WORKSHOP.first.wbs)
  return [
    `/projects/${id}/overview`,
    `/projects/${id}/plan`,
    `/projects/${id}/plan?panel=task&task=${task.id}`,
    `/projects/${id}/board`,
    `/projects/${id}/board?task=${task.id}`,
    `/tasks/${key}-${task.number}`,
  ]
}

type Part = 'palette' | 'keys' | 'help' | 'tour'

/** What axe finds on the projects with a part of the frame open. */
async function faultsBeside(page: Page, part: Part, shown: string) {
  await page.goto('/projects')
  await expect(page.getByRole('heading', { level: 1 })).toBeVisible()
  await page.evaluate((name) => window.dispatchEvent(new Event(`zhongshu:open-${name}`)), part)
  await expect(page.locator(shown)).toBeVisible()
  await expect(page.locator('.ant-skeleton')).toHaveCount(0)
  return (await faultsOf(page, shown)).map((fault) => `${part} ${fault}`)
}

async function faultsOfFrame(page: Page) {
  const isNarrow = (page.viewportSize()?.width ?? 0) < 1200
  return [
    ...(await faultsBeside(page, 'palette', '.palette-dialog')),
    ...(await faultsBeside(page, 'keys', '.ant-modal')),
    ...(await faultsBeside(page, 'help', isNarrow ? '.help-drawer' : '.help-panel')),
    ...(await faultsBeside(page, 'tour', '.tour-card')),
  ]
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
      '/nowhere',
    ])

    expect(faults).toEqual([])
  })

  for (const [device, use] of Object.entries(DEVICES)) {
    test.describe(`${device}, ${theme}`, () => {
      test.use(use)

      test('axe finds nothing on any page', { tag: '@once' }, async ({ page }) => {
        test.setTimeout(360_000)
        await paint(page, theme)
        const addresses = [...EVERYWHERE, ...(await pagesOfProject(page))]

        expect(await faultsOn(page, addresses)).toEqual([])
      })

      test('axe finds nothing in what opens over a page', { tag: '@once' }, async ({ page }) => {
        test.setTimeout(240_000)
        await paint(page, theme)

        expect(await faultsOfFrame(page)).toEqual([])
      })
    })
  }

  test.describe(`before signing in, ${theme}`, () => {
    test.use({ role: null })

    test('axe finds nothing', { tag }, async ({ page }) => {
      await paint(page, theme)

      expect(await faultsOn(page, ['/sign-in'])).toEqual([])
    })
  })
}
