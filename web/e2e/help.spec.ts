import { faultsOf } from './axe'
import { makeProject, ownPlan, unique } from './plans'
import { expect, test } from './session'
import { fill } from './words'

test('F1 explains the page beside it, and follows to the next one', async ({ page, words }) => {
  const { help } = words
  const title = unique('Helped')
  const id = await makeProject(page, ownPlan(title), title)
  await page.setViewportSize({ width: 1440, height: 900 })
  await page.goto('/projects')
  await expect(page.locator('.grid-row a').first()).toBeVisible()

  await page.keyboard.press('F1')
  const name = (topic: { title: string }) => fill(help.title, { page: topic.title })
  const panel = page.getByRole('complementary', { name: name(help.topic.projects) })
  await expect(panel).toContainText(help.topic.projects.purpose)
  const [beside, main] = [await panel.boundingBox(), await page.locator('main').boundingBox()]
  expect((main?.x ?? 0) + (main?.width ?? 0)).toBeLessThanOrEqual((beside?.x ?? 0) + 1)
  expect(await faultsOf(page, '.help-panel')).toEqual([])

  await page.goto(`/projects/${id}/plan`)
  await expect(page.locator('[data-bar]').first()).toBeVisible()
  await page.keyboard.press('F1')
  const ofPlan = page.getByRole('complementary', { name: name(help.topic.plan) })
  await expect(ofPlan).toContainText(help.sign.critical)
  await page.keyboard.press('F1')
  await expect(ofPlan).toBeHidden()
})

test('single keys jump and explain, and can be switched off', async ({ page, words }) => {
  const { access, app } = words
  await page.goto('/governance/people')
  await expect(page.getByRole('heading', { level: 1 })).toBeVisible()

  await page.keyboard.press('g')
  await page.keyboard.press('p')
  await expect(page).toHaveURL(/\/projects/)
  await page.keyboard.press('?')
  const map = page.getByRole('dialog', { name: app.keys.title })
  await expect(map).toContainText('G P')
  await page.keyboard.press('Escape')
  await expect(map).toBeHidden()

  await page.goto('/preferences')
  const isOn = page.getByRole('switch', { name: access.choice.has_single_keys.label })
  await isOn.click()
  await expect(isOn).not.toBeChecked()
  await page.keyboard.press('Escape')
  await page.locator('main').focus()
  await page.keyboard.press('?')
  await expect(map).toBeHidden()
  await isOn.click()
  await expect(isOn).toBeChecked()
})

test('choices are kept with the account, and axe finds nothing on their page', async ({
  page,
  words,
}) => {
  const { access } = words
  await page.goto('/preferences')
  const saved = page.waitForResponse('**/session/preferences')
  await page.getByText(access.choice.density.compact, { exact: true }).click()
  expect((await saved).ok()).toBe(true)

  const answer = await page.request.get('/api/v1/session')
  expect((await answer.json()).user.preferences.density).toBe('compact')
  expect(await faultsOf(page, 'main')).toEqual([])
  await page.getByText(access.choice.density.standard, { exact: true }).click()
})

test('a token is shown once and can be revoked', async ({ page, words }) => {
  const { token } = words.access
  const name = unique('Robot')
  await page.goto('/security')

  await page.getByRole('button', { name: token.new }).click()
  await page.getByLabel(token.name, { exact: true }).fill(name)
  await page.getByRole('button', { name: token.make, exact: true }).click()
  await expect(page.getByLabel(token.secret)).toHaveValue(/.{20,}/)
  await page.getByRole('button', { name: token.kept }).click()

  await page.getByRole('button', { name: fill(token.revokeNamed, { name }) }).click()
  await page.locator('.ant-popconfirm').getByRole('button', { name: token.revoke }).click()
  await expect(page.getByText(name)).toHaveCount(0)
})
