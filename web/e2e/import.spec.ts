import type { Page } from '@playwright/test'
import {
  cellOf,
  drop,
  hasRealFile,
  makeProject,
  ownPlan,
  PLAN,
  REAL_FILE,
  rowOf,
  unique,
  uploadOf,
} from './plans'
import { expect, read, test } from './session'
import { fill, literally } from './words'

type Projects = { items: { id: string; name: string }[]; total: number }

const projectsNamed = (page: Page, name: string) =>
  read<Projects>(page, `/projects?filter=${encodeURIComponent(`name:contains:${name}`)}`)

/** Chooses the first unit of the list, by keyboard. */
async function chooseUnit(page: Page, label: string) {
  await page.getByLabel(label).click()
  await page.keyboard.press('ArrowDown')
  await page.keyboard.press('Enter')
}

test('a real plan file', () => {
  test.skip(!hasRealFile, `${REAL_FILE} is not here: the journeys play a small plan of their own`)
  expect(PLAN.counts.n_tasks).toBe(145)
})

test('a dropped plan file is shown first, then becomes a project', async ({ page, words }) => {
  const { integrations } = words
  const { counts, first } = PLAN
  const name = unique('Dropped')
  await page.goto('/projects')

  await drop(page, uploadOf(PLAN.file))

  await expect(page).toHaveURL(/\/imports\//)
  await expect(page.getByRole('heading', { level: 1, name: PLAN.title })).toBeVisible()
  await expect(page.locator('.verdict')).toHaveText(
    fill(integrations.verdict.clean, { tasks: counts.n_tasks }),
  )
  const fact = (label: string) => page.locator('.fact', { hasText: label }).locator('dd')
  await expect(fact(integrations.summary.span)).toHaveText(`${PLAN.start} → ${PLAN.finish}`)
  for (const [key, count] of Object.entries(counts)) {
    const label = integrations.summary[key as keyof typeof counts]
    await expect(fact(label).first()).toHaveText(String(count))
  }
  await expect(page.locator('.check')).toHaveCount(14)
  await expect(page.getByRole('heading', { name: integrations.findings })).toHaveCount(0)

  const asNew = page.getByRole('radio', { name: integrations.target.new })
  if (await asNew.isVisible()) await asNew.check()
  await page.getByLabel(integrations.target.name).fill(name)
  await chooseUnit(page, integrations.target.unit)
  await page.getByRole('button', { name: integrations.target.applyNew }).click()

  await expect(page).toHaveURL(/\/projects\/[\w-]+\/plan/)
  await expect(page.getByRole('heading', { level: 1, name: new RegExp(name) })).toBeVisible()
  await expect(rowOf(page, first.wbs)).toContainText(first.name)
  await expect(cellOf(page, first.wbs, 'start')).toHaveText(first.start)
  await expect(cellOf(page, first.wbs, 'finish')).toHaveText(first.finish)
})

test('the same file again updates the project instead of doubling it', { tag: '@once' }, async ({
  page,
  words,
}) => {
  const { target } = words.integrations
  const title = unique('Twice')
  const file = ownPlan(title)
  const projectId = await makeProject(page, file, title)
  await page.goto('/projects')

  await drop(page, file)

  await expect(page.getByRole('radio', { name: new RegExp(literally(title)) })).toBeChecked()
  await expect(
    page.getByText(new RegExp(fill(target.changes, { added: 0, updated: '\\d+', removed: 0 }))),
  ).toBeVisible()
  await page.getByRole('button', { name: target.applyUpdate }).click()
  await expect(page).toHaveURL(new RegExp(`/projects/${projectId}/plan`))
  await expect(rowOf(page, '1.2')).toBeVisible()
  expect((await projectsNamed(page, title)).total).toBe(1)
})

test.describe('a file that cannot be read', () => {
  test.use({ refusals: [422] })

  test('is refused in words and leaves nothing behind', async ({ page, words }) => {
    const { integrations } = words
    const title = unique('Broken')
    const whole = ownPlan(title)
    const broken = { ...whole, buffer: whole.buffer.subarray(0, whole.buffer.length - 400) }
    await page.goto('/projects')

    await drop(page, broken)

    const dialog = page.getByRole('dialog')
    await expect(dialog.getByRole('alert')).toBeVisible()
    await expect(dialog.getByRole('alert')).not.toContainText('planfiles.')
    await expect(dialog.getByRole('alert')).toContainText(/\d/)
    await dialog.getByRole('button', { name: integrations.close }).last().click()
    await expect(dialog).toBeHidden()
    await expect(page).toHaveURL(/\/projects$/)
    expect((await projectsNamed(page, title)).total).toBe(0)
  })
})
