import { readFile } from 'node:fs/promises'
import type { Page } from '@playwright/test'
import {
  barOf,
  cellOf,
  makeProject,
  openPlan,
  ownPlan,
  rowOf,
  taskNow,
  unique,
  WORKSHOP,
} from './plans'
import { expect, test } from './session'
import { fill, literally } from './words'

/** The plan that was worked out by hand: 1 Building · 1.1 Foundations … 1.4 · a milestone. */
async function ownProject(page: Page): Promise<string> {
  const title = unique(WORKSHOP.title)
  const projectId = await makeProject(page, ownPlan(title), title)
  await openPlan(page, projectId)
  return projectId
}

const { first, follower } = WORKSHOP
const fieldOf = async (page: Page, projectId: string, wbs: string, field: string) =>
  (await taskNow(page, projectId, wbs))[field]

test('several tasks are set at once, and taken back at once', async ({ page, words }) => {
  const { planning } = words
  const projectId = await ownProject(page)

  await cellOf(page, first.wbs, 'wbs_code').click()
  await cellOf(page, '1.3', 'wbs_code').click({ modifiers: ['Shift'] })
  const bar = page.getByRole('toolbar', { name: planning.bulk.label })
  await expect(bar).toContainText('3')
  await bar.getByRole('button', { name: planning.bulk.edit }).click()
  const form = page.locator('.bulk-form')
  await form.getByLabel(planning.field.percent).fill('40')
  await form.getByRole('button', { name: /3/ }).click()

  for (const wbs of [first.wbs, follower.wbs, '1.3']) {
    await expect.poll(() => fieldOf(page, projectId, wbs, 'percent_complete')).toBe(0.4)
  }
  await page.getByRole('button', { name: planning.undo, exact: true }).first().click()
  for (const wbs of [first.wbs, follower.wbs, '1.3']) {
    await expect.poll(() => fieldOf(page, projectId, wbs, 'percent_complete')).toBe(0)
  }
})

test('rows go to a spreadsheet and come back from one', async ({ page, words, context }) => {
  const { gantt } = words
  await context.grantPermissions(['clipboard-read', 'clipboard-write'])
  const projectId = await ownProject(page)
  const put = (text: string) => page.evaluate((held) => navigator.clipboard.writeText(held), text)

  await cellOf(page, first.wbs, 'wbs_code').click()
  await cellOf(page, follower.wbs, 'wbs_code').click({ modifiers: ['Shift'] })
  await page.keyboard.press('Control+c')
  const copied = await page.evaluate(() => navigator.clipboard.readText())
  expect(copied.split('\n')).toHaveLength(2)
  expect(copied).toContain(`${first.wbs}\t${first.name}\t${first.days}d\t${first.start} 08:00`)

  // A text with one cell that cannot be read changes nothing at all.
  await put('Digging\t6d\nMasonry\tsoon')
  await cellOf(page, first.wbs, 'name').click()
  await page.keyboard.press('Control+v')
  const refusal = page.getByRole('alertdialog')
  await expect(refusal).toContainText('soon')
  await refusal.getByRole('button', { name: gantt.sheet.close }).click()
  expect(await fieldOf(page, projectId, first.wbs, 'name')).toBe(first.name)

  await put('Digging\t6d\nMasonry\t7d')
  await cellOf(page, first.wbs, 'name').focus()
  await page.keyboard.press('Control+v')
  await expect(cellOf(page, first.wbs, 'name')).toHaveText('Digging')
  await expect.poll(() => fieldOf(page, projectId, follower.wbs, 'duration_minutes')).toBe(7 * 480)

  // Rows beyond the last one become new tasks.
  const last = page.locator('.zg-row').last()
  await put('Handed over\t\nCleaning\t2d')
  await last.locator('[data-column="name"]').focus()
  await page.keyboard.press('Control+v')
  await expect(page.getByRole('row', { name: /Cleaning/ })).toBeVisible()
})

test('a row is dragged to another place in the outline', { tag: '@once' }, async ({ page }) => {
  await ownProject(page)
  const from = await cellOf(page, first.wbs, 'name').boundingBox()
  const to = await cellOf(page, '1.3', 'name').boundingBox()
  if (!from || !to) throw new Error('the rows are not on the screen')

  await page.mouse.move(from.x + 60, from.y + 16)
  await page.mouse.down()
  await page.mouse.move(from.x + 60, from.y + 40, { steps: 3 })
  await page.mouse.move(from.x + 60, to.y + 30, { steps: 5 })
  await expect(page.locator('.zg-drop-line')).toBeVisible()
  await page.mouse.up()

  // The codes came with the file and stay; the order is the new one, also after loading again.
  const names = page.locator('.zg-row [data-column="name"]')
  const order = [/./, 'Walls', 'Roof', first.name, 'Doors and windows', 'Handover']
  await expect(names).toHaveText(order)
  await page.reload()
  await expect(names).toHaveText(order)
})

test('what is found stands in its context, and the view is carried by the address', async ({
  page,
  words,
}) => {
  const { planning } = words
  await ownProject(page)

  await page.keyboard.press('Control+f')
  const find = page.getByLabel(planning.find)
  await expect(find).toBeFocused()
  await page.keyboard.type(first.name.slice(0, 5))
  await expect(page.locator('mark').first()).toBeVisible()
  await expect(page.locator('.zg-row.is-context').first()).toBeVisible()
  await page.keyboard.press('Enter')
  await expect(rowOf(page, first.wbs)).toHaveAttribute('aria-selected', 'true')
  await page.keyboard.press('Escape')
  await expect(page.locator('.zg-row.is-context')).toHaveCount(0)

  await page.getByRole('button', { name: planning.view, exact: true }).click()
  await page.getByRole('menuitem', { name: planning.columns.open }).click()
  const dialog = page.getByRole('dialog', { name: planning.columns.title })
  await dialog.getByLabel(words.gantt.columns.deadline, { exact: true }).check()
  await dialog.getByRole('button', { name: planning.columns.done, exact: true }).click()
  await expect(page).toHaveURL(/deadline/)
  await page.reload()
  await expect(page.getByRole('columnheader', { name: words.gantt.columns.deadline })).toHaveCount(
    1,
  )
})

test('the reason of a date is drawn from bar to bar', async ({ page, words }) => {
  await ownProject(page)
  const [asked, , cause] = WORKSHOP.chain
  if (!asked || !cause) throw new Error('no chain')

  await rowOf(page, asked.wbs).focus()
  await page.keyboard.press('Shift+F1')

  await expect(page.getByRole('complementary', { name: words.planning.panel.why })).toBeVisible()
  await expect(page.locator('.zg-links .is-chain').first()).toBeAttached()
  const id = await rowOf(page, cause.wbs).getAttribute('data-task-id')
  await expect(page.locator(`.zg-bar-row.is-marked[data-task-id="${id}"]`)).toBeAttached()
  await expect(await barOf(page, cause.wbs)).toBeVisible()
})

test('the chart goes on paper and into a picture', { tag: '@once' }, async ({ page, words }) => {
  const { planning } = words
  await ownProject(page)
  const open = () =>
    page.getByRole('button', { name: new RegExp(`^${literally(planning.export)}`) })

  await open().click()
  await page.getByRole('menuitem', { name: planning.print.open }).click()
  const preview = page.getByRole('dialog', { name: planning.print.title })
  await expect(preview).toContainText(fill(planning.print.sheets_other, { count: 1 }))
  const sheets = preview.locator('.print-sheet > svg')
  await expect(sheets).toContainText(first.name)
  await preview.getByLabel(planning.print.wide).fill('3')
  await expect(sheets).toHaveCount(3)
  // On paper nothing of the page is left but the sheets.
  await page.emulateMedia({ media: 'print' })
  await expect(page.locator('#root')).toBeHidden()
  const pdf = await page.pdf({ preferCSSPageSize: true })
  expect(pdf.toString('latin1').match(/\/Type\s*\/Page\b/g)).toHaveLength(3)
  await page.emulateMedia({ media: 'screen' })
  await preview.getByRole('button', { name: planning.close }).click()

  await open().click()
  const download = page.waitForEvent('download')
  await page.getByRole('menuitem', { name: planning.print.pngWhole }).click()
  const file = await (await download).path()
  const bytes = await readFile(file)
  expect(bytes.subarray(1, 4).toString()).toBe('PNG')
  // The header of a PNG file holds width and height: the name column alone takes over 200 pixels.
  expect(bytes.readUInt32BE(16)).toBeGreaterThan(1000)
})

test('every key is on the map that ? opens', { tag: '@once' }, async ({ page, words }) => {
  const { app } = words
  await ownProject(page)
  await rowOf(page, first.wbs).focus()

  await page.keyboard.press('?')

  const map = page.getByRole('dialog', { name: app.keys.title })
  await expect(map).toContainText('Alt+Shift+→')
  await page.keyboard.press('Escape')
  await expect(map).toBeHidden()
})
