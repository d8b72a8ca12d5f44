import type { Page } from '@playwright/test'
import dayjs from 'dayjs'
import { faultsOf } from './axe'
import { expect, loginOf, read, signIn, test } from './session'

const choose = (page: Page, text: string) =>
  page.locator('.ant-select-dropdown:visible').getByTitle(text).first().click()

type Events = { items: { kind: string; recorded_at: string; actor_id: string | null }[] }

test('the trail is narrowed by days, person and kind, and what is asked stands in the address', async ({
  page,
  words,
}) => {
  const { audit } = words
  const pmo = await loginOf(page, 'pmo')
  await signIn(page, 'pmo')
  await signIn(page, 'administrator')
  await page.goto('/governance/audit')

  await page.getByLabel(audit.period.title).click()
  await choose(page, audit.period.today)
  const today = dayjs().format('YYYY-MM-DD')
  await expect(page).toHaveURL(new RegExp(`since=${today}`))
  await page.getByLabel(audit.doneBy).fill(pmo.name)
  await choose(page, pmo.name)
  await page.getByLabel(audit.filterKind).click()
  await page.locator('.ant-select-tree').getByTitle(audit.kindGroup.signIn).first().click()
  await page.keyboard.press('Escape')
  await expect(page).toHaveURL(/kinds=.*access\.signed_in/)
  const signedIn = page.getByRole('link', { name: audit.kind.access_signed_in })
  await expect(signedIn.first()).toBeVisible()

  const asked = page.waitForResponse((answer) => answer.url().includes('/audit/events?'))
  await page.reload()
  const { items } = (await (await asked).json()) as Events
  expect(items.length).toBeGreaterThan(0)
  expect(new Set(items.map(({ actor_id }) => actor_id)).size).toBe(1)
  expect(items.every(({ recorded_at }) => dayjs(recorded_at).isSame(dayjs(), 'day'))).toBe(true)
  await expect(page.getByText(pmo.name).first()).toBeVisible()
  expect(await faultsOf(page)).toEqual([])

  await signedIn.first().click()
  await page.getByRole('link', { name: audit.more.saw }).click()
  await expect(page).toHaveURL(/ask=sights/)
  await expect(page.getByLabel(audit.byWhom)).toBeVisible()
})

test('days that are turned round are named, and put right at once', async ({ page, words }) => {
  const { audit } = words
  await page.goto('/governance/audit?since=2026-06-01&until=2026-05-01')

  await expect(page.getByRole('alert').getByText(audit.turnedRound)).toBeVisible()
  await page.getByRole('button', { name: audit.clear }).click()
  await expect(page.getByText(audit.turnedRound)).toBeHidden()
  await expect(page.locator('.ant-table-row').first()).toBeVisible()
})

test('who saw a field in a month is a few clicks away', async ({ page, words }) => {
  const { audit } = words
  await read(page, '/people?limit=5')
  await page.goto('/governance/audit?ask=sights')

  await page.getByLabel(audit.ofWhat).click()
  await choose(page, audit.resource.person)
  await page.getByLabel(audit.period.title).click()
  await choose(page, audit.period.thisMonth)

  await expect(page).toHaveURL(new RegExp(`since=${dayjs().format('YYYY-MM')}-01`))
  await expect(page.locator('.ant-table-row').first()).toBeVisible()
})
