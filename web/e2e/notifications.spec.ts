import type { Page } from '@playwright/test'
import { faultsOf } from './axe'
import { expect, read, signIn, speak, test } from './session'
import { fill, literally } from './words'

type Someone = { id: string; name: string }
type Task = { id: string; name: string }
type Viewer = { user: Someone; csrf_token: string }

/** A task that everybody who signs in here can see, and the way to talk about it. */
async function someTask(page: Page): Promise<Task> {
  const { items } = await read<{ items: Task[] }>(page, '/tasks?limit=1&sort=-id')
  const [task] = items
  if (!task) throw new Error('the demo has no task')
  return task
}

const viewerOf = (page: Page) => read<Viewer>(page, '/session')

async function say(page: Page, task: Task, text: string) {
  const { csrf_token } = await viewerOf(page)
  const answer = await page.request.post(`/api/v1/subjects/task/${task.id}/comments`, {
    data: { text },
    headers: { 'X-CSRFToken': csrf_token },
  })
  expect(answer.status(), await answer.text()).toBe(201)
}

/** How many are unread, as the bell says it. */
const unread = async (page: Page) =>
  (await read<{ n_unread: number }>(page, '/notifications/unread')).n_unread

test.describe('for an executive', () => {
  test.use({ role: 'executive' })

  test(
    'the bell counts at once, and leads to what was said',
    { tag: '@once' },
    async ({ page, browser, words }, { project }) => {
      const { notifications } = words
      const task = await someTask(page)
      const { user } = await viewerOf(page)
      await page.goto('/notifications')
      await expect(page.getByRole('heading', { level: 1, name: notifications.title })).toBeVisible()
      const before = await unread(page)
      const sentence = `${project.name} ${Date.now()}`

      const context = await browser.newContext({ baseURL: new URL(page.url()).origin })
      const other = await context.newPage()
      await speak(other, project.name)
      await signIn(other, 'pmo')
      const { user: author } = await viewerOf(other)
      await say(other, task, `@[${user.name}](user:${user.id}) ${sentence}`)

      const label = fill(notifications.bellWithNews_other, { count: before + 1 })
      await expect(page.getByRole('button', { name: label, exact: true })).toBeVisible({
        timeout: 2000,
      })
      await page.getByRole('button', { name: label, exact: true }).click()
      const panel = page.getByRole('region', { name: notifications.title })
      const news = panel.getByRole('listitem').filter({ hasText: sentence })
      await expect(news).toContainText(fill(notifications.sentence.mentioned, { by: author.name }))
      expect(await faultsOf(page)).toEqual([])
      await news.getByRole('link').click()

      await expect(page).toHaveURL(/\/tasks\/[A-Z0-9-]+$/)
      await expect(page.getByRole('heading', { level: 1, name: task.name })).toBeVisible()
      await expect.poll(() => unread(page)).toBe(before)
      await context.close()
    },
  )
})

test.describe('for a member', () => {
  test.use({ role: 'member' })

  test('how one is told is chosen where it is read', async ({ page, words }, { project }) => {
    const { notifications } = words
    // Both languages are played at once, and for one account.
    const kind = project.name === 'en' ? 'assigned' : 'commented'
    await page.goto('/notifications/preferences')
    const name = `${notifications.kind[kind]} · ${notifications.inApp}`
    const choice = page.getByRole('switch', { name })
    await expect(choice).toBeChecked()
    await expect(page.getByText(notifications.mailIsOff)).toBeVisible()
    expect(await faultsOf(page)).toEqual([])

    await choice.click()
    await expect(choice).not.toBeChecked()
    await page.reload()
    await expect(choice).not.toBeChecked()
    await choice.click()

    await expect(choice).toBeChecked()
    await page.getByRole('button', { name: new RegExp(literally(notifications.undo)) }).click()
    await expect(choice).not.toBeChecked()
    await choice.click()
    await expect(choice).toBeChecked()
  })
})

test('everything is marked as read and stays so', { tag: '@once' }, async ({ page, words }) => {
  const { notifications } = words
  await page.goto('/notifications?unread=true')
  await expect(page.getByRole('heading', { level: 1 })).toBeVisible()
  expect(await faultsOf(page)).toEqual([])
  if ((await unread(page)) > 0)
    await page.getByRole('button', { name: notifications.markAllRead }).click()

  await expect(page.getByText(notifications.leadNothing)).toBeVisible()
  await expect(page.getByText(notifications.allRead)).toBeVisible()
  expect(await unread(page)).toBe(0)
})

test.describe('on a phone', () => {
  test.use({ viewport: { width: 360, height: 780 }, hasTouch: true, isMobile: true })

  test('the bottom bar opens the page', { tag: '@once' }, async ({ page, words }) => {
    await page.goto('/projects')
    await page
      .getByRole('navigation')
      .getByRole('link', { name: words.notifications.title })
      .click()

    await expect(page).toHaveURL(/\/notifications$/)
    await expect(page.getByRole('heading', { level: 1 })).toBeVisible()
    const wide = await page.evaluate(() => document.documentElement.scrollWidth)
    expect(wide).toBeLessThanOrEqual(360)
    expect(await faultsOf(page)).toEqual([])
  })
})
