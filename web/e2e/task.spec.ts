import type { Page } from '@playwright/test'
import { faultsOf } from './axe'
import { makeProject, ownPlan, taskNow, unique, WORKSHOP } from './plans'
import { expect, read, test } from './session'
import { fill, literally } from './words'

const { first } = WORKSHOP

/** The page of a task in a project of this test alone; answers the project and the key. */
async function ownTask(page: Page) {
  const title = unique('Task')
  const projectId = await makeProject(page, ownPlan(title), title)
  const { key } = await read<{ key: string }>(page, `/projects/${projectId}`)
  const { number } = await taskNow(page, projectId, first.wbs)
  const taskKey = `${key}-${number}`
  await page.goto(`/tasks/${taskKey}`)
  await expect(page.getByRole('heading', { level: 1, name: first.name })).toBeVisible()
  return { projectId, taskKey }
}

const detail = (page: Page, taskKey: string) =>
  read<{ notes: string; state: string }>(page, `/tasks/by-key/${taskKey}`)

test('a description is written as it is read, and kept as Markdown', async ({ page, words }) => {
  const { task, planning } = words
  const { taskKey } = await ownTask(page)

  await page.getByRole('button', { name: task.describe }).click()
  const editor = page.getByRole('textbox', { name: task.description })
  await editor.click()
  const bold = page
    .getByRole('region', { name: task.description })
    .getByRole('button', { name: task.format.bold })
  await bold.click()
  await page.keyboard.type('Careful')
  await bold.click()
  await page.keyboard.type(' with <b>pipes</b>')
  await page.getByRole('button', { name: task.save, exact: true }).click()

  const read = page.locator('.markdown')
  await expect(read.locator('strong')).toHaveText('Careful')
  await expect(read).toContainText('with <b>pipes</b>')
  await expect(read.locator('b')).toHaveCount(0)
  await expect.poll(async () => (await detail(page, taskKey)).notes).toContain('**Careful**')
  const history = page.getByRole('region', { name: task.history })
  await expect(history).toContainText(planning.field.notes)
  await page.locator('.ant-message').getByRole('button', { name: planning.undo }).click()
  await expect(page.getByRole('button', { name: task.describe })).toBeVisible()
})

test('pasted HTML brings its words, and does nothing', { tag: '@once' }, async ({
  page,
  words,
}) => {
  const { task } = words
  await ownTask(page)
  await page.getByRole('button', { name: task.describe }).click()
  const editor = page.getByRole('textbox', { name: task.description })
  await editor.click()

  await editor.evaluate((element) => {
    const held = new DataTransfer()
    held.setData('text/html', '<p>kept <b>bold</b><img src=x><script>window.hacked=1</script></p>')
    const init = { clipboardData: held, bubbles: true, cancelable: true }
    element.dispatchEvent(new ClipboardEvent('paste', init))
  })

  await expect(editor.locator('strong')).toHaveText('bold')
  await expect(editor.locator('img[src=x], script')).toHaveCount(0)
  expect(await page.evaluate(() => 'hacked' in window)).toBe(false)
})

test('a checklist is written, ticked and taken back', async ({ page, words }) => {
  const { task, planning } = words
  await ownTask(page)
  const list = page.getByRole('region', { name: task.checklist })

  for (const text of ['Survey', 'Dig']) {
    await list.getByRole('textbox', { name: task.addItem }).fill(text)
    await page.keyboard.press('Enter')
    await expect(list.getByRole('checkbox', { name: text })).toBeVisible()
  }
  // The tick is shown before it is answered, and can be taken back from then on.
  const answered = page.waitForResponse(/plan\/edits$/)
  await list.getByRole('checkbox', { name: 'Survey' }).click()
  await expect(list.getByRole('checkbox', { name: 'Survey' })).toBeChecked()
  await answered

  await expect(list.getByText('1/2')).toBeVisible()
  await page.locator('.ant-message').getByRole('button', { name: planning.undo }).last().click()
  await expect(list.getByText('0/2')).toBeVisible()
})

test('a state is chosen, told in the history and shown in the plan', async ({ page, words }) => {
  const { task, planning } = words
  const { taskKey, projectId } = await ownTask(page)

  await page.getByRole('combobox', { name: planning.field.state }).click()
  await page.locator('.ant-select-item').filter({ hasText: planning.state.done }).click()

  await expect.poll(async () => (await detail(page, taskKey)).state).toBe('done')
  const history = page.getByRole('region', { name: task.history })
  await expect(history).toContainText(`${planning.state.todo} → ${planning.state.done}`)
  await page.getByRole('link', { name: task.inPlan }).click()
  await expect(page).toHaveURL(new RegExp(`/projects/${projectId}/plan.*task=`))
  const panel = page.getByRole('complementary', { name: planning.panel.task })
  await expect(panel.getByRole('link', { name: taskKey })).toBeVisible()
  await expect(panel.locator('.state-mark').first()).toHaveText(planning.state.done)
})

test('what sets the dates is one press away from the whole chain', async ({ page, words }) => {
  const { task, planning } = words
  await ownTask(page)
  await expect(page.locator('.task-driver')).toContainText(
    new RegExp(literally(fill(task.startBy, { why: '' }).slice(0, 4))),
  )

  await page.getByRole('button', { name: planning.whyHere }).click()

  await expect(page.locator('.chain-step').first()).toBeVisible()
  await page.getByRole('button', { name: task.backToTask }).click()
  await expect(page.getByLabel(planning.field.name, { exact: true })).toHaveValue(first.name)
})

test('axe finds nothing on the page of a task', { tag: '@once' }, async ({ page, words }) => {
  await ownTask(page)
  await page.getByRole('button', { name: words.task.describe }).click()
  await expect(page.getByRole('textbox', { name: words.task.description })).toBeVisible()
  await expect(page.locator('.ant-skeleton')).toHaveCount(0)

  expect(await faultsOf(page)).toEqual([])
})

test.describe('on a phone', () => {
  test.use({ viewport: { width: 360, height: 780 }, hasTouch: true, isMobile: true })

  test('the page of a task is as wide as the phone', { tag: '@once' }, async ({ page }) => {
    await ownTask(page)

    expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBe(360)
  })
})
