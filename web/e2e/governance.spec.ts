import type { Page } from '@playwright/test'
import { faultsOf } from './axe'
import { unique } from './plans'
import { expect, post, read, test } from './session'
import { fill } from './words'

type Named = { id: string; name: string }
type List<Item> = { items: Item[] }

const code = () => unique('e').toLowerCase().replace(/\W/g, '_')
const choose = (page: Page, text: string) =>
  page.locator('.ant-select-dropdown:visible').getByTitle(text, { exact: true }).click()

test('a unit is made, renamed in place, taken back and closed', async ({ page, words }) => {
  const { organisation, ui } = words
  const name = unique('Team')
  await page.goto('/governance/units')
  await page.getByRole('button', { name: organisation.unit.new }).click()
  await page.getByLabel(organisation.unit.name).fill(name)
  await page.getByLabel(organisation.unit.code).fill(code())
  await page.getByRole('button', { name: organisation.create }).click()
  await page.getByRole('button', { name, exact: true }).click()

  const drawer = page.getByRole('dialog', { name })
  await drawer.getByRole('button', { name: `${organisation.unit.name} ${name}` }).click()
  await drawer.getByLabel(organisation.unit.name).fill(`${name} B`)
  await page.keyboard.press('Enter')
  await expect(page.getByRole('dialog', { name: `${name} B` })).toBeVisible()
  await page.getByRole('button', { name: ui.undo }).click()
  await expect(drawer).toBeVisible()
  await expect(drawer.getByText(organisation.unit.history)).toBeVisible()
  expect(await faultsOf(page)).toEqual([])
})

test('people are found by initials and edited where they are read', async ({ page, words }) => {
  const { organisation, ui } = words
  const { items: units } = await read<List<Named>>(page, '/units?limit=1')
  const number = code()
  await post(page, '/people', {
    data: { name: '欧阳测试', employee_number: number, unit_id: units[0]?.id },
  })
  await page.goto('/governance/people')
  await page.getByLabel(organisation.person.findBy).fill('oycs')
  const row = page.locator('.ant-table-row').filter({ hasText: number })
  await expect(row).toBeVisible()

  await row.getByRole('button', { name: organisation.person.location, exact: true }).click()
  await page.getByRole('textbox', { name: organisation.person.location }).fill('Here')
  await page.keyboard.press('Enter')
  await expect(row).toContainText('Here')
  await page.getByRole('button', { name: ui.undo }).click()
  await expect(row).not.toContainText('Here')

  await row.getByRole('button', { name: '欧阳测试' }).click()
  await expect(page.getByRole('dialog').getByText(organisation.person.history)).toBeVisible()
  expect(await faultsOf(page)).toEqual([])
})

test('who works where leads to the people', async ({ page, words }) => {
  const { organisation } = words
  await page.goto('/governance/people?view=places')
  const table = page.getByRole('table', { name: organisation.places })
  await expect(table).toBeVisible()
  expect(await faultsOf(page)).toEqual([])

  await table.getByRole('cell').getByRole('link').first().click()
  await expect(page).toHaveURL(/unit=/)
})

test('a day off is made by pressing it, with the plans it reaches told first', async ({
  page,
  words,
}) => {
  const { organisation } = words
  const calendar = await post<Named>(page, '/calendars', {
    data: { name: unique('Site'), kind: 'site', week: Array(7).fill([[480, 960]]) },
  })
  await page.goto(`/governance/calendars?calendar=${calendar.id}&year=2026`)
  await page.locator('[data-date="2026-03-04"]').click()
  await expect(page.getByText(organisation.calendar.noPlans)).toBeVisible()
  await page.getByRole('textbox', { name: organisation.calendar.reason }).fill('Stocktaking')
  await page.getByRole('button', { name: organisation.save }).click()

  const pressed = page.locator('td[data-own]:has([data-date="2026-03-04"])')
  await expect(pressed).toHaveAttribute('data-mark', 'off')
  await expect(pressed).toHaveAttribute('title', /Stocktaking/)
  await expect(page.getByRole('dialog')).toHaveCount(0)
  expect(await faultsOf(page)).toEqual([])
})

test('a role is copied, changed after a look at what it means, and given', async ({
  page,
  words,
}) => {
  const { governing } = words
  const { items: roles } = await read<List<Named & { code: string }>>(page, '/roles?limit=50')
  const member = roles.find((role) => role.code === 'member')
  const name = unique('角色')
  await page.goto(`/governance/access?tab=roles&role=${member?.id}`)
  await page.getByRole('button', { name: governing.role.copy }).click()
  const dialog = page.getByRole('dialog')
  await dialog.getByLabel(governing.role.name, { exact: true }).fill(name)
  await dialog.getByLabel(governing.role.nameEn).fill(name)
  await dialog.getByLabel(governing.role.code).fill(code())
  await dialog.getByRole('button', { name: governing.create }).click()

  const permission = governing.permission.projects.edit.name
  const editor = page.getByRole('region', { name })
  await editor.getByRole('checkbox', { name: new RegExp(`^${permission}`) }).check()
  const effect = fill(governing.role.gained, { permission, accounts: 0, scopes: 0 })
  await expect(editor.getByText(effect)).toBeVisible()
  expect(await faultsOf(page)).toEqual([])
  await editor.getByRole('button', { name: governing.role.save }).click()
  await expect(editor.getByText(effect)).toHaveCount(0)
})

test('the data of a project is held, and the list says of which', async ({ page, words }) => {
  const { privacy } = words
  const { items } = await read<List<Named>>(page, '/projects?limit=1')
  const project = items[0]?.name ?? ''
  const reason = unique('Dispute')
  await page.goto('/governance/privacy?tab=holds')
  await page.getByRole('button', { name: privacy.hold.new }).click()
  const dialog = page.getByRole('dialog')
  await dialog.getByText(privacy.hold.kind.project, { exact: true }).click()
  const pick = dialog.getByRole('combobox', { name: privacy.hold.kind.project })
  await pick.click()
  await pick.fill(project)
  await choose(page, project)
  await dialog.getByLabel(privacy.hold.reason).fill(reason)
  await dialog.getByLabel(privacy.hold.since).fill('2026-11-20')
  await page.keyboard.press('Tab')
  expect(await faultsOf(page, '.ant-modal')).toEqual([])
  await dialog.getByRole('button', { name: privacy.hold.place }).click()
  await expect(dialog).toHaveCount(0)

  const row = page.locator('.ant-table-row').filter({ hasText: reason })
  await expect(row).toContainText(project)
  await row.getByRole('button', { name: fill(privacy.hold.releaseOf, { name: project }) }).click()
  const sure = page.locator('.ant-popconfirm')
  await sure.getByRole('button', { name: privacy.hold.release }).click()
  await expect(row.getByRole('button')).toHaveCount(0)
})

test('who may do something, and why', async ({ page, words }) => {
  const { governing } = words
  const { items: scopes } = await read<List<{ id: string }>>(page, '/scopes?filter=kind:eq:company')
  await page.goto(`/governance/access?tab=grants&at=${scopes[0]?.id}`)
  await page.getByLabel(governing.who.permission).click()
  await choose(page, governing.permission.access.manage.name)
  await page.locator('.holder').first().click()
  await expect(page.locator('.why-grant').first()).toBeVisible()
  expect(await faultsOf(page)).toEqual([])
})

test.describe('where the device asks for stillness', () => {
  test.use({ contextOptions: { reducedMotion: 'reduce' } })

  test('a password is reset and shown once', async ({ page, words }) => {
    const { governing } = words
    const username = code()
    await post(page, '/accounts', { data: { username, name: username } })
    await page.goto(`/governance/access?q=${username}`)
    await page.getByRole('button', { name: fill(governing.actionsOf, { name: username }) }).click()
    await page.getByRole('menuitem', { name: governing.account.reset }).click()
    await page.getByRole('dialog').getByRole('button', { name: governing.account.reset }).click()
    await expect(page.locator('.one-time')).toHaveText(/^\w{5}(-\w{5}){3}/)
    await page.getByRole('button', { name: governing.done }).click()
    await expect(page.locator('.one-time')).toHaveCount(0)
  })
})

test.describe('on a phone', () => {
  test.use({ viewport: { width: 360, height: 780 }, hasTouch: true, isMobile: true })

  test('nothing is wider than the screen', { tag: '@once' }, async ({ page }) => {
    for (const address of ['units', 'people', 'calendars', 'access', 'access?tab=grants']) {
      await page.goto(`/governance/${address}`)
      await expect(page.getByRole('heading', { level: 1 })).toBeVisible()
      await expect(page.locator('.ant-skeleton')).toHaveCount(0)
      const overflow = await page.evaluate(
        () => document.documentElement.scrollWidth - document.documentElement.clientWidth,
      )
      expect(overflow, address).toBeLessThanOrEqual(0)
    }
  })
})

test.describe('a member', () => {
  test.use({ role: 'member' })

  test('sees no access and no locked value', { tag: '@once' }, async ({ page, words }) => {
    await page.goto('/governance')
    await expect(page).toHaveURL(/units/)
    await expect(page.getByRole('link', { name: words.app.pageName.access })).toHaveCount(0)
    await page.goto('/governance/people')
    // The policy of the demo company tells that there is a number, and its class.
    await expect(page.getByText(words.ui.lockedThere).first()).toBeVisible()
  })
})
