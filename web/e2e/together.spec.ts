import {
  barOf,
  cellOf,
  dragBar,
  later,
  makeProject,
  openPlan,
  ownPlan,
  rowOf,
  unique,
  WORKSHOP,
} from './plans'
import { collectFaults, expect, signIn, speak, test } from './session'

const { first, follower } = WORKSHOP

test('what one changes, the other sees at once', async ({ page, browser, faults }) => {
  const title = unique('Together')
  const projectId = await makeProject(page, ownPlan(title), title)
  await openPlan(page, projectId)
  const theirs = await browser.newContext({ locale: test.info().project.name })
  const other = await theirs.newPage()
  collectFaults(other, faults, [])
  await speak(other, test.info().project.name)
  await signIn(other, 'pmo')
  await openPlan(other, projectId)
  await expect(cellOf(other, follower.wbs, 'start')).toHaveText(follower.start)

  await dragBar(page, first.wbs, 7)

  await expect(cellOf(other, follower.wbs, 'start')).toHaveText(later(follower.start, 7))
  await cellOf(other, first.wbs, 'name').dblclick()
  await other.keyboard.type('Deep foundations')
  await other.keyboard.press('Enter')
  await expect(cellOf(page, first.wbs, 'name')).toHaveText('Deep foundations')
  await theirs.close()
})

test('who may only read finds nothing to change', { tag: '@once' }, async ({
  page,
  browser,
  words,
  faults,
}) => {
  const title = unique('Read')
  const projectId = await makeProject(page, ownPlan(title), title)
  const theirs = await browser.newContext({ locale: test.info().project.name })
  const reader = await theirs.newPage()
  collectFaults(reader, faults, [])
  await speak(reader, test.info().project.name)
  await signIn(reader, 'executive')

  await openPlan(reader, projectId)

  await expect(rowOf(reader, first.wbs)).toBeVisible()
  for (const name of [words.planning.addTask, words.planning.undo, words.planning.setBaseline]) {
    await expect(reader.getByRole('button', { name, exact: true })).toHaveCount(0)
  }
  await cellOf(reader, first.wbs, 'duration').dblclick()
  await expect(reader.getByRole('textbox', { name: new RegExp(first.name) })).toHaveCount(0)
  const before = await (await barOf(reader, first.wbs)).boundingBox()
  await dragBar(reader, first.wbs, 7)
  expect(await (await barOf(reader, first.wbs)).boundingBox()).toEqual(before)
  await expect(cellOf(reader, first.wbs, 'start')).toHaveText(first.start)
  await reader.goto('/projects')
  await expect(reader.getByRole('heading', { level: 1 })).toBeVisible()
  await expect(reader.getByRole('button', { name: words.integrations.importPlan })).toHaveCount(0)
  await expect(reader.getByRole('button', { name: words.projects.new.title })).toHaveCount(0)
  await theirs.close()
})
