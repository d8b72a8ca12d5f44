import { colleague, expect, loginOf, read, test } from './session'
import { literally } from './words'

type Project = { id: string; key: string; manager: { name: string } | null }
type Plan = { tasks: { columns: string[]; rows: unknown[][] } }

test.use({ role: 'pmo' })

test('what a raised task is is a lock to those who may not read its class', async ({
  page,
  browser,
  words,
  faults,
}, { project: { name } }) => {
  const { planning, ui } = words
  const other = await colleague(browser, 'project_manager', name, faults)
  const login = await loginOf(other, 'project_manager')
  const open = 'filter=classification:eq:0&filter=state:eq:active'
  const { items } = await read<{ items: Project[] }>(other, `/projects?limit=50&${open}`)
  const project = items.find(({ manager }) => manager !== null && manager.name !== login.name)
  if (!project) throw new Error('the demo shows no project of another manager')
  const { tasks } = await read<Plan>(page, `/projects/${project.id}/plan`)
  const rows = tasks.rows.map((row) =>
    Object.fromEntries(tasks.columns.map((column, n) => [column, row[n]])),
  )
  const task =
    rows.find(
      ({ kind, classification, assignees }) =>
        kind === 'task' && classification === 0 && !(assignees as []).length,
    ) ?? rows.find(({ kind }) => kind === 'task')
  const title = String(task?.name)
  const address = `/tasks/${project.key}-${task?.number}`

  await page.goto(address)
  await expect(page.getByRole('heading', { level: 1, name: title })).toBeVisible()
  await page
    .getByRole('button', { name: new RegExp(`^${literally(planning.field.classification)} `) })
    .click()
  await page.getByTitle(ui.class[3], { exact: true }).click()
  await expect(
    page.getByRole('button', { name: new RegExp(`^${literally(planning.field.classification)} `) }),
  ).toContainText(ui.class[3])
  await expect(page.getByRole('heading', { level: 1, name: title })).toBeVisible()

  await other.goto(address)
  await expect(other.getByText(`#${task?.number}`).first()).toBeVisible()
  await expect(other.getByText(title, { exact: true })).toHaveCount(0)
  await other.context().close()
})
