import type { Page } from '@playwright/test'
import {
  approveBaseline,
  barOf,
  cellOf,
  dragBar,
  later,
  makeProject,
  openPlan,
  PLAN,
  rowOf,
  taskNow,
  unique,
  uploadOf,
} from './plans'
import { expect, test } from './session'
import { fill, literally } from './words'

const { first, follower, chain, idle } = PLAN

/** A project of this test alone, opened on its plan. */
async function ownProject(page: Page): Promise<string> {
  const projectId = await makeProject(page, uploadOf(PLAN.file), unique(PLAN.title))
  await openPlan(page, projectId)
  return projectId
}

const dateOf = (moment: unknown) => String(moment).slice(0, 10)

test('the critical path is in words, in the list and in the bars', async ({ page, words }) => {
  const { planning } = words
  const projectId = await ownProject(page)

  await expect(await barOf(page, first.wbs)).toHaveClass(/is-critical/)
  await expect(await barOf(page, idle.wbs)).not.toHaveClass(/is-critical/)
  await page.getByRole('link', { name: words.app.tab.overview }).click()

  await expect(page).toHaveURL(`/projects/${projectId}/overview`)
  await expect(page.locator('.verdict')).toHaveText(
    fill(planning.verdict.no_baseline, { finish: PLAN.finish }),
  )
  const path = page.locator('section', {
    has: page.getByRole('heading', { name: new RegExp(literally(planning.criticalPath)) }),
  })
  await expect(path.getByRole('heading')).toContainText(String(PLAN.nCritical))
  await expect(path).toContainText(first.name)
  await path.getByText(first.name).click()
  await expect(page).toHaveURL(/panel=task/)
  const panel = page.getByRole('complementary', { name: planning.panel.task })
  await expect(panel.getByLabel(planning.field.name, { exact: true })).toHaveValue(first.name)
})

test('a dragged task takes its followers along, and undo brings all back', async ({
  page,
  words,
}) => {
  const { planning } = words
  const projectId = await ownProject(page)
  const state = page.locator('.project-state')
  await expect(state).toContainText(PLAN.finish)
  const reads = async (startOfFirst: string, startOfFollower: string) => {
    await expect(cellOf(page, first.wbs, 'start')).toHaveText(startOfFirst)
    await expect(cellOf(page, follower.wbs, 'start')).toHaveText(startOfFollower)
    expect(dateOf((await taskNow(page, projectId, first.wbs)).start)).toBe(startOfFirst)
    expect(dateOf((await taskNow(page, projectId, follower.wbs)).start)).toBe(startOfFollower)
  }
  const before = await (await barOf(page, follower.wbs)).boundingBox()

  await dragBar(page, first.wbs, 7)

  await expect(page.locator('.ant-message')).toContainText(/\d/)
  await reads(later(first.start, 7), later(follower.start, 7))
  expect(dateOf((await taskNow(page, projectId, '1')).finish)).toBe(later(PLAN.finish, 7))
  await expect(state).toContainText(later(PLAN.finish, 7))
  const after = await (await barOf(page, follower.wbs)).boundingBox()
  expect((after?.x ?? 0) - (before?.x ?? 0)).toBeCloseTo(7 * 12, 0)

  await page.getByRole('button', { name: planning.undo, exact: true }).last().click()
  await reads(first.start, follower.start)
  await page.getByRole('button', { name: planning.redo, exact: true }).click()
  await reads(later(first.start, 7), later(follower.start, 7))
  await rowOf(page, first.wbs).click()
  await page.keyboard.press('Control+z')
  await reads(first.start, follower.start)
})

test('"why is this here?" answers with the chain back to the cause', async ({ page, words }) => {
  const { planning, gantt } = words
  await ownProject(page)
  const [asked] = chain
  if (!asked) throw new Error('no chain')

  await rowOf(page, asked.wbs).click({ button: 'right' })
  await page.getByRole('menuitem', { name: new RegExp(literally(gantt.menu.why)) }).click()

  const panel = page.getByRole('complementary', { name: planning.panel.why })
  const tasks = panel.locator('.chain-task')
  for (const [index, { wbs, name }] of chain.entries()) {
    await expect(tasks.nth(index)).toHaveText(`${wbs} ${name}`)
  }
  await expect(panel.locator('.chain-step').last()).toContainText(planning.driver.project_start)
  const cause = chain.at(-1)
  if (cause) await tasks.getByRole('button', { name: cause.name }).click()
  await expect(rowOf(page, first.wbs)).toHaveAttribute('aria-selected', 'true')
})

test('a slip against the baseline is told per task and in the verdict', { tag: '@both' }, async ({
  page,
  words,
}) => {
  const { planning } = words
  const projectId = await ownProject(page)
  await page.getByRole('button', { name: planning.setBaseline }).click()
  const dialog = page.getByRole('dialog', { name: planning.setBaseline })
  await dialog.getByLabel(planning.baselineName).fill('Agreed')
  await dialog.getByRole('button', { name: planning.setBaseline }).click()
  await expect(dialog).toBeHidden()
  await approveBaseline(page, projectId)
  await page.reload()
  await expect(page.getByText(/^Agreed · /)).toBeVisible()

  await cellOf(page, first.wbs, 'duration').dblclick()
  const field = cellOf(page, first.wbs, 'duration').getByRole('textbox')
  await field.fill(`${first.days + 5}d`)
  await field.press('Enter')

  await expect(cellOf(page, first.wbs, 'finish')).toHaveText(later(first.finish, 7))
  expect(dateOf((await taskNow(page, projectId, '1')).finish)).toBe(later(PLAN.finish, 7))
  await page.getByRole('button', { name: new RegExp(`^${planning.analyse}`) }).click()
  await page.getByRole('menuitem', { name: planning.panel.variances }).click()
  const panel = page.getByRole('complementary', { name: planning.panel.variances })
  const slipped = panel.getByRole('row', { name: new RegExp(literally(first.name)) })
  await expect(slipped).toContainText(first.finish)
  await expect(slipped).toContainText(later(first.finish, 7))
  await expect(slipped).toContainText(fill(planning.days, { days: '+7' }))
  await expect(slipped).toContainText(planning.cause.estimate)

  await page.getByRole('link', { name: words.app.tab.overview }).click()
  const told = { days: 7, finish: later(PLAN.finish, 7), baseline: PLAN.finish }
  await expect(page.locator('.verdict')).toContainText(fill(planning.verdict.late, told))
  await expect(page.locator('.verdict')).toContainText(first.name)
})

test('the grid is edited with the keyboard alone', async ({ page, words }) => {
  const { gantt } = words
  const projectId = await ownProject(page)
  await page.getByRole('toolbar').getByRole('button').last().focus()
  await page.keyboard.press('Tab')

  // Down to the task, across to its duration, type over it, and go on to the row below.
  const place = Number(await rowOf(page, first.wbs).getAttribute('data-row'))
  for (let row = 0; row < place; row += 1) await page.keyboard.press('ArrowDown')
  await expect(rowOf(page, first.wbs)).toBeFocused()
  await page.keyboard.press('ArrowRight')
  await page.keyboard.press('ArrowRight')
  await page.keyboard.press('ArrowRight')
  await expect(cellOf(page, first.wbs, 'duration')).toBeFocused()
  await page.keyboard.type(String(first.days + 1))
  await page.keyboard.press('Enter')

  await expect(cellOf(page, first.wbs, 'duration')).toContainText(String(first.days + 1))
  await expect
    .poll(async () => (await taskNow(page, projectId, first.wbs)).duration_minutes)
    .toBe((first.days + 1) * 480)
  await expect(cellOf(page, first.wbs, 'duration')).toBeFocused()
  await page.keyboard.press('ArrowDown')
  await expect(cellOf(page, follower.wbs, 'duration')).toBeFocused()

  // A text that is no duration is refused in the cell; Escape takes it back.
  await page.keyboard.press('F2')
  await page.keyboard.type('soon')
  await page.keyboard.press('Enter')
  await expect(page.getByText(gantt.errors.duration_unreadable)).toBeVisible()
  await page.keyboard.press('Escape')
  await expect(page.getByText(gantt.errors.duration_unreadable)).toBeHidden()

  // A new task below, named at once; then away again.
  await page.keyboard.press('Insert')
  await expect(page.locator('.zg-editor input')).toBeFocused()
  await page.keyboard.type('Typed by hand')
  await page.keyboard.press('Enter')
  const added = page.getByRole('row', { name: /Typed by hand/ })
  await expect(added).toBeVisible()
  await expect(added.locator('[data-column="name"]')).toBeFocused()
  await page.keyboard.press('Delete')
  await expect(added).toHaveCount(0)
})

test('the plan goes out as a file', { tag: '@once' }, async ({ page, words }) => {
  const { planning } = words
  await ownProject(page)
  const begins = { mspdi: '<?xml', xlsx: 'PK', ical: 'BEGIN:VCALENDAR' } as const
  const ends = { mspdi: '.xml', xlsx: '.xlsx', ical: '.ics' } as const

  for (const format of ['mspdi', 'xlsx', 'ical'] as const) {
    await page.getByRole('button', { name: planning.export }).click()
    const download = page.waitForEvent('download')
    const link = page.getByRole('link', { name: planning.exportFormat[format] })
    await link.click()
    const file = await download
    // The next press of the button would else meet the menu while it closes.
    await expect(link).toBeHidden()
    const chunks: Buffer[] = []
    for await (const chunk of await file.createReadStream()) chunks.push(chunk)
    const text = Buffer.concat(chunks).toString('latin1')

    expect(file.suggestedFilename()).toMatch(new RegExp(`${literally(ends[format])}$`))
    expect(text.startsWith(begins[format])).toBe(true)
    if (format !== 'xlsx') expect(text).toContain(first.name)
  }
})
