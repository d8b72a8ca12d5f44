import { faultsOf } from './axe'
import { anotherAdmin, askForProof, OWN, prove } from './passwords'
import { unique } from './plans'
import { answerNotices, collectFaults, expect, read, speak, test } from './session'
import { fill } from './words'

type Viewer = { user: { name: string } }
type Choices = { roles: { name: string }[] }
type Scopes = { items: { label: string; kind: 'company' | 'unit' | 'project' }[] }

test(
  'what one opens in an emergency is told of, ended, and reviewed by another person',
  {
    tag: '@once',
  },
  async ({ page, browser, words, faults, baseURL }, { project }) => {
    const { governing, notifications } = words
    const { glass } = governing
    const reason = `${unique('The line stands still')}: look into its plan`
    const finding = `${unique('Compared with the trail')}: it fits`

    const opener = await anotherAdmin(browser, baseURL)
    // The one refusal is that which asks for a proof.
    collectFaults(opener, faults, [403])
    await speak(opener, project.name)
    await answerNotices(opener)
    const { user } = await read<Viewer>(opener, '/session')
    const { roles } = await read<Choices>(opener, '/break-glass/choices')
    const role = roles[0]?.name ?? ''
    const { items } = await read<Scopes>(opener, '/break-glass/scopes')
    const { label, kind } = items[0] ?? { label: '', kind: 'company' }

    await opener.goto('/governance/access?tab=glass')
    await opener.getByRole('button', { name: glass.new }).click()
    const dialog = opener.getByRole('dialog', { name: glass.new })
    await dialog.getByLabel(governing.grant.role, { exact: true }).fill(role)
    await opener.getByTitle(role, { exact: true }).click()
    await dialog.getByLabel(governing.grant.scope, { exact: true }).fill(label)
    await opener.getByTitle(`${label} · ${governing.kind[kind]}`, { exact: true }).click()
    await dialog.getByLabel(glass.reason, { exact: true }).fill(reason)
    expect(await faultsOf(opener, '.ant-modal')).toEqual([])
    await askForProof(opener, '/break-glass')
    await dialog.getByRole('button', { name: glass.open }).click()
    await prove(opener, words, OWN)
    await expect(dialog).toHaveCount(0)
    const opened = opener.getByRole('row').filter({ hasText: reason })
    await expect(opened).toContainText(glass.open_now)
    await expect(opened).toContainText(`${role} · ${label}`)

    const news = fill(notifications.sentence.glass_broken, { by: user.name })
    await page.goto('/notifications')
    await page.getByRole('link').filter({ hasText: news }).click()
    await expect(page).toHaveURL(/tab=glass/)
    const told = page.getByRole('row').filter({ hasText: reason })
    const review = told.getByRole('button', { name: glass.review })
    await expect(told).toContainText(user.name)
    await expect(review).toHaveCount(0)

    await opened.getByRole('button', { name: fill(glass.endOf, { name: user.name, role }) }).click()
    await expect(opened).toContainText(glass.to_review)
    // Whoever opened it is not offered to review it.
    await expect(opened.getByRole('button', { name: glass.review })).toHaveCount(0)

    await page.reload()
    await page.getByRole('checkbox', { name: glass.only }).check()
    await expect(page).toHaveURL(/open=true/)
    await told
      .getByRole('button', { name: fill(glass.reviewOf, { name: user.name, role }) })
      .click()
    const found = page.getByRole('dialog')
    await expect(found).toContainText(reason)
    await found.getByLabel(glass.finding).fill(finding)
    expect(await faultsOf(page, '.ant-modal')).toEqual([])
    await found.getByRole('button', { name: glass.send }).click()
    await expect(told).toHaveCount(0)

    await page.getByRole('checkbox', { name: glass.only }).uncheck()
    await expect(told).toContainText(glass.reviewed)
    await expect(told).toContainText(finding)
    expect(await faultsOf(page)).toEqual([])
    await opener.context().close()
  },
)
