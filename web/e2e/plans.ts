import { randomUUID } from 'node:crypto'
import { existsSync, readFileSync } from 'node:fs'
import { basename, join, resolve } from 'node:path'
import type { Page } from '@playwright/test'
import { expect, post, read, signIn } from './session'
import { literally } from './words'

const DATA =
  process.env.ZHONGSHU_REFERENCE_DATA ?? resolve(import.meta.dirname, '../../../shared/data')
export const REAL_FILE = join(
  DATA,
  'plan_files/converted/Commercial_construction_project_plan.mspdi.xml',
)
const OWN_FILE = join(import.meta.dirname, 'files/workshop.mspdi.xml')

/** What is known of a plan from its file alone: the dates stored there and counts made by hand. */
export type KnownPlan = {
  file: string
  title: string
  counts: { n_tasks: number; n_summaries: number; n_milestones: number; n_links: number }
  start: string
  finish: string
  /** Unfinished tasks without float. */
  nCritical: number
  /** A critical task at the start of the plan, with its duration in days. */
  first: { wbs: string; name: string; days: number; start: string; finish: string }
  /** A task that waits for the first one alone, and the chain back to the cause of a third. */
  follower: { wbs: string; start: string }
  chain: { wbs: string; name: string }[]
  /** A task whose float absorbs a slip of a day. */
  idle: { wbs: string }
}

/** Written for these tests: four tasks and a milestone, worked out by hand. */
const WORKSHOP: KnownPlan = {
  file: OWN_FILE,
  title: 'Workshop',
  counts: { n_tasks: 6, n_summaries: 1, n_milestones: 1, n_links: 5 },
  start: '2026-03-02',
  finish: '2026-03-27',
  nCritical: 4,
  first: {
    wbs: '1.1',
    name: 'Foundations',
    days: 5,
    start: '2026-03-02',
    finish: '2026-03-06',
  },
  follower: { wbs: '1.2', start: '2026-03-09' },
  chain: [
    { wbs: '1.3', name: 'Roof' },
    { wbs: '1.2', name: 'Walls' },
    { wbs: '1.1', name: 'Foundations' },
  ],
  idle: { wbs: '1.4' },
}

/** A template of Microsoft Project; counts by another reader, dates as stored in the file. */
const CONSTRUCTION: KnownPlan = {
  file: REAL_FILE,
  title: 'Commercial Construction',
  counts: { n_tasks: 145, n_summaries: 19, n_milestones: 0, n_links: 176 },
  start: '2000-01-03',
  finish: '2001-04-26',
  nCritical: 50,
  first: {
    wbs: '1.1.1',
    name: 'Receive notice to proceed and sign contract',
    days: 3,
    start: '2000-01-03',
    finish: '2000-01-05',
  },
  follower: { wbs: '1.1.2', start: '2000-01-06' },
  chain: [
    { wbs: '1.3.3', name: 'Set up site office' },
    { wbs: '1.3.1', name: 'Install temporary power' },
    { wbs: '1.1.1', name: 'Receive notice to proceed and sign contract' },
  ],
  idle: { wbs: '1.1.3' },
}

export const hasRealFile = existsSync(REAL_FILE)
/** The real plan where the reference data is at hand, else the one written for these tests. */
export const PLAN = hasRealFile ? CONSTRUCTION : WORKSHOP

/** A copy of the plan of these tests that no other test knows under its title. */
export function ownPlan(title: string) {
  const content = readFileSync(OWN_FILE, 'utf8').replaceAll('<Title>Workshop<', `<Title>${title}<`)
  return { name: `${title}.xml`, mimeType: 'application/xml', buffer: Buffer.from(content) }
}
export { WORKSHOP }

/** A name that no other project has. */
export const unique = (word: string) => `${word} ${randomUUID().slice(0, 8)}`

type Upload = { name: string; mimeType: string; buffer: Buffer }

export const uploadOf = (file: string): Upload => ({
  name: basename(file),
  mimeType: 'application/xml',
  buffer: readFileSync(file),
})

/** Opens a new project from a plan file over the API; answers its id. */
export async function makeProject(page: Page, upload: Upload, name: string): Promise<string> {
  const { id } = await post<{ id: string }>(page, '/imports', { multipart: { file: upload } })
  const { items } = await read<{ items: { id: string }[] }>(page, '/units?limit=1')
  const data = { unit_id: items[0]?.id, as_new: true, name }
  const made = await post<{ project_id: string }>(page, `/imports/${id}/apply`, { data })
  return made.project_id
}

/** Lets the PMO do something meanwhile, in a browser of its own. */
async function byOffice(page: Page, act: (office: Page) => Promise<unknown>) {
  const context = await page.context().browser()?.newContext()
  if (!context) throw new Error('the page has no browser')
  const office = await context.newPage()
  await signIn(office, 'pmo')
  await act(office)
  await context.close()
}

/** Admits a new project as the PMO. */
export const admit = (page: Page, projectId: string) =>
  byOffice(page, (office) =>
    post(office, `/projects/${projectId}/decision`, {
      data: { state: 'planned', reason: 'Fits' },
      headers: { 'If-Match': '*' },
    }),
  )

/** Approves the baseline that a project asks for as the PMO. */
export const approveBaseline = (page: Page, projectId: string) =>
  byOffice(page, async (office) => {
    type Overview = { baseline_request: { id: string } }
    const { baseline_request } = await read<Overview>(office, `/projects/${projectId}/overview`)
    const path = `/projects/${projectId}/baselines/${baseline_request.id}/approval`
    await post(office, path, { data: { note: 'Agreed' } })
  })

/** Lets a file fall on the page, as from the desktop. */
export async function drop(page: Page, { name, mimeType, buffer }: Upload) {
  const transfer = await page.evaluateHandle(
    ([bytes, title, type]) => {
      const held = new DataTransfer()
      const content = Uint8Array.from(atob(bytes), (letter) => letter.charCodeAt(0))
      held.items.add(new File([content], title, { type }))
      return held
    },
    [buffer.toString('base64'), name, mimeType] as const,
  )
  const area = page.locator('.file-drop')
  await area.dispatchEvent('dragenter', { dataTransfer: transfer })
  await expect(page.locator('.file-drop-veil')).toBeVisible()
  await area.dispatchEvent('dragover', { dataTransfer: transfer })
  await area.dispatchEvent('drop', { dataTransfer: transfer })
  await expect(page.locator('.file-drop-veil')).toBeHidden()
}

/** The row of a task in the grid. */
export const rowOf = (page: Page, wbs: string) =>
  page.getByRole('row', { name: new RegExp(`^${literally(wbs)} `) })

export const cellOf = (page: Page, wbs: string, column: string) =>
  rowOf(page, wbs).locator(`[data-column="${column}"]`)

/** The bar of a task in the timeline. */
export async function barOf(page: Page, wbs: string) {
  const id = await rowOf(page, wbs).getAttribute('data-task-id')
  return page.locator(`[data-bar="${id}"]`)
}

/** Drags a bar by whole days to the right, at the scale that shows weeks. */
export async function dragBar(page: Page, wbs: string, days: number) {
  const PIXELS_PER_DAY = 12
  const bar = await barOf(page, wbs)
  const box = await bar.boundingBox()
  if (!box) throw new Error(`the bar of ${wbs} is not on the screen`)
  const [x, y] = [box.x + box.width / 2, box.y + box.height / 2]
  await page.mouse.move(x, y)
  await page.mouse.down()
  await page.mouse.move(x + (days * PIXELS_PER_DAY) / 2, y, { steps: 4 })
  await page.mouse.move(x + days * PIXELS_PER_DAY, y, { steps: 4 })
  await page.mouse.up()
}

type Table = { columns: string[]; rows: unknown[][] }
export type TaskNow = { id: string; start: string; finish: string; [field: string]: unknown }

/** What the server holds of a task. */
export async function taskNow(page: Page, projectId: string, wbs: string): Promise<TaskNow> {
  const { tasks } = await read<{ tasks: Table }>(page, `/projects/${projectId}/plan`)
  const at = tasks.columns.indexOf('wbs_code')
  const row = tasks.rows.find((cells) => cells[at] === wbs)
  if (!row) throw new Error(`no task ${wbs}`)
  return Object.fromEntries(tasks.columns.map((name, index) => [name, row[index]])) as TaskNow
}

/** A date a number of calendar days later. */
export const later = (date: string, days: number) =>
  new Date(Date.parse(date) + days * 86_400_000).toISOString().slice(0, 10)

export const openPlan = async (page: Page, projectId: string) => {
  await page.goto(`/projects/${projectId}/plan?zoom=week`)
  await expect(page.locator('[data-task-id]').first()).toBeVisible()
}
