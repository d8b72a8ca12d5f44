// The pages of the pictures, and what is done on each before it is taken.
import { edit, read, tasksOf } from './picturePlan.mjs'

/** The uppermost task of the chart on the pictures. */
const FIRST_SHOWN = 'Masonry Work'
/** The task that is opened. */
const SHOWN_TASK = 'Install exterior masonry work'

/** The class of what most may not read: plans that are closed, and a task that is locked. */
const HIGHLY_SENSITIVE = 3

const frame = (page) => page.evaluate(() => new Promise(requestAnimationFrame))
const rest = (page, time) =>
  page.evaluate((ms) => new Promise((done) => setTimeout(done, ms)), time)

/** Brings the work of the day of the pictures into the upper half of the chart. */
async function scrollToWork(page) {
  if (page.viewportSize().width <= 640) return
  await page.locator('[data-bar]').first().waitFor()
  const rows = page.locator('[role="row"][data-task-id]')
  const isAtWork = () => rows.filter({ hasText: FIRST_SHOWN }).count()
  const chart = await page.locator('.zg-grid').boundingBox()
  if (!chart) return
  await page.mouse.move(chart.x + 40, chart.y + chart.height / 2)
  await page.mouse.wheel(0, -100_000)
  await page.locator('[role="row"][data-row="0"]').waitFor()
  for (let step = 0; step < 60 && (await isAtWork()) === 0; step += 1) {
    await page.mouse.wheel(0, 96)
    await frame(page)
  }
  const found = await rows.filter({ hasText: FIRST_SHOWN }).first().boundingBox()
  if (found) await page.mouse.wheel(0, Math.round(found.y - chart.y - 56))
  await rest(page, 300)
  await page.mouse.move(chart.x + 500, 4)
  await frame(page)
}

async function openPalette(page) {
  await page.evaluate(() => window.dispatchEvent(new Event('zhongshu:open-palette')))
  await page.locator('.palette-dialog').getByRole('combobox').fill('a')
  await page.locator('[role="option"]').first().waitFor()
}

async function openTour(page) {
  await page.evaluate(() => window.dispatchEvent(new Event('zhongshu:open-tour')))
  const card = page.locator('.tour-card')
  await card.waitFor()
  await page.keyboard.press('ArrowRight')
  await rest(page, 600)
}

async function chooseFirstRole(page) {
  await page.locator('.role-layout nav button').nth(1).click()
}

/** Opens why the first who may see costs may. */
async function openWhy(page) {
  await page.locator('.holder').first().click()
  await page.locator('.why-grant').first().waitFor()
}

/** Opens whom a draft of the policy would show more to. */
async function openEffect(page) {
  await page.locator('.draft-bar summary').first().click()
}

/** Opens what the draft of the policy says otherwise. */
async function openDraft(page) {
  await page.locator('.ant-table-row-expand-icon').first().click()
  await page.locator('.policy-changes').first().waitFor()
}

/** Opens the notice of everybody, with its versions and its ledger. */
async function openNotice(page) {
  await page.locator('.ant-table-row .text-button').first().click()
  await page.locator('.ant-drawer .ant-table-row').first().waitFor()
}

/** Who has not read the last notice is shown it. */
const seeNotice = (page) => page.locator('.notice-text').waitFor()

async function showOwnNotices(page) {
  const list = page.locator('.notice-list')
  await list.locator('.notice-line').first().waitFor()
  await list.evaluate((one) => one.scrollIntoView({ block: 'center' }))
}

/** Two planners rename one task: the second has heard nothing of the first. */
async function collide(page, { id, other, task }) {
  await page.route('**/api/v1/events/stream', (route) => route.abort())
  await page.reload()
  const cell = page.locator(`[role="row"][data-task-id="${task}"] [data-column="name"]`)
  await cell.waitFor()
  const { name } = (await tasksOf(other, id)).find((one) => one.id === task)
  const fields = { name: `${name} (A)` }
  await edit(other, id, [{ op: 'update_task', id: task, fields }])
  await cell.dblclick()
  await page.keyboard.press('ControlOrMeta+a')
  await page.keyboard.type(`${name} (B)`)
  await page.keyboard.press('Enter')
  await page.getByRole('dialog').getByRole('radio').first().waitFor()
  await edit(other, id, [{ op: 'update_task', id: task, fields: { name } }])
}

/** A task of a higher class than its project, whose plan is open. */
async function raisedTask(page, projects) {
  const open = projects.filter(
    ({ state, classification }) => state === 'active' && classification < HIGHLY_SENSITIVE,
  )
  for (const project of open.toSorted((a, b) => (a.key < b.key ? -1 : 1))) {
    const tasks = await tasksOf(page, project.id)
    const raised = tasks.find(({ classification }) => classification === HIGHLY_SENSITIVE)
    if (raised) return { project, task: raised }
  }
  throw new Error('the demo has no task above the class of its project')
}

/** Every page: its name, address and viewer, and what is done there. */
export async function pagesOf(page, { id, key, preview }) {
  const tasks = await tasksOf(page, id)
  const shown =
    tasks.find(({ name }) => name === SHOWN_TASK) ?? tasks.find(({ kind }) => kind === 'task')
  const space = `/projects/${id}`
  const { items: projects } = await read(page, '/projects?limit=100')
  const secret = projects.find(({ classification }) => classification === HIGHLY_SENSITIVE)
  const raised = await raisedTask(page, projects)
  const company = (await read(page, '/scopes?filter=kind:eq:company')).items[0].id
  const person = (await read(page, '/people?limit=1')).items[0].id
  const costs = `permission=finance.view_costs&at=${company}`
  const readers = `resource=person&field=email&row=${person}`
  return [
    { name: 'sign-in', address: '/sign-in', who: null },
    { name: 'my-work', address: '/work', who: 'project_manager' },
    { name: 'projects', address: '/projects' },
    { name: 'roadmap', address: '/projects?layout=roadmap' },
    { name: 'overview', address: `${space}/overview` },
    { name: 'plan', address: `${space}/plan?zoom=month`, act: scrollToWork },
    { name: 'plan-task', address: `${space}/plan?zoom=month&panel=task&task=${shown.id}` },
    { name: 'board', address: `${space}/board?done=0` },
    { name: 'task', address: `/tasks/${key}-${shown.number}` },
    { name: 'import', address: `/imports/${preview}` },
    { name: 'notifications', address: '/notifications', who: 'project_manager' },
    {
      name: 'notification-settings',
      address: '/notifications/preferences',
      who: 'project_manager',
    },
    { name: 'preferences', address: '/preferences' },
    { name: 'units', address: '/governance/units' },
    { name: 'people', address: '/governance/people' },
    { name: 'calendars', address: '/governance/calendars' },
    { name: 'accounts', address: '/governance/access' },
    { name: 'roles', address: '/governance/access?tab=roles', act: chooseFirstRole },
    { name: 'grants', address: '/governance/access?tab=grants' },
    { name: 'break-glass', address: '/governance/access?tab=glass' },
    { name: 'why', address: `/governance/access?tab=grants&${costs}`, act: openWhy },
    { name: 'authorities', address: '/governance/authorities', who: 'pmo' },
    { name: 'decisions', address: '/governance/authorities?tab=decisions', who: 'pmo' },
    { name: 'delegations', address: '/governance/authorities?tab=delegations', who: 'pmo' },
    { name: 'fields', address: '/governance/fields' },
    { name: 'policy-effect', address: '/governance/fields?q=email', act: openEffect },
    { name: 'class-rules', address: '/governance/fields?tab=classes' },
    { name: 'policy-versions', address: '/governance/fields?tab=versions', act: openDraft },
    { name: 'readers', address: `/governance/fields?tab=readers&${readers}` },
    { name: 'locked', address: '/governance/people', who: 'member' },
    {
      name: 'locked-task',
      address: `/projects/${raised.project.id}/plan?panel=task&task=${raised.task.id}`,
      who: 'member',
    },
    { name: 'closed-plan', address: `/projects/${secret.id}/plan`, who: 'project_manager' },
    {
      name: 'closed-list',
      address: `/projects?filter=classification:eq:${HIGHLY_SENSITIVE}`,
      who: 'project_manager',
    },
    { name: 'separations', address: '/governance/authorities?tab=separations', who: 'pmo' },
    { name: 'privacy', address: '/governance/privacy' },
    { name: 'notices', address: '/governance/privacy?tab=notices', act: openNotice },
    { name: 'notice', address: '/governance/audit', who: 'auditor', act: seeNotice },
    { name: 'own-notices', address: '/preferences', act: showOwnNotices },
    { name: 'security', address: '/security' },
    {
      name: 'audit',
      address: '/governance/audit?since=2026-01-01&kinds=access.signed_in,access.fields_read',
    },
    { name: 'who-saw', address: '/governance/audit?ask=sights&resource=person&field=email' },
    { name: 'palette', address: '/projects', act: openPalette },
    { name: 'help', address: '/projects', act: (page) => page.keyboard.press('F1') },
    { name: 'tour', address: '/projects', act: openTour },
    {
      name: 'conflict',
      address: `${space}/plan?zoom=month`,
      changesPlan: true,
      act: (page, other) => collide(page, { id, other, task: shown.id }),
    },
  ]
}
