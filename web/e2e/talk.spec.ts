import { colleague, expect, read, test } from './session'

type Project = { id: string }

test.use({ role: 'pmo' })

test('what is raised is there for those alone who may read its class', async ({
  page,
  browser,
  words,
  faults,
}, { project: { name } }) => {
  const { discussion, ui } = words
  const other = await colleague(browser, 'project_manager', name, faults)
  const open = 'filter=classification:eq:0&filter=state:eq:active'
  const { items } = await read<{ items: Project[] }>(other, `/projects?limit=1&${open}`)
  const address = `/projects/${items[0]?.id}/overview`
  const text = `Reserve ${Date.now()}`

  await page.goto(address)
  const said = page.getByRole('region', { name: discussion.discussion, exact: true })
  await said.getByRole('textbox', { name: discussion.newComment }).fill(text)
  await said.getByRole('combobox', { name: discussion.classOfNew }).click()
  await page.getByTitle(ui.class[3], { exact: true }).click()
  await said.getByRole('button', { name: discussion.send, exact: true }).click()
  const comment = said.getByRole('article').filter({ hasText: text })
  await expect(comment).toContainText(ui.class[3])

  await other.goto(address)
  const heard = other.getByRole('region', { name: discussion.discussion, exact: true })
  await expect(heard.getByRole('textbox', { name: discussion.newComment })).toBeVisible()
  await expect(other.getByText(text)).toHaveCount(0)
  await other.context().close()
})
