import type { Page } from '@playwright/test'
import { faultsOf } from './axe'
import { expect, test } from './session'
import { fill, literally } from './words'

type WorkTask = { id: string; name: string; percent_complete: number; may_report: boolean }
type Work = { groups: { code: string; tasks: WorkTask[] }[] }

const workOf = async (page: Page): Promise<Work> =>
  (await page.request.get('/api/v1/me/work')).json()

/** A task of today that only this language's test reports on. */
async function ownTask(page: Page, language: string): Promise<WorkTask> {
  const { groups } = await workOf(page)
  const today = groups.find(({ code }) => code === 'today')?.tasks ?? []
  const open = today.filter(({ percent_complete }) => percent_complete < 0.7)
  const task = open.at(language === 'en' ? -1 : 0)
  if (!task) throw new Error('the member has nothing to do today')
  return task
}

const rowOf = (page: Page, { id }: WorkTask) =>
  page.locator('.work-row').filter({ has: page.locator(`a[href*="${id}"]`) })

async function percentOf(page: Page, { id }: WorkTask) {
  const { groups } = await workOf(page)
  return groups.flatMap(({ tasks }) => tasks).find((task) => task.id === id)?.percent_complete
}

test.describe('somebody who does the work', () => {
  test.use({ role: 'member' })

  test('opens the product at what to do today', async ({ page, words }) => {
    const { app, work } = words
    await page.goto('/')

    await expect(page).toHaveURL(/\/work$/)
    await expect(page.getByRole('heading', { level: 1, name: work.title })).toBeVisible()
    await expect(page.locator('.verdict')).not.toBeEmpty()
    for (const group of ['overdue', 'today'] as const)
      await expect(page.getByRole('heading', { name: work.group[group] })).toBeVisible()
    await expect(page.getByRole('link', { name: app.room.work }).first()).toBeVisible()
  })

  test.describe('on the phone', { tag: '@both' }, () => {
    test.use({ viewport: { width: 390, height: 844 }, hasTouch: true, isMobile: true })

    test('reports in two taps, and takes it back', async ({ page, words }, { project }) => {
      const { work } = words
      await page.goto('/work')
      const task = await ownTask(page, project.name)
      const row = rowOf(page, task)

      await row
        .getByRole('button', { name: new RegExp(literally(task.name)) })
        .first()
        .tap()
      await page.getByRole('dialog').getByRole('button', { name: '75%' }).tap()

      await expect.poll(() => percentOf(page, task)).toBe(0.75)
      await expect(
        page.getByText(new RegExp(literally(fill(work.saved, { name: task.name }).slice(0, 6)))),
      ).toBeVisible()
      await page.getByRole('button', { name: work.undo }).tap()
      await expect.poll(() => percentOf(page, task)).toBe(task.percent_complete)
      expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBe(390)
    })
  })

  test('axe finds nothing', async ({ page, words }, { project }) => {
    await page.goto('/work')
    const task = await ownTask(page, project.name)
    await expect(page.getByRole('heading', { name: words.work.changes })).toBeVisible()
    expect(await faultsOf(page)).toEqual([])

    await rowOf(page, task).locator('.work-ring-button').click()
    await expect(page.getByRole('dialog')).toBeVisible()
    expect(await faultsOf(page)).toEqual([])
  })
})

test.describe('somebody without tasks', () => {
  test.use({ role: 'executive' })

  test('is told where to look', async ({ page, words }) => {
    const { work } = words
    await page.goto('/work')

    await expect(page.getByText(work.noWork)).toBeVisible()
    await page.getByRole('link', { name: work.toProjects }).click()
    await expect(page).toHaveURL(/\/projects/)
  })
})
