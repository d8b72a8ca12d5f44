import { randomUUID } from 'node:crypto'
import type { Locator, Page } from '@playwright/test'
import { newIdIn } from '../src/lib/newId'
import { unique } from './plans'
import { colleague, expect, post, read, test } from './session'
import { fill, literally } from './words'

type Someone = { id: string; name: string }
type Item = { id: string; text: string; is_done: boolean }
type Task = { id: string; number: number; name: string; checklist: Item[]; state: string }
type WorkTask = Task & { may_report: boolean; percent_complete: number; project: Project }
type Project = { id: string; key: string }
type Group = { code: string; tasks: WorkTask[] }
type Work = { managed: { id: string; key: string }[]; groups: Group[] }

const viewerOf = async (page: Page) => (await read<{ user: Someone }>(page, '/session')).user
const nUnread = async (page: Page) =>
  (await read<{ n_unread: number }>(page, '/notifications/unread')).n_unread

/** Both languages are played at once, each in a project that no other test changes. */
const ofLanguage = <One>(all: readonly One[], language: string): One => {
  const one = all.at(language === 'en' ? -1 : 0)
  if (one === undefined) throw new Error('the demo has nothing to play with')
  return one
}

/** Two tasks of a day, under names that nothing else has. */
async function addTasks(page: Page, projectId: string, names: readonly string[]) {
  const ids = names.map(() => newIdIn(projectId))
  const operations = names.map((name, at) => ({
    op: 'add_task',
    id: ids[at],
    name,
    fields: { duration_minutes: 480 },
  }))
  await post(page, `/projects/${projectId}/plan/edits`, { data: { operations } })
  return ids
}

const taskOf = (page: Page, projectId: string, id: string) =>
  read<Task>(page, `/projects/${projectId}/tasks/${id}`)

/** The projects of the viewer that have a baseline, and none that waits for approval. */
async function agreedProjects(page: Page): Promise<Project[]> {
  type Overview = { baseline_finish: string | null; baseline_request: object | null }
  const { managed } = await read<Work>(page, '/me/work')
  const agreed: Project[] = []
  for (const one of managed) {
    const found = await read<Overview>(page, `/projects/${one.id}/overview`)
    if (found.baseline_finish !== null && found.baseline_request === null) agreed.push(one)
  }
  return agreed
}

/** How many links there are between two tasks. */
async function nLinks(page: Page, projectId: string, ids: readonly string[]) {
  type Plan = { links: { rows: unknown[][] } }
  const { links } = await read<Plan>(page, `/projects/${projectId}/plan`)
  return links.rows.filter((cells) => ids.every((id) => cells.includes(id))).length
}

async function drag(page: Page, from: Locator, to: Locator) {
  await from.scrollIntoViewIfNeeded()
  const start = await from.boundingBox()
  const end = await to.boundingBox()
  if (!start || !end) throw new Error('nothing to drag')
  await page.mouse.move(start.x + 40, start.y + 40)
  await page.mouse.down()
  await page.mouse.move(start.x + 60, start.y + 50, { steps: 3 })
  await page.mouse.move(end.x + end.width / 2, end.y + 30, { steps: 8 })
  await page.waitForTimeout(100)
  await page.mouse.up()
}

test.describe('a day of a project manager', { tag: '@both' }, () => {
  test.use({ role: 'project_manager' })

  test('from a mention to an approved baseline', async ({ page, browser, words, faults }, {
    project,
  }) => {
    const { discussion, notifications, planning } = words
    await page.goto('/work')
    const { id: projectId, key } = ofLanguage(await agreedProjects(page), project.name)
    const works = unique('Works')
    const [dig, pour] = [`${works} dig`, `${works} pour`]
    const [digId = '', pourId = ''] = await addTasks(page, projectId, [dig, pour])
    const { number } = await taskOf(page, projectId, digId)
    const manager = await viewerOf(page)
    const office = await colleague(browser, 'pmo', project.name, faults)
    const asked = unique('When')
    const text = `@[${manager.name}](user:${manager.id}) ${asked}`
    await post(office, `/subjects/task/${digId}/comments`, { data: { text } })

    await test.step('the mention stands beside the work and leads to the task', async () => {
      const news = page.getByRole('region', { name: notifications.title }).getByRole('listitem')
      await news.filter({ hasText: asked }).getByRole('link').click()
      await expect(page).toHaveURL(new RegExp(`/tasks/${key}-${number}$`))
      await expect(page.getByRole('heading', { level: 1, name: dig })).toBeVisible()
    })

    await test.step('it is answered where it was asked', async () => {
      const said = page.getByRole('region', { name: discussion.discussion, exact: true })
      await expect(said).toContainText(asked)
      await said.getByRole('button', { name: discussion.reply, exact: true }).click()
      const { name } = await viewerOf(office)
      await said
        .getByRole('textbox', { name: fill(discussion.replyTo, { name }) })
        .fill('**Today**')
      await said.getByRole('button', { name: discussion.reply, exact: true }).last().click()
      await expect(said.locator('strong', { hasText: 'Today' })).toBeVisible()
    })

    await test.step('the card is dragged to what is done', async () => {
      await page.goto(`/projects/${projectId}/board?q=${encodeURIComponent(dig)}`)
      const card = page.locator('.board-card').filter({ hasText: dig })
      const done = page.getByRole('region', { name: planning.state.done, exact: true })
      await drag(page, card, done.locator('.board-cell'))
      await expect.poll(async () => (await taskOf(page, projectId, digId)).state).toBe('done')
    })

    await test.step('two tasks are linked, and the link is taken back', async () => {
      await page.goto(`/projects/${projectId}/plan?zoom=week&q=${encodeURIComponent(works)}`)
      const row = (id: string) => page.locator(`[role=row][data-task-id="${id}"]`)
      await row(digId).locator('[data-column="name"]').click()
      await row(pourId)
        .locator('[data-column="name"]')
        .click({ modifiers: ['Control'] })
      const bar = page.getByRole('toolbar', { name: planning.bulk.label })
      await bar.getByRole('button', { name: planning.bulk.link, exact: true }).click()
      const links = () => nLinks(page, projectId, [digId, pourId])
      await expect.poll(links).toBe(1)
      await page.locator('.ant-message').getByRole('button', { name: planning.undo }).last().click()
      await expect.poll(links).toBe(0)
    })

    const baseline = unique('Baseline')
    await test.step('another baseline is asked for', async () => {
      await page.getByRole('button', { name: planning.setBaseline }).click()
      const dialog = page.getByRole('dialog', { name: planning.setBaseline })
      await dialog.getByLabel(planning.baselineName).fill(baseline)
      await dialog.getByLabel(planning.requestReason).fill('Scope')
      await dialog.getByRole('button', { name: planning.setBaseline }).click()
      await expect(page.getByText(fill(planning.baselineAsked, { name: baseline }))).toBeVisible()
    })

    await test.step('the office approves it, and the bell says so', async () => {
      const before = await nUnread(page)
      await office.goto('/notifications')
      await office.getByRole('link', { name: new RegExp(literally(baseline)) }).click()
      const request = office.getByRole('region', { name: planning.request })
      await request.getByRole('button', { name: planning.decide.approval }).click()
      const dialog = office.getByRole('dialog')
      await dialog.getByRole('button', { name: planning.decide.approval }).click()
      await expect.poll(() => nUnread(page)).toBe(before + 1)
      await page.getByRole('button', { name: new RegExp(`^${notifications.title}`) }).click()
      const panel = page.getByRole('region', { name: notifications.title })
      await panel.getByRole('link', { name: new RegExp(literally(baseline)) }).click()
      await expect(page).toHaveURL(new RegExp(`/projects/${projectId}/overview`))
    })
    await office.context().close()
  })
})

test.describe('a member on the phone', () => {
  test.use({
    role: 'member',
    viewport: { width: 390, height: 844 },
    hasTouch: true,
    isMobile: true,
  })

  test('reports, asks, adds a file and is answered', async ({ page, browser, words, faults }, {
    project,
  }) => {
    const { discussion, notifications, task: taskWords, work } = words
    await page.goto('/work')
    const { groups } = await read<Work>(page, '/me/work')
    const mine = groups
      .filter(({ code }) => code !== 'later' && code !== 'done')
      .flatMap(({ tasks }) => tasks)
      .filter((one) => one.may_report && one.percent_complete < 0.5)
    const task = ofLanguage(mine, project.name)
    const now = () => taskOf(page, task.project.id, task.id)
    const item = unique('Check')
    const leader = await colleague(browser, 'administrator', project.name, faults)
    await post(leader, `/projects/${task.project.id}/plan/edits`, {
      data: {
        operations: [{ op: 'add_checklist_item', task_id: task.id, id: randomUUID(), text: item }],
      },
    })
    const row = page.locator('.work-row').filter({ has: page.locator(`a[href*="${task.id}"]`) })

    await test.step('two taps say how far it is', async () => {
      await row.locator('.work-ring-button').tap()
      await page.getByRole('dialog').getByRole('button', { name: '50%' }).tap()
      await expect
        .poll(async () => ((await now()) as unknown as WorkTask).percent_complete)
        .toBe(0.5)
      await page.locator('.ant-message').getByRole('button', { name: work.undo }).waitFor()
    })

    await row.locator('.work-name').tap()
    const sheet = page.getByRole('dialog')

    await test.step('a file is added', async () => {
      const name = `${unique('notes')}.txt`
      await sheet
        .locator('input[type=file]')
        .setInputFiles({ name, mimeType: 'text/plain', buffer: Buffer.from('measured') })
      await expect(sheet.getByText(name).first()).toBeVisible()
    })

    await test.step('somebody is asked by name', async () => {
      const said = sheet.getByRole('region', { name: discussion.discussion, exact: true })
      const { name } = await viewerOf(leader)
      const before = await nUnread(leader)
      await said
        .getByRole('textbox', { name: discussion.newComment })
        .pressSequentially(`@${name.slice(0, 2)}`)
      await said.getByRole('option', { name, exact: true }).tap()
      await said.getByRole('textbox', { name: discussion.newComment }).pressSequentially('ready?')
      await said.getByRole('button', { name: discussion.send, exact: true }).tap()
      await expect(said.locator('.markdown-mention', { hasText: name }).last()).toBeVisible()
      await expect.poll(() => nUnread(leader)).toBeGreaterThan(before)
    })

    await test.step('the answer is told', async () => {
      const member = await viewerOf(page)
      const answer = unique('Yes')
      const text = `@[${member.name}](user:${member.id}) ${answer}`
      await post(leader, `/subjects/task/${task.id}/comments`, { data: { text } })
      await page.goto('/notifications')
      const news = page.getByRole('listitem').filter({ hasText: answer })
      await expect(news).toContainText(
        fill(notifications.sentence.mentioned, { by: (await viewerOf(leader)).name }),
      )
      await news.getByRole('link').tap()
      await expect(page).toHaveURL(new RegExp(`/tasks/${task.project.key}-${task.number}$`))
    })

    await test.step('an item is ticked without a right to edit the plan', async () => {
      const list = page.getByRole('region', { name: taskWords.checklist })
      await list.getByRole('checkbox', { name: item }).tap()
      await expect(list.getByRole('checkbox', { name: item })).toBeChecked()
      const ticked = async () => {
        const { checklist } = (await now()) as unknown as { checklist: Item[] }
        return checklist.find(({ text }) => text === item)?.is_done
      }
      await expect.poll(ticked).toBe(true)
      expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBe(390)
    })
    await leader.context().close()
  })
})
