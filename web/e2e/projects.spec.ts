import type { Page } from '@playwright/test'
import { faultsOf } from './axe'
import { admit, makeProject, ownPlan, unique } from './plans'
import { expect, read, test } from './session'
import { fill, literally } from './words'

const cell = (page: Page, name: string, column: number) =>
  page.getByRole('row').filter({ hasText: name }).getByRole('gridcell').nth(column)

/** Takes an option of the list that is open. */
const choose = (page: Page, text: string) =>
  page.locator('.ant-select-dropdown:visible').getByTitle(text, { exact: true }).click()

test('narrow, group, sort and keep it as a view that a colleague gets by its address', async ({
  page,
  words,
}) => {
  const { projects, views } = words
  const name = unique('View')
  await page.goto('/projects')
  const grid = page.getByRole('grid', { name: projects.title })
  await expect(grid).toBeVisible()

  await page.getByRole('button', { name: projects.filter.add }).click()
  await page.getByRole('checkbox', { name: projects.state.active, exact: true }).check()
  await page.getByRole('button', { name: projects.filter.apply }).click()
  await page.getByLabel(projects.groupBy).click()
  await choose(page, projects.column.health)
  await page.getByRole('columnheader').getByRole('button', { name: projects.column.name }).click()

  const late = page.getByRole('row').filter({ hasText: projects.measure.worst }).first()
  await expect(late).toContainText(projects.health.red)
  await expect(page).toHaveURL(/group=health/)
  const { groups } = await read<{ groups: { key: string; count: number }[] }>(
    page,
    '/projects?group=health&filter=state:in:active&limit=1',
  )
  const red = groups.find(({ key }) => key === 'red')
  await expect(late).toContainText(String(red?.count))

  await late.getByRole('button').click()
  await expect(page).toHaveURL(/closed=/)
  await late.getByRole('button').click()

  await page.getByRole('button', { name: views.title, exact: true }).click()
  await page.getByLabel(views.newName).fill(name)
  await page.getByRole('button', { name: views.save, exact: true }).click()
  await expect(page.getByRole('button', { name: new RegExp(`^${name}`) })).toBeVisible()
  await page.getByRole('button', { name: projects.filter.clearAll }).click()
  await expect(page.getByText(views.changed)).toBeVisible()
  await page.getByRole('button', { name: new RegExp(`^${name}`) }).click()
  await page.getByRole('dialog').getByRole('button', { name, exact: true }).click()
  await expect(page.getByText(views.changed)).toHaveCount(0)
  expect(await faultsOf(page)).toEqual([])

  await page.getByRole('button', { name: new RegExp(`^${name}`) }).click()
  await page.getByRole('button', { name: fill(views.actions, { name }) }).click()
  await page.getByRole('menuitem', { name: views.delete }).click()
  await expect(page.getByRole('button', { name: fill(views.actions, { name }) })).toHaveCount(0)
})

test('edit a project where it is read, by keyboard, and take it back', { tag: '@both' }, async ({
  page,
  words,
}) => {
  const { projects } = words
  const title = unique('Inline')
  const projectId = await makeProject(page, ownPlan(title), title)
  await admit(page, projectId)
  const now = () =>
    read<{ name: string; state: string; status_date: string | null }>(
      page,
      `/projects/${projectId}`,
    )
  await page.goto(
    `/projects?q=${title}&columns=${encodeURIComponent('["name","state","status_date"]')}`,
  )
  await expect(cell(page, title, 0)).toBeVisible()

  await page.getByRole('grid').focus()
  await page.keyboard.press('F2')
  await page.getByLabel(projects.column.name, { exact: true }).fill(`${title} B`)
  await page.keyboard.press('Enter')
  await expect.poll(async () => (await now()).name).toBe(`${title} B`)
  await page.getByRole('button', { name: projects.undo }).click()
  await expect.poll(async () => (await now()).name).toBe(title)

  await page.getByRole('grid').focus()
  await page.keyboard.press('ArrowRight')
  await page.keyboard.press('Enter')
  await choose(page, projects.state.active)
  await expect.poll(async () => (await now()).state).toBe('active')
  await expect(cell(page, title, 1)).toHaveText(projects.state.active)

  await cell(page, title, 2).dblclick()
  await page.getByLabel(projects.column.status_date, { exact: true }).fill('2026-03-13')
  await page.keyboard.press('Enter')
  await expect.poll(async () => (await now()).status_date?.slice(0, 10)).toBe('2026-03-13')
})

test('the roadmap shows the same projects on one axis, and as a table', async ({ page, words }) => {
  const { projects } = words
  const title = unique('Axis')
  await makeProject(page, ownPlan(title), title)
  await page.goto(`/projects?q=${title}`)

  await page.getByText(projects.layout.roadmap, { exact: true }).click()
  await expect(page).toHaveURL(/layout=roadmap/)
  await expect(page.getByRole('link', { name: title })).toBeVisible()
  await expect(page.getByRole('img', { name: /2026-03-02 – 2026-03-27/ })).toBeVisible()
  expect(await faultsOf(page)).toEqual([])

  await page.getByRole('switch', { name: projects.roadmap.asTable }).click()
  const row = page.getByRole('row').filter({ hasText: title })
  await expect(row.getByRole('cell', { name: '2026-03-27', exact: true })).toBeVisible()
  expect(await faultsOf(page)).toEqual([])
})

test.describe('a project whose plan is closed to whoever opens it', () => {
  test.use({ role: 'project_manager' })

  test('says so, and opened again asks for nothing that is refused', async ({ page, words }) => {
    const { closedPlan } = words.projects
    const closed = '/projects?filter=classification:eq:3'
    const { items } = await read<{ items: { id: string; name: string }[] }>(page, closed)
    const { id, name } = items[0] ?? { id: '', name: '' }
    await page.goto(closed)
    await page.getByRole('link', { name }).click()
    await expect(page.getByText(closedPlan.title)).toBeVisible()
    await page.goto(`/projects/${id}/plan`)
    await expect(page.getByText(closedPlan.title)).toBeVisible()
    expect(await faultsOf(page)).toEqual([])
  })
})

test.describe('on a phone', () => {
  test.use({ viewport: { width: 360, height: 740 }, hasTouch: true, isMobile: true })

  test('read how all projects stand, then one', async ({ page, words }) => {
    const { projects } = words
    await page.goto('/projects')
    await page
      .getByRole('list', { name: projects.column.health })
      .getByRole('button', { name: new RegExp(`^${literally(projects.health.red)}`) })
      .tap()
    await expect(page).toHaveURL(/health/)
    await page.getByText(projects.layout.roadmap, { exact: true }).tap()
    await expect(page.getByRole('region', { name: projects.roadmap.label })).toBeVisible()
    expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBe(360)
    expect(await faultsOf(page)).toEqual([])
    await page.getByRole('region').getByRole('link').first().tap()
    await expect(page).toHaveURL(/overview/)
  })
})
