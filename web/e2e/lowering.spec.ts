import { faultsOf } from './axe'
import { unique } from './plans'
import { colleague, expect, loginOf, read, test } from './session'
import { fill, literally } from './words'

type Project = { id: string; key: string; manager: { name: string } | null }
type Plan = { tasks: { columns: string[]; rows: unknown[][] } }

test.use({ role: 'project_manager' })

test(
  'one asks for a lower class where it stands, and another confirms it in the room',
  {
    tag: '@both',
  },
  async ({ page, browser, words, faults }, { project: { name } }) => {
    const { planning, ui, lowering } = words
    const reason = unique('The buyer is known')
    const { name: own } = await loginOf(page, 'project_manager')
    const open = 'filter=classification:eq:0&filter=state:eq:active'
    const { items } = await read<{ items: Project[] }>(page, `/projects?limit=100&${open}`)
    const project = items.find(({ manager }) => manager?.name === own)
    if (!project) throw new Error('the demo shows no project of this manager')
    const { tasks } = await read<Plan>(page, `/projects/${project.id}/plan`)
    const rows = tasks.rows.map((row) =>
      Object.fromEntries(tasks.columns.map((column, n) => [column, row[n]])),
    )
    // In two languages at once the journey is of two tasks.
    const plain = rows.filter(({ kind, classification }) => kind === 'task' && classification === 0)
    const task = plain.at(name === 'en' ? -1 : -2)
    const title = String(task?.name)
    const address = `/tasks/${project.key}-${task?.number}`
    const classOf = (level: 0 | 1) =>
      page.getByRole('button', { name: `${planning.field.classification} ${ui.class[level]}` })
    const pick = (level: 0 | 1) =>
      page
        .locator('.ant-select-dropdown:visible')
        .getByTitle(ui.class[level], { exact: true })
        .click()
    const waits = fill(lowering.waits, { to: ui.class[0] })

    await test.step('the manager raises a task, and asks for the lower class again', async () => {
      await page.goto(address)
      await classOf(0).click()
      await pick(1)
      await classOf(1).click()
      await pick(0)
      const dialog = page.getByRole('dialog', { name: fill(lowering.ask.title, { name: title }) })
      await dialog.getByLabel(lowering.reason).fill(reason)
      expect(await faultsOf(page)).toEqual([])
      await dialog.getByRole('button', { name: lowering.ask.send }).click()
      await expect(page.getByText(waits)).toBeVisible()
      await expect(classOf(1)).toBeVisible()
      const to = { name: title, to: ui.class[0] }
      await expect(
        page.getByRole('button', { name: fill(lowering.withdrawOf, to), exact: true }),
      ).toBeVisible()
    })

    await test.step('the PMO confirms it where all of them stand', async () => {
      const office = await colleague(browser, 'pmo', name, faults)
      await office.goto('/governance/authorities?tab=lowerings&state=waiting')
      const row = office.getByRole('row').filter({ hasText: reason })
      await expect(row).toContainText(own)
      await expect(row.getByRole('link', { name: title })).toBeVisible()
      expect(await faultsOf(office)).toEqual([])
      await row.getByRole('button', { name: new RegExp(`^${literally(lowering.confirm)}`) }).click()
      await expect(row).toHaveCount(0)
      await office.context().close()
    })

    await test.step('the class is lower', async () => {
      await page.goto(address)
      await expect(classOf(0)).toBeVisible()
      await expect(page.getByText(waits)).toHaveCount(0)
    })
  },
)
