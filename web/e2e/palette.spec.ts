import type { Page } from '@playwright/test'
import { faultsOf } from './axe'
import { makeProject, ownPlan, unique } from './plans'
import { expect, read, test } from './session'

type Projects = { items: { id: string; key: string; name: string }[] }

async function openPalette(page: Page, name: string) {
  await page.keyboard.press('Control+k')
  const field = page.getByRole('combobox', { name })
  await expect(field).toBeFocused()
  return field
}

test('a project is found by its Chinese name, full pinyin and initials, by keyboard alone', async ({
  page,
  words,
}) => {
  const { palette } = words
  const title = `${unique('甲')} 供应链数字化`
  const id = await makeProject(page, ownPlan(title), title)
  await page.goto('/governance/people')
  await expect(page.getByRole('heading', { level: 1 })).toBeVisible()

  for (const typed of ['供应链数字', 'gongyinglianshuzi', 'gylszh']) {
    const field = await openPalette(page, palette.title)
    await field.pressSequentially(typed)
    const hit = page.getByRole('option').filter({ hasText: title })
    await expect(hit).toBeVisible()
    await expect(hit.locator('mark').first()).toBeVisible()
    for (let step = 0; (await hit.getAttribute('aria-selected')) !== 'true' && step < 20; step += 1)
      await page.keyboard.press('ArrowDown')
    await expect(field).toHaveAttribute(
      'aria-activedescendant',
      (await hit.getAttribute('id')) ?? '',
    )
    await page.keyboard.press('Enter')
    await expect(page).toHaveURL(new RegExp(`/projects/${id}/overview`))
    await page.goto('/governance/people')
    await expect(page.getByRole('heading', { level: 1 })).toBeVisible()
  }
})

test('a task is found by its key and opens in its plan', async ({ page, words }) => {
  const { palette } = words
  const title = unique('Keyed')
  const id = await makeProject(page, ownPlan(title), title)
  const { items } = await read<Projects>(page, `/projects?filter=id:eq:${id}`)
  await page.goto('/projects')
  await expect(page.getByRole('heading', { level: 1 })).toBeVisible()

  const field = await openPalette(page, palette.title)
  await field.fill(`${items[0]?.key}-2`)
  const hit = page.getByRole('option').filter({ hasText: `${items[0]?.key}-2` })
  await expect(hit.first()).toBeVisible()
  await hit.first().click()

  await expect(page).toHaveURL(new RegExp(`/projects/${id}/plan\\?.*panel=task`))
})

test('commands of the page and of the product run by name, in both languages', async ({
  page,
  words,
}) => {
  const { palette, projects } = words
  await page.goto('/governance/units')
  await expect(page.getByRole('heading', { level: 1 })).toBeVisible()

  for (const typed of ['new project', 'xjxm', '新建项目']) {
    const field = await openPalette(page, palette.title)
    await field.fill(typed)
    await expect(page.getByRole('option').first()).toContainText(palette.command.newProject)
    await page.keyboard.press('Enter')
    const dialog = page.getByRole('dialog', { name: projects.new.title })
    await expect(dialog).toBeVisible()
    await page.keyboard.press('Escape')
    await expect(dialog).toBeHidden()
    await page.goto('/governance/units')
    await expect(page.getByRole('heading', { level: 1 })).toBeVisible()
  }
})

test('what was opened last comes first', { tag: '@once' }, async ({ page, words }) => {
  const title = unique('Lately')
  const id = await makeProject(page, ownPlan(title), title)
  await page.goto(`/projects/${id}/overview`)
  await expect(page.getByRole('heading', { level: 1 })).toBeVisible()

  await openPalette(page, words.palette.title)

  await expect(page.getByRole('option').first()).toContainText(title)
})

test('axe finds nothing in the palette', { tag: '@once' }, async ({ page, words }) => {
  await page.goto('/projects')
  await expect(page.locator('.grid-row a').first()).toBeVisible()
  const field = await openPalette(page, words.palette.title)
  await field.fill('a')
  await expect(page.getByRole('group', { name: words.palette.section.projects })).toBeVisible()

  expect(await faultsOf(page, '.palette-dialog')).toEqual([])
})

test.describe('on a phone that asks for stillness', () => {
  test.use({
    viewport: { width: 390, height: 844 },
    hasTouch: true,
    isMobile: true,
    contextOptions: { reducedMotion: 'reduce' },
  })

  test('the palette fills the screen and leads where a line is touched', async ({
    page,
    words,
  }) => {
    const { app, palette } = words
    await page.goto('/projects')
    await expect(page.getByRole('heading', { level: 1 })).toBeVisible()

    await page.getByRole('button', { name: app.search }).tap()
    const dialog = page.locator('.palette-dialog')
    await expect(page.getByRole('combobox', { name: palette.title })).toBeFocused()
    await expect.poll(async () => (await dialog.boundingBox())?.width).toBe(390)
    await page.keyboard.type('gzrl')
    await page.getByRole('option').first().tap()

    await expect(page).toHaveURL(/\/governance\/calendars/)
  })
})
