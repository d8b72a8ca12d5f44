import type { Page } from '@playwright/test'
import { faultsOf } from './axe'
import { expect, loginOf, test } from './session'
import { fill, literally } from './words'

/** A sentence with whatever stands in its holes. */
const sentence = (text: string) =>
  new RegExp(literally(text.replace(/\{\{\w+\}\}/g, '#')).replaceAll('#', '.+'))

async function draftRule(page: Page, field: string, words: Record<string, string>) {
  const { find = '', add = '', save = '' } = words
  await page.goto(`/governance/fields?q=${field}&resource=person`)
  await expect(page.getByLabel(find)).toHaveValue(field)
  await page.locator('.matrix .text-button').first().click()
  await page.getByRole('button', { name: add }).click()
  await page.getByRole('dialog').getByRole('button', { name: save }).click()
}

test('a rule tells whom it reaches before it counts, and nobody publishes their own', {
  tag: '@once',
}, async ({ page, words }) => {
  const { policy } = words
  await draftRule(page, 'position', {
    find: policy.find,
    add: policy.rule.new,
    save: policy.rule.save,
  })
  // The rule stands in the drawer now; that is closed to come to the draft below it.
  await expect(page.locator('.ant-modal')).toBeHidden()
  await page.locator('.ant-drawer-close').click()
  await expect(page.locator('.ant-drawer-content')).toBeHidden()

  const draft = page.getByRole('region', { name: policy.draft.title })
  await expect(draft.getByText(sentence(policy.draft.hidden))).toBeVisible()
  await expect(draft.getByText(policy.draft.own)).toBeVisible()
  await expect(draft.getByRole('button', { name: policy.draft.publish })).toBeDisabled()
  expect(await faultsOf(page)).toEqual([])

  await draft.getByRole('button', { name: policy.draft.discard }).click()
  const sure = page.locator('.ant-popconfirm')
  await sure.getByRole('button', { name: policy.draft.discard }).click()
  await expect(draft).toHaveCount(0)
})

test('who may sees as somebody else, changes nothing, and is told of it on every page', {
  tag: '@once',
}, async ({ page, words }) => {
  const { app, audit, governing, ui } = words
  const purpose = '复核权限'
  const member = await loginOf(page, 'member')
  await page.goto(`/governance/access?q=${member.username}`)
  await page.getByRole('button', { name: fill(governing.actionsOf, { name: member.name }) }).click()
  await page.getByRole('menuitem', { name: governing.account.viewAs }).click()
  const asking = page.getByRole('dialog')
  await expect(asking.getByLabel(ui.purpose.label)).toBeFocused()
  expect(await faultsOf(page)).toEqual([])
  await page.keyboard.type(purpose)
  await page.keyboard.press('Enter')

  const banner = page.locator('.viewing-as')
  await expect(banner).toContainText(member.name)
  await page.goto('/governance')
  await expect(page).toHaveURL(/units/)
  await expect(page.getByRole('link', { name: app.pageName.access })).toHaveCount(0)
  await banner.getByRole('button', { name: app.viewingAs.stop }).click()
  await expect(banner).toHaveCount(0)
  await expect(page.getByRole('link', { name: app.pageName.access })).toBeVisible()

  await page.goto('/governance/audit?kinds=access.viewing_as_begun')
  await page.getByRole('link', { name: audit.kind.access_viewing_as_begun }).first().click()
  const told = page.getByRole('row').filter({ hasText: audit.purpose })
  await expect(told).toContainText(purpose)
})
