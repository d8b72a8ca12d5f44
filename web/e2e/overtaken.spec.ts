import type { Page } from '@playwright/test'
import { cellOf, makeProject, openPlan, ownPlan, rowOf, taskNow, unique, WORKSHOP } from './plans'
import { expect, post, read, signInAlone, test } from './session'

const { first } = WORKSHOP

type Person = { id: string; version: number; position: string; location: string }
const personNow = (page: Page, id: string) => read<Person>(page, `/people/${id}`)

/** Somebody new, of whom no other test knows. */
async function newPerson(page: Page): Promise<{ id: string; name: string }> {
  const name = unique('Qian')
  const { items } = await read<{ items: { id: string }[] }>(page, '/units?limit=1')
  const data = { name, employee_number: unique('E'), unit_id: items[0]?.id }
  const { id } = await post<{ id: string }>(page, '/people', { data })
  return { id, name }
}

/** A change that somebody else makes meanwhile. */
async function changePerson(page: Page, id: string, change: object) {
  const { csrf_token } = await read<{ csrf_token: string }>(page, '/session')
  const { version } = await personNow(page, id)
  const answer = await page.request.patch(`/api/v1/people/${id}`, {
    data: change,
    headers: { 'X-CSRFToken': csrf_token, 'If-Match': `"${version}"` },
  })
  expect(answer.ok(), await answer.text()).toBe(true)
}

test.describe('a person that somebody else changed meanwhile', () => {
  test.use({ refusals: [412] })

  test('is merged where the fields differ, and shown side by side where not', async ({
    page,
    words,
  }) => {
    const { organisation, outbox } = words
    const { id } = await newPerson(page)
    await page.goto(`/governance/people?person=${id}`)
    const drawer = page.getByRole('dialog')
    const field = (name: string) => drawer.getByRole('button', { name: new RegExp(`^${name}`) })
    await expect(field(organisation.person.position)).toBeVisible()

    await changePerson(page, id, { location: 'Xi’an' })
    await field(organisation.person.position).click()
    await page.keyboard.type('Engineer')
    await page.keyboard.press('Enter')
    await expect.poll(async () => (await personNow(page, id)).position).toBe('Engineer')
    expect((await personNow(page, id)).location).toBe('Xi’an')

    await changePerson(page, id, { position: 'Architect' })
    await field(organisation.person.position).click()
    await page.keyboard.press('ControlOrMeta+a')
    await page.keyboard.type('Lead')
    await page.keyboard.press('Enter')
    const asked = page.getByRole('dialog').filter({ hasText: outbox.conflict.intro })
    await expect(asked).toContainText('Architect')
    await expect(asked).toContainText('Lead')
    await asked.getByRole('button', { name: outbox.conflict.later }).click()
    await expect(drawer.getByLabel(organisation.person.position)).toHaveValue('Lead')

    await drawer.getByLabel(organisation.person.position).press('Enter')
    await asked.getByRole('radio', { name: outbox.conflict.take.both_changed }).check()
    await asked.getByRole('button', { name: outbox.conflict.decide }).click()
    await expect.poll(async () => (await personNow(page, id)).position).toBe('Lead')
  })
})

test('the state of a task is chosen in its column', {
  tag: '@once',
}, async ({ page, context, words }) => {
  const title = unique('State')
  const projectId = await makeProject(page, ownPlan(title), title)
  await page.goto(
    `/projects/${projectId}/plan?zoom=week&view=${encodeURIComponent('wbs_code.58~name.232~state.120!critical!')}`,
  )
  const cell = cellOf(page, first.wbs, 'state')
  await expect(cell).toHaveText(words.gantt.states.todo)

  await cell.dblclick()
  await page
    .getByRole('combobox', { name: new RegExp(words.gantt.columns.state) })
    .selectOption('in_review')

  await expect(cell).toHaveText(words.gantt.states.in_review)
  await expect.poll(async () => (await taskNow(page, projectId, first.wbs)).state).toBe('in_review')
  await expect(rowOf(page, first.wbs)).toBeVisible()
  expect(context.pages()).toHaveLength(1)
})

test.describe('an undo without a network', () => {
  test.use({ role: null })

  test('takes what waits off the plan at once', { tag: '@once' }, async ({ browser, words }) => {
    const own = await browser.newContext({ serviceWorkers: 'block' })
    const page = await own.newPage()
    await signInAlone(page, 'pmo')
    const title = unique('Undo')
    const projectId = await makeProject(page, ownPlan(title), title)
    await openPlan(page, projectId)
    const name = cellOf(page, first.wbs, 'name')
    await expect(name).toHaveText(first.name)

    await own.setOffline(true)
    await name.dblclick()
    await page.keyboard.press('ControlOrMeta+a')
    await page.keyboard.type('Deep foundations')
    await page.keyboard.press('Enter')
    await expect(name).toHaveText('Deep foundations')
    await page.getByRole('button', { name: words.planning.undo, exact: true }).first().click()
    await expect(name).toHaveText(first.name)

    await own.setOffline(false)
    await expect(page.locator('.outbox-bar')).toHaveCount(0)
    expect((await taskNow(page, projectId, first.wbs)).name).toBe(first.name)
    const told = await read<{ items: { kind: string }[] }>(page, `/projects/${projectId}/history`)
    const kinds = told.items.map(({ kind }) => kind)
    expect(kinds.filter((kind) => kind === 'planning.plan_edited')).toHaveLength(1)
    expect(kinds.filter((kind) => kind === 'planning.edit_undone')).toHaveLength(1)
    await own.close()
  })
})
