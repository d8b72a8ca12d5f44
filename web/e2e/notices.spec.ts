import type { Page } from '@playwright/test'
import { faultsOf } from './axe'
import { anotherAdmin, FIRST, OWN } from './passwords'
import { unique } from './plans'
import { collectFaults, expect, read as get, post, speak, test } from './session'
import { fill, literally, type wordsIn } from './words'

type Words = ReturnType<typeof wordsIn>

/** An account of the test's own, which has read nothing yet, on a page of its own. */
async function newcomer(admin: Page, reader: Page, name: string) {
  const username = name.toLowerCase().replace(/\W/g, '_')
  await post(admin, '/accounts', { data: { username, name, password: FIRST } })
  await post(reader, '/session', { data: { username, password: FIRST } })
  await post(reader, '/session/password', { data: { present: FIRST, password: OWN } })
}

type Named = { id: string; name: string }

/** Lets an account read what everybody answered, and nothing else; a second person confirms it. */
async function letRead(admin: Page, second: Page, name: string) {
  const code = unique('ledger').toLowerCase().replace(/\W/g, '_')
  const data = { code, name: code, name_en: code, permissions: ['access.read_consents'] }
  const role = await post<Named>(admin, '/roles', { data })
  const found = async (path: string) =>
    (await get<{ items: Named[] }>(admin, `${path}&limit=1`)).items[0]?.id
  const grant = await post<Named>(admin, '/grants', {
    data: {
      user_id: await found(`/accounts?filter=${encodeURIComponent(`name:eq:${name}`)}`),
      scope_id: await found('/scopes?filter=kind:eq:company'),
      role_id: role.id,
    },
  })
  await post(second, `/grants/${grant.id}/confirmation`, {})
}

/** Publishes the notice of everybody with one more line, as a change that asks nobody else anew. */
async function publishLine(page: Page, words: Words, line: string) {
  const { notices } = words
  await page.goto('/governance/privacy?tab=notices')
  await page.locator('.ant-table-row .text-button').first().click()
  const drawer = page.getByRole('dialog')
  await drawer.getByRole('region', { name: notices.versions }).waitFor()
  const begin = drawer.getByRole('button', { name: notices.writeNew })
  if (await begin.isVisible()) await begin.click()
  for (const language of Object.values(notices.language)) {
    const text = drawer.getByLabel(fill(notices.textIn, { language }))
    await text.fill(`${await text.inputValue()}\n\n${line}`)
  }
  await expect(drawer.locator('ins', { hasText: line })).toHaveCount(2)
  expect(await faultsOf(page, '.ant-drawer')).toEqual([])
  await drawer.getByRole('button', { name: notices.save }).click()
  const publish = drawer.getByRole('button', { name: notices.publish })
  await expect(publish).toBeEnabled()
  await publish.click()
  const sure = page.getByRole('dialog').filter({ hasText: notices.forGood }).last()
  await sure.getByRole('radio', { name: notices.editorial }).check()
  await sure.getByRole('button', { name: notices.publish }).click()
  await expect(drawer.getByRole('button', { name: notices.writeNew })).toBeVisible()
}

test.describe('notices', { tag: '@once' }, () => {
  test.use({ refusals: [409] })

  test('what was shown is what is kept, and consent is taken back as it was given', async ({
    page: admin,
    browser,
    words,
    faults,
    baseURL,
  }, { project }) => {
    const { notices, errors } = words
    const context = await browser.newContext({ baseURL, serviceWorkers: 'block' })
    const reader = await context.newPage()
    collectFaults(reader, faults, [409])
    await speak(reader, project.name)
    const name = unique('Reader')
    await newcomer(admin, reader, name)

    await reader.goto('/preferences')
    const dialog = reader.getByRole('dialog')
    const read = dialog.getByRole('button', { name: notices.give.acknowledged })
    await expect(read).toBeVisible()
    expect(await faultsOf(reader, '.ant-modal')).toEqual([])
    const line = unique('line')
    await publishLine(admin, words, line)

    await read.click()
    await expect(dialog.getByRole('alert')).toHaveText(errors.access.notice_changed)
    await expect(dialog.getByText(line)).toBeVisible()
    await read.click()
    await expect(dialog).toHaveCount(0)

    await reader.reload()
    await expect(dialog.getByRole('button', { name: notices.give.refused })).toBeVisible()
    expect(await faultsOf(reader, '.ant-modal')).toEqual([])
    await dialog.getByRole('button', { name: notices.give.agreed, exact: true }).click()
    await expect(dialog).toHaveCount(0)
    await reader.reload()
    const own = reader.getByRole('region', { name: notices.own.title })
    await own.getByRole('button', { name: notices.own.withdraw }).click()
    await expect(own.getByText(notices.given.withdrawn)).toBeVisible()
    await expect(own.getByRole('button', { name: notices.own.give })).toBeVisible()
    await own.locator('.notice-line .text-button').first().click()
    await expect(reader.getByRole('dialog').locator('.notice-text')).toBeVisible()

    await reader.keyboard.press('Escape')
    await letRead(admin, await anotherAdmin(browser, baseURL), name)
    await reader.setViewportSize({ width: 390, height: 844 })
    await reader.goto('/governance')
    await expect(reader.getByRole('tab')).toHaveText([words.privacy.tab.consents])
    const answers = reader.getByRole('table', { name: notices.ledger })
    await answers.getByRole('button', { name }).first().click()
    await expect(answers.locator('.ant-table-row')).toHaveCount(3)
    await expect(answers.locator('.ant-table-row').first()).toContainText(notices.given.withdrawn)
    expect(await faultsOf(reader)).toEqual([])
    await context.close()

    await admin.goto('/governance/privacy?tab=notices')
    await admin.locator('.ant-table-row .text-button').nth(1).click()
    const ledger = admin.getByRole('region', { name: notices.ledger })
    const row = ledger.getByRole('row', { name: new RegExp(literally(name)) })
    await expect(row.first()).toContainText(notices.given.withdrawn)
    await expect(row).toHaveCount(2)
  })
})
