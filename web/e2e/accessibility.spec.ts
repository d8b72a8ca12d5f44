import type { Page } from '@playwright/test'
import { faultsOf } from './axe'
import { approveBaseline, makeProject, PLAN, taskNow, unique, uploadOf } from './plans'
import { expect, post, read, test } from './session'
import { inTurn, isWhole } from './turns'

/** Goes to another page within the product, as a link does, and not by loading all of it anew. */
async function follow(page: Page, address: string) {
  const left = await page.getByRole('heading', { level: 1 }).elementHandle()
  await page.evaluate((to) => {
    history.pushState({}, '', to)
    dispatchEvent(new PopStateEvent('popstate', { state: {} }))
  }, address)
  await left?.waitForElementState('hidden')
}

/** Where a page is, without what it is asked to show. */
const pathOf = (page: Page) => new URL(page.url()).pathname

/** What axe finds on pages, each read when it has come to rest. */
async function faultsOn(page: Page, addresses: string[]) {
  const faults: string[] = []
  for (const address of addresses) {
    // Only between pages of their own is it seen that the next one stands; the night loads all.
    const isNear = pathOf(page).startsWith('/projects/') || address.startsWith(pathOf(page))
    if (isWhole || page.url() === 'about:blank' || isNear) await page.goto(address)
    else await follow(page, address)
    await expect(page.getByRole('heading', { level: 1 })).toBeVisible()
    faults.push(...(await faultsOf(page)).map((fault) => `${address} ${fault}`))
  }
  return faults
}

/** A project with a baseline and a task that has slipped against it. */
async function slippedProject(page: Page): Promise<string> {
  const id = await makeProject(page, uploadOf(PLAN.file), unique(PLAN.title))
  await post(page, `/projects/${id}/baselines`, { data: { name: 'Agreed' } })
  await approveBaseline(page, id)
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
  desk: {},
  phone: { viewport: { width: 390, height: 844 }, hasTouch: true, isMobile: true },
}

type Device = keyof typeof DEVICES

/** Every page that is not of one project. */
const EVERYWHERE = [
  '/work',
  '/projects',
  '/projects?layout=roadmap',
  '/notifications',
  '/notifications/preferences',
  '/preferences',
  '/security',
  '/governance/units',
  '/governance/people',
  '/governance/people?view=places',
  '/governance/calendars',
  '/governance/access',
  '/governance/access?tab=roles',
  '/governance/access?tab=grants',
  '/governance/authorities',
  '/governance/fields',
  '/governance/fields?tab=classes',
  '/governance/fields?tab=names',
  '/governance/fields?tab=versions',
  '/governance/audit',
  '/governance/audit?ask=sights&resource=person&field=email',
  '/governance/privacy',
  '/governance/privacy?tab=holds',
  '/governance/privacy?tab=retention',
  '/governance/privacy?tab=register',
  '/governance/privacy?tab=notices',
  '/governance/privacy?tab=consents',
  '/nowhere',
]

/** Every page of a project with a slipped task, and of a task in it; a preview of an import. */
async function pagesOfProject(page: Page): Promise<string[]> {
  const id = await slippedProject(page)
  const { key } = await read<{ key: string }>(page, `/projects/${id}`)
  const task = await taskNow(page, id, PLAN.first.wbs)
  const { id: preview } = await post<{ id: string }>(page, '/imports', {
    multipart: { file: uploadOf(PLAN.file) },
  })
  return [
    `/imports/${preview}`,
    `/projects/${id}/overview`,
    `/projects/${id}/plan`,
    `/projects/${id}/plan?panel=task&task=${task.id}`,
    `/projects/${id}/plan?panel=variances`,
    `/projects/${id}/plan?panel=history`,
    `/projects/${id}/plan?table=true`,
    `/projects/${id}/board`,
    `/projects/${id}/board?task=${task.id}`,
    `/projects/${id}/board?lanes=priority`,
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
  return (await faultsOf(page, shown)).map((fault) => `${part} ${fault}`)
}

/** What opens over a page, and where. */
const partsOfFrame = (device: Device): [Part, string][] => [
  ['palette', '.palette-dialog'],
  ['keys', '.ant-modal'],
  ['help', device === 'phone' ? '.help-drawer' : '.help-panel'],
  ['tour', '.tour-card'],
]

for (const device of ['desk', 'phone'] as const) {
  test.describe(`on a ${device}`, { tag: '@both' }, () => {
    test.use(DEVICES[device])
    test.setTimeout(300_000)

    /** A merge shows each page on one device in one language; the night in all four ways. */
    const shown = <One>(all: readonly One[], language: string) =>
      inTurn(all, (device === 'desk' ? 0 : 1) + (language === 'en' ? 2 : 0), 4)

    test('axe finds nothing on any page', async ({ page }, { project }) => {
      expect(await faultsOn(page, shown(EVERYWHERE, project.name))).toEqual([])
    })

    test('axe finds nothing on the pages of a project', async ({ page }, { project }) => {
      const addresses = await pagesOfProject(page)

      expect(await faultsOn(page, shown(addresses, project.name))).toEqual([])
    })

    test('axe finds nothing in what opens over a page', async ({ page }, { project }) => {
      for (const [part, where] of shown(partsOfFrame(device), project.name))
        expect(await faultsBeside(page, part, where)).toEqual([])
    })
  })
}

test.describe('before signing in', () => {
  test.use({ role: null })

  test('axe finds nothing', async ({ page }) => {
    expect(await faultsOn(page, ['/sign-in'])).toEqual([])
  })
})
