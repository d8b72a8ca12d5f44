import type { Locator, Page } from '@playwright/test'
import { makeProject, ownPlan, taskNow, unique, WORKSHOP } from './plans'
import { expect, post, test } from './session'
import { fill } from './words'

const { first, follower } = WORKSHOP

/** A project of this test alone, opened on its board. */
async function ownBoard(page: Page, search = ''): Promise<string> {
  const title = unique('Board')
  const projectId = await makeProject(page, ownPlan(title), title)
  await page.goto(`/projects/${projectId}/board${search}`)
  await expect(page.locator('.board-card').first()).toBeVisible()
  return projectId
}

const column = (page: Page, name: string) => page.getByRole('region', { name, exact: true })
const card = (within: Page | Locator, name: string) =>
  within.locator('.board-card').filter({ hasText: name })
const stateOf = async (page: Page, projectId: string, wbs: string) =>
  (await taskNow(page, projectId, wbs)).state

/** Drags by steps, as a hand does. */
async function drag(page: Page, from: Locator, to: Locator) {
  const start = await from.boundingBox()
  const end = await to.boundingBox()
  if (!start || !end) throw new Error('nothing to drag')
  await page.mouse.move(start.x + 40, start.y + 40)
  await page.mouse.down()
  await page.mouse.move(start.x + 60, start.y + 50, { steps: 3 })
  await page.mouse.move(end.x + end.width / 2, end.y + 30, { steps: 8 })
  await page.waitForTimeout(100)
  await page.mouse.up()
}

test('a card is dragged to another column, and taken back', async ({ page, words }) => {
  const { planning } = words
  const projectId = await ownBoard(page)
  const doing = column(page, planning.state.in_progress)

  await drag(page, card(page, first.name), doing.locator('.board-cell'))

  await expect(card(doing, first.name)).toBeVisible()
  await expect.poll(() => stateOf(page, projectId, first.wbs)).toBe('in_progress')
  expect((await taskNow(page, projectId, first.wbs)).actual_start).not.toBeNull()
  await page.locator('.ant-message').getByRole('button', { name: planning.undo }).click()
  await expect(card(column(page, planning.state.todo), first.name)).toBeVisible()
  await expect.poll(() => stateOf(page, projectId, first.wbs)).toBe('todo')
})

test('a card is carried by keys, and each step is said', { tag: '@both' }, async ({
  page,
  words,
}) => {
  const { board, planning } = words
  const projectId = await ownBoard(page)
  const said = page.locator('[aria-live=assertive]').last()

  await card(page, first.name).locator('.card-main').focus()
  await page.keyboard.press(' ')
  await expect(said).toContainText(first.name)
  await page.keyboard.press('ArrowRight')
  await page.keyboard.press('ArrowRight')
  await expect(said).toHaveText(fill(board.said.at, { place: planning.state.in_review, n: 1 }))
  await page.keyboard.press(' ')

  await expect(card(column(page, planning.state.in_review), first.name)).toBeVisible()
  await expect.poll(() => stateOf(page, projectId, first.wbs)).toBe('in_review')
  await page.keyboard.press(' ')
  await page.keyboard.press('ArrowRight')
  await page.keyboard.press('Escape')
  await expect(said).toContainText(first.name)
  expect(await stateOf(page, projectId, first.wbs)).toBe('in_review')
})

test('a column says in words that it is over its limit', async ({ page, words }) => {
  const { board, planning } = words
  await ownBoard(page)
  const todo = column(page, planning.state.todo)
  const count = await todo.locator('.board-card').count()

  await todo.locator('.board-count').click()
  const field = page.getByRole('spinbutton')
  await field.fill(String(count - 1))
  await page.getByRole('button', { name: board.setLimit, exact: true }).click()

  await expect(todo.locator('.board-count')).toHaveText(`${count} / ${count - 1}`)
  await expect(todo.locator('.board-over')).toBeVisible()
  await page.reload()
  await expect(todo.locator('.board-over')).toBeVisible()
})

test('a task is added at the head of a column, and lanes part the cards', async ({
  page,
  words,
}) => {
  const { board, planning } = words
  await ownBoard(page)
  const todo = column(page, planning.state.todo)

  const name = planning.state.todo
  await todo.getByRole('button', { name: fill(board.addTo, { name }) }).click()
  await page.getByRole('textbox', { name: fill(board.addTo, { name }) }).fill('Order the crane')
  await page.keyboard.press('Enter')
  await expect(todo.locator('.board-card').first()).toContainText('Order the crane')
  await page.goto(`${page.url()}?lanes=phase`)

  const none = page.getByRole('region', { name: board.none.phase })
  await expect(card(none, 'Order the crane')).toBeVisible()
  await expect(card(none, first.name)).toHaveCount(0)
})

test('a card opens beside the board, and moves by its menu', async ({ page, words }) => {
  const { board, planning } = words
  const projectId = await ownBoard(page)

  await card(page, first.name).locator('.card-main').click()
  const panel = page.getByRole('complementary', { name: planning.panel.task })
  await expect(panel.getByLabel(planning.field.name, { exact: true })).toHaveValue(first.name)
  await card(page, first.name)
    .getByRole('button', { name: fill(board.cardMenu, { name: first.name }) })
    .click()
  await page.getByRole('menuitem', { name: planning.state.blocked }).click()

  await expect(card(column(page, planning.state.blocked), first.name)).toBeVisible()
  await expect.poll(() => stateOf(page, projectId, first.wbs)).toBe('blocked')
  await expect(page).toHaveURL(/task=/)
})

test('what another changes appears on the board', { tag: '@once' }, async ({ page, words }) => {
  const projectId = await ownBoard(page)
  const { id } = await taskNow(page, projectId, follower.wbs)
  const operations = [{ op: 'update_task', id, fields: { state: 'blocked' } }]

  await post(page, `/projects/${projectId}/plan/edits`, { data: { operations } })

  await expect(column(page, words.planning.state.blocked).locator('.board-card')).toHaveCount(1)
})

test.describe('on a phone', () => {
  test.use({ viewport: { width: 390, height: 844 }, hasTouch: true, isMobile: true })

  test('one column is shown, and cards move by their menu', async ({ page, words }) => {
    const { board, planning } = words
    const projectId = await ownBoard(page)
    await expect(page.getByRole('region', { name: planning.state.done })).toHaveCount(0)

    await card(page, first.name)
      .getByRole('button', { name: fill(board.cardMenu, { name: first.name }) })
      .tap()
    await page.getByRole('menuitem', { name: planning.state.done }).tap()

    await expect(card(page, first.name)).toHaveCount(0)
    await expect.poll(() => stateOf(page, projectId, first.wbs)).toBe('done')
    expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBe(390)
  })
})
