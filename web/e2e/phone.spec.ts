import { makeProject, openPlan, ownPlan, taskNow, unique, WORKSHOP } from './plans'
import { expect, test } from './session'

const { first } = WORKSHOP

test.use({ viewport: { width: 390, height: 844 }, hasTouch: true, isMobile: true })

test('on a phone: find a project, read it, report progress', async ({ page, words }) => {
  const { app, planning, projects } = words
  const title = unique('Pocket')
  const projectId = await makeProject(page, ownPlan(title), title)
  await page.goto('/projects')
  await expect(page.getByRole('heading', { level: 1, name: projects.title })).toBeVisible()

  await page.getByLabel(projects.filter.text).fill(title)
  await expect(page.locator('.project-card')).toHaveCount(1)
  await page.getByRole('link', { name: new RegExp(title) }).tap()

  await expect(page).toHaveURL(new RegExp(`/projects/${projectId}/overview`))
  await expect(page.locator('.verdict')).toContainText(WORKSHOP.finish)
  await page.getByRole('link', { name: app.tab.plan }).tap()
  const item = page.getByRole('listitem').filter({ hasText: first.name })
  await expect(item).toBeVisible()
  await item.getByRole('button').last().tap()
  const percent = page.getByLabel(planning.field.percent)
  await percent.fill('40')
  await percent.press('Enter')
  await expect
    .poll(async () => (await taskNow(page, projectId, first.wbs)).percent_complete)
    .toBe(0.4)
  await page.getByRole('button', { name: planning.close }).tap()
  await expect(item.locator('.zg-item-percent')).toHaveText(/40/)
})

test('no page is wider than the phone', { tag: '@once' }, async ({ page }) => {
  const title = unique('Narrow')
  const projectId = await makeProject(page, ownPlan(title), title)
  const addresses = ['/projects', `/projects/${projectId}/overview`, '/governance/calendars']

  for (const address of addresses) {
    await page.goto(address)
    await expect(page.getByRole('heading', { level: 1 })).toBeVisible()
    const width = await page.evaluate(() => document.documentElement.scrollWidth)
    expect(width, address).toBe(390)
  }
  await openPlan(page, projectId)
  expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBe(390)
})
