import type { Page } from '@playwright/test'
import { faultsOf } from './axe'
import { anotherAdmin } from './passwords'
import { makeProject, openPlan, ownPlan, unique } from './plans'
import {
  answerNotices,
  colleague,
  collectFaults,
  expect,
  loginOf,
  post,
  read,
  speak,
  test,
} from './session'
import { fill, literally } from './words'

// There is one draft: these journeys write on it one after the other.
test.describe.configure({ mode: 'default' })

/** A sentence with whatever stands in its holes. */
const sentence = (text: string) =>
  new RegExp(literally(text.replace(/\{\{\w+\}\}/g, '#')).replaceAll('#', '.+'))

type DraftWords = { title: string; discard: string }

async function discard(page: Page, words: DraftWords) {
  const draft = page.getByRole('region', { name: words.title })
  await draft.getByRole('button', { name: words.discard }).click()
  const sure = page.locator('.ant-popconfirm')
  await sure.getByRole('button', { name: words.discard }).click()
  await expect(draft).toHaveCount(0)
}

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

  await discard(page, policy.draft)
})

test(
  'raising a project locks its plan once another person published a rule over its class',
  {
    tag: '@once',
  },
  async ({ page, browser, baseURL, words, faults }, { project }) => {
    const { policy, projects, ui } = words
    const title = unique('Raised')
    const projectId = await makeProject(page, ownPlan(title), title)
    const viewer = await colleague(browser, 'project_manager', project.name, faults)
    const second = await anotherAdmin(browser, baseURL)
    collectFaults(second, faults, [])
    await speak(second, project.name)
    await answerNotices(second)
    const classes = '/governance/fields?tab=classes'
    const closed = viewer.getByText(projects.closedPlan.title)
    const table = page.getByRole('table', { name: policy.tab.classes })
    const rule = table
      .getByRole('row')
      .filter({ hasText: policy.resource.project })
      .filter({
        hasText: fill(policy.when.atLeast, { name: ui.class[2] }),
      })
    const draft = page.getByRole('region', { name: policy.draft.title })
    const publish = async () => {
      // Told of the new policy, a page that is open on the draft would ask for it once more.
      await page.goto('/work')
      await second.goto(classes)
      await second.getByRole('button', { name: policy.draft.publish }).click()
      await expect(second.getByRole('region', { name: policy.draft.title })).toHaveCount(0)
    }

    await test.step('the project is raised in the list, which locks nothing yet', async () => {
      const columns = encodeURIComponent('["name","classification"]')
      await page.goto(`/projects?q=${title}&columns=${columns}`)
      await page.getByRole('gridcell').nth(1).dblclick()
      await page
        .locator('.ant-select-dropdown:visible')
        .getByTitle(ui.class[2], { exact: true })
        .click()
      type Raised = { classification: number }
      const now = () => read<Raised>(page, `/projects/${projectId}`)
      await expect.poll(async () => (await now()).classification).toBe(2)
      await openPlan(viewer, projectId)
      await expect(closed).toHaveCount(0)
      // A page that was left open on the plan would ask for it again, and be refused.
      await viewer.goto('/work')
    })

    await test.step('the rule is written, and whoever wrote it does not publish it', async () => {
      await page.goto(classes)
      await expect(table).toBeVisible()
      // The demo comes with a draft of its own.
      if (await draft.isVisible()) await discard(page, policy.draft)
      await page.getByRole('button', { name: policy.rule.new }).click()
      const dialog = page.getByRole('dialog', { name: policy.classes.new })
      await dialog.getByLabel(policy.resourceOf).fill(policy.resource.project)
      await page
        .locator('.ant-select-dropdown:visible')
        .getByTitle(policy.resource.project, { exact: true })
        .click()
      expect(await faultsOf(page, '.ant-modal')).toEqual([])
      await dialog.getByRole('button', { name: policy.rule.save }).click()
      await expect(rule).toContainText(policy.effect.none)
      await expect(draft.getByRole('button', { name: policy.draft.publish })).toBeDisabled()
      expect(await faultsOf(page)).toEqual([])
    })

    await test.step('published, it closes the plan to who saw it', async () => {
      await publish()
      await viewer.goto(`/projects?q=${title}`)
      const row = viewer.getByRole('row').filter({ hasText: title })
      await expect(row.getByText(ui.class[2]).first()).toBeVisible()
      await viewer.getByRole('link', { name: title }).click()
      await expect(closed).toBeVisible()
    })

    await test.step('taken out again, it closes nothing', async () => {
      await page.goto(classes)
      await rule
        .getByRole('button', { name: new RegExp(`^${literally(policy.rule.drop)}`) })
        .click()
      await expect(rule).toHaveCount(0)
      await expect(draft).toBeVisible()
      await publish()
      await openPlan(viewer, projectId)
      await viewer.context().close()
      await second.context().close()
    })
  },
)

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

type Cell = Record<string, unknown>
type Policy = { draft: { version: number } | null; in_force: Content }
type Content = { cells: Cell[]; classes: object; names: object; channels: object }
type Rows<Row> = { items: Row[] }
type Plan = { tasks: { columns: string[]; rows: unknown[][] } }

/** Brings rules into force that one wrote and another publishes, and tells what held until then. */
async function publish(writer: Page, publisher: Page, change: (content: Content) => Content) {
  const { draft, in_force } = await read<Policy>(writer, '/policy')
  const { cells, classes, names, channels } = in_force
  const { csrf_token } = await read<{ csrf_token: string }>(writer, '/session')
  const written = await writer.request.put('/api/v1/policy/draft', {
    data: change({ cells, classes, names, channels }),
    headers: { 'X-CSRFToken': csrf_token, 'If-Match': `"${draft?.version ?? 0}"` },
  })
  expect(written.ok(), await written.text()).toBe(true)
  const { version } = await written.json()
  const headers = { 'If-Match': `"${version}"` }
  await post(publisher, '/policy/draft/publish', { headers })
  return in_force
}

test(
  'what a policy closes is a lock on a page that was open before, without a word of the reader',
  {
    tag: '@once',
  },
  async ({ page, browser, baseURL, faults }, { project: { name } }) => {
    const publisher = await anotherAdmin(browser, baseURL)
    const reader = await colleague(browser, 'member', name, faults)
    const { items } = await read<Rows<{ id: string; key: string }>>(
      reader,
      '/projects?limit=1&filter=state:eq:active',
    )
    const [project] = items
    const { tasks } = await read<Plan>(reader, `/projects/${project?.id}/plan`)
    const at = (column: string) => tasks.columns.indexOf(column)
    const task = tasks.rows.find((row) => row[at('kind')] === 'task')
    const [title, number] = [String(task?.[at('name')]), task?.[at('number')]]
    const { items: roles } = await read<Rows<{ id: string; code: string }>>(page, '/roles?limit=50')
    const role = roles.find(({ code }) => code === 'member')
    const closed = {
      subject: 'role',
      name: role?.id,
      effect: 'none',
      resource: 'task',
      field: 'name',
    }
    await reader.goto(`/tasks/${project?.key}-${number}`)
    await expect(reader.getByRole('heading', { level: 1, name: title })).toBeVisible()

    const before = await publish(page, publisher, (content) => ({
      ...content,
      cells: [...content.cells, closed],
    }))

    await expect(reader.getByText(title, { exact: true })).toHaveCount(0, { timeout: 60_000 })
    await expect(reader.getByText(`#${number}`).first()).toBeVisible()

    await publish(page, publisher, ({ classes, names, channels }) => ({
      cells: before.cells,
      classes,
      names,
      channels,
    }))
    await expect(reader.getByRole('heading', { level: 1, name: title })).toBeVisible({
      timeout: 60_000,
    })
    await reader.context().close()
  },
)
