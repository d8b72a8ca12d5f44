import type { Browser, BrowserContext, Page } from '@playwright/test'
import { cellOf, makeProject, openPlan, ownPlan, rowOf, unique, WORKSHOP } from './plans'
import { expect, read, signIn, speak, test } from './session'
import { fill } from './words'

const { first, follower } = WORKSHOP

/** Somebody else with a browser of their own, whose network may fail without being a fault. */
async function another(browser: Browser) {
  const { name } = test.info().project
  const context = await browser.newContext({ locale: name, serviceWorkers: 'allow' })
  const page = await tabOf(context)
  await signIn(page, 'pmo')
  return { context, page }
}

async function tabOf(context: BrowserContext) {
  const page = await context.newPage()
  await speak(page, test.info().project.name)
  return page
}

async function rename(page: Page, wbs: string, name: string) {
  await cellOf(page, wbs, 'name').dblclick()
  await page.keyboard.press('ControlOrMeta+a')
  await page.keyboard.type(name)
  await page.keyboard.press('Enter')
}

/** The pages of this build are kept, and the page is ruled by what keeps them. */
const whenKept = (page: Page) =>
  expect
    .poll(() => page.evaluate(() => navigator.serviceWorker.controller?.state), { timeout: 60_000 })
    .toBe('activated')

type Told = { items: { kind: string; changes: unknown[] }[] }
const editsOf = async (page: Page, projectId: string) => {
  const { items } = await read<Told>(page, `/projects/${projectId}/history`)
  return items.filter(({ kind }) => kind === 'planning.plan_edited').length
}

async function workshop(page: Page, word: string) {
  const title = unique(word)
  return makeProject(page, ownPlan(title), title)
}

const nonceOf = (page: Page) =>
  page.evaluate(
    () => document.querySelector<HTMLElement>('meta[property="csp-nonce"]')?.nonce ?? '',
  )

test('a page loaded anew without a network shows what waits, and it is sent once', async ({
  page,
  browser,
  words,
}) => {
  const projectId = await workshop(page, 'Away')
  const before = await editsOf(page, projectId)
  const { context, page: other } = await another(browser)
  await openPlan(other, projectId)
  await whenKept(other)

  await context.setOffline(true)
  await rename(other, first.wbs, 'Deep foundations')
  await expect(other.locator('.outbox-bar')).toBeVisible()
  await other.reload()

  const { offline } = words.app
  await expect(other.getByRole('heading', { level: 1, name: offline.title })).toBeVisible()
  await expect(other.getByRole('status')).toHaveText(offline.safe)
  await expect(other.getByRole('listitem').filter({ hasText: 'Deep foundations' })).not.toHaveCount(
    0,
  )
  const shownWith = await nonceOf(other)
  await other.reload()
  await expect(other.getByRole('heading', { level: 1, name: offline.title })).toBeVisible()
  expect(await nonceOf(other)).toMatch(/^[\w-]{24}$/)
  expect(await nonceOf(other)).not.toBe(shownWith)

  await context.setOffline(false)
  await expect(cellOf(other, first.wbs, 'name')).toHaveText('Deep foundations')
  await expect.poll(() => editsOf(page, projectId)).toBe(before + 1)
  await expect(other.locator('.outbox-bar')).toHaveCount(0)
  expect(await editsOf(page, projectId)).toBe(before + 1)
  await context.close()
})

test('what is kept is the same for everybody, and nothing of the API', { tag: '@once' }, async ({
  page,
  browser,
}) => {
  const projectId = await workshop(page, 'Kept')
  const { context, page: other } = await another(browser)
  await openPlan(other, projectId)
  await whenKept(other)
  await other.goto('/work')

  const kept = await other.evaluate(async () => {
    const found: { path: string; text: string }[] = []
    for (const name of await caches.keys()) {
      const cache = await caches.open(name)
      for (const { url } of await cache.keys()) {
        const answer = await cache.match(url)
        found.push({ path: new URL(url).pathname, text: (await answer?.text()) ?? '' })
      }
    }
    return found
  })

  const { user } = await read<{ user: { name: string; username: string } }>(other, '/session')
  expect(kept.length).toBeGreaterThan(50)
  expect(kept.filter(({ path }) => path !== '/' && !path.startsWith('/static/'))).toEqual([])
  const ofSomebody = kept.filter(
    ({ path, text }) => path === '/' && (text.includes(user.name) || text.includes(projectId)),
  )
  expect(ofSomebody).toEqual([])
  await context.close()
})

test('the pages can be installed', { tag: '@once' }, async ({ page }) => {
  await page.goto('/work')
  const address = await page.locator('link[rel=manifest]').getAttribute('href')
  const answer = await page.request.get(address ?? '')
  const { start_url, display, icons } = await answer.json()

  expect([start_url, display]).toEqual(['/', 'standalone'])
  const sizes = await page.evaluate(
    async (sources: string[]) => {
      const found: string[] = []
      for (const source of sources) {
        const image = new Image()
        image.src = source
        await image.decode()
        found.push(`${image.naturalWidth}x${image.naturalHeight}`)
      }
      return found
    },
    icons
      .filter(({ type }: { type: string }) => type === 'image/png')
      .map(({ src }: { src: string }) => src),
  )
  expect(sizes).toEqual(['192x192', '512x512', '512x512'])
})

test('two tabs that edit one task lose and double nothing', { tag: '@once' }, async ({
  page,
  browser,
}) => {
  const projectId = await workshop(page, 'Tabs')
  const before = await editsOf(page, projectId)
  const { context, page: one } = await another(browser)
  const two = await tabOf(context)
  await openPlan(one, projectId)
  await openPlan(two, projectId)

  await context.setOffline(true)
  await rename(one, first.wbs, 'Deep foundations')
  await cellOf(two, first.wbs, 'percent_complete').dblclick()
  await two.keyboard.type('50')
  await two.keyboard.press('Enter')
  await rename(two, follower.wbs, 'High walls')
  await context.setOffline(false)

  for (const tab of [one, two]) {
    await expect(cellOf(tab, first.wbs, 'name')).toHaveText('Deep foundations')
    await expect(cellOf(tab, first.wbs, 'percent_complete')).toHaveText(/50/)
    await expect(cellOf(tab, follower.wbs, 'name')).toHaveText('High walls')
    await expect(tab.locator('.outbox-bar')).toHaveCount(0)
  }
  expect(await editsOf(page, projectId)).toBe(before + 3)
  await context.close()
})

test('a button that is pressed twice makes one thing', { tag: '@once' }, async ({
  page,
  words,
}) => {
  const { board, planning, projects } = words
  const projectId = await workshop(page, 'Twice')
  const task = unique('Once')
  const name = planning.state.todo
  await page.goto(`/projects/${projectId}/board`)
  await page.getByRole('button', { name: fill(board.addTo, { name }) }).click()
  await page.getByRole('textbox', { name: fill(board.addTo, { name }) }).fill(task)
  await page.keyboard.press('Enter')
  await page.keyboard.press('Enter')
  await expect(page.locator('.board-card').filter({ hasText: task })).toHaveCount(1)

  const project = unique('Twice')
  await page.goto('/projects')
  await page.getByRole('button', { name: projects.new.title }).click()
  const dialog = page.getByRole('dialog')
  await dialog.getByLabel(projects.new.name).fill(project)
  await dialog.getByLabel(projects.new.unit).click()
  await page.locator('.ant-select-item-option').first().click()
  await dialog.getByLabel(projects.new.start).fill('2026-03-02')
  await dialog.getByRole('button', { name: projects.new.create, exact: true }).dblclick()
  await expect(page).toHaveURL(/\/plan/)
  const found = await read<{ items: object[] }>(
    page,
    `/projects?filter=${encodeURIComponent(`name:contains:${project}`)}`,
  )
  expect(found.items).toHaveLength(1)
  const { items } = await read<{ items: object[] }>(
    page,
    `/projects/${projectId}/tasks?filter=${encodeURIComponent(`name:contains:${task}`)}`,
  )
  expect(items).toHaveLength(1)
})

test('an edit that waits while the session ends is sent once after signing in', {
  tag: '@once',
}, async ({ page, browser, words }) => {
  const projectId = await workshop(page, 'Expired')
  const before = await editsOf(page, projectId)
  const { context, page: other } = await another(browser)
  await openPlan(other, projectId)

  await context.setOffline(true)
  await rename(other, first.wbs, 'Deep foundations')
  await expect(other.locator('.outbox-bar')).toBeVisible()
  await context.clearCookies()
  await context.setOffline(false)

  await expect(other.locator('.outbox-bar')).toContainText(words.app.signInAgain)
  await signIn(other, 'pmo')
  await openPlan(other, projectId)
  await expect.poll(() => editsOf(page, projectId)).toBe(before + 1)
  await expect(cellOf(other, first.wbs, 'name')).toHaveText('Deep foundations')
  await expect(other.locator('.outbox-bar')).toHaveCount(0)
  await expect(rowOf(other, follower.wbs)).toBeVisible()
  expect(await editsOf(page, projectId)).toBe(before + 1)
  await context.close()
})
