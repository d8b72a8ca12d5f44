import type { Page } from '@playwright/test'
import { expect, loginOf, read, test } from './session'

const userMenu = (page: Page, name: string) => page.getByRole('button', { name })

test.describe('signing in', () => {
  test.use({ role: null })

  test('by one click as somebody of the demo company, and out again', { tag: '@both' }, async ({
    page,
    words,
  }) => {
    const { access, app, work } = words
    const { name } = await loginOf(page, 'project_manager')
    await page.goto('/')
    await expect(page.getByRole('heading', { name: access.title })).toBeVisible()

    await page.getByRole('button', { name }).click()

    await expect(page).toHaveURL(/\/work$/)
    await expect(page.getByRole('heading', { level: 1, name: work.title })).toBeVisible()
    await userMenu(page, name).click()
    await page.getByRole('menuitem', { name: app.signOut }).click()
    await expect(page).toHaveURL(/\/sign-in$/)
    await page.goto('/projects')
    await expect(page).toHaveURL(/\/sign-in/)
  })

  test('and who leaves, leaves nothing of what they saw in the browser', async ({
    page,
    words,
  }) => {
    const { access, app } = words
    const { name } = await loginOf(page, 'project_manager')
    const stored = () => page.evaluate(() => JSON.stringify({ ...localStorage, ...sessionStorage }))
    await page.goto('/')
    await page.getByRole('button', { name }).click()
    await expect(page).toHaveURL(/\/work$/)
    const { items } = await read<{ items: { id: string; classification: number }[] }>(
      page,
      '/projects?limit=50',
    )
    const first = items.find(({ classification }) => classification <= 1)
    await page.goto(`/projects/${first?.id}/overview`)
    const title = await page.getByRole('heading', { level: 1 }).innerText()
    await expect.poll(stored).toContain(title)

    await userMenu(page, name).click()
    await page.getByRole('menuitem', { name: app.signOut }).click()
    await expect(page.getByRole('heading', { name: access.title })).toBeVisible()

    expect(await stored()).not.toContain(title)
    expect(await stored()).not.toContain(name)
  })

  test('by typing, back to the page that was asked for', async ({ page, words }) => {
    const { access } = words
    const { username, password } = await loginOf(page, 'administrator')
    await page.goto('/governance/calendars')
    await expect(page).toHaveURL(/\/sign-in/)

    await page.getByLabel(access.username).fill(username)
    await page.keyboard.press('Tab')
    await page.keyboard.type(password)
    await page.keyboard.press('Enter')

    await expect(page).toHaveURL(/\/governance\/calendars/)
  })

  test.describe('with a wrong password', () => {
    test.use({ refusals: [401] })

    test('says so in words and stays where it is', { tag: '@both' }, async ({ page, words }) => {
      const { access, errors } = words
      const { username } = await loginOf(page, 'pmo')
      await page.goto('/sign-in')

      await page.getByLabel(access.username).fill(username)
      await page.getByLabel(access.password, { exact: true }).fill('not-the-password')
      await page.getByRole('button', { name: access.signIn, exact: true }).click()

      await expect(page.getByRole('alert')).toContainText(errors.access.sign_in_failed)
      await expect(page).toHaveURL(/\/sign-in$/)
      await expect(page.getByLabel(access.username)).toHaveValue(username)
    })
  })
})

test('language and theme follow the account', { tag: '@once' }, async ({ page, words }) => {
  const { name } = await loginOf(page, 'administrator')
  await page.goto('/projects')
  await userMenu(page, name).click()
  const menu = page.getByRole('menu')

  await menu.getByRole('menuitem', { name: words.app.themeName.dark }).click()

  await expect(page.locator('html')).toHaveAttribute('data-theme', 'dark')
  await expect(menu).toBeHidden()
  await userMenu(page, name).click()
  await menu.getByRole('menuitem', { name: words.app.languageName.en }).click()
  await expect(page.getByRole('heading', { level: 1, name: 'Projects' })).toBeVisible()
  await page.reload()
  await expect(page.getByRole('heading', { level: 1, name: 'Projects' })).toBeVisible()
  await expect(page.locator('html')).toHaveAttribute('data-theme', 'dark')
})
