// The plan on the pictures: the real construction plan of the reference data, moved to the year of the
// demo, agreed, and reported on up to its fixed today.
import { existsSync, readFileSync } from 'node:fs'
import { join, resolve } from 'node:path'

const ROOT = resolve(import.meta.dirname, '../..')
const DATA = process.env.ZHONGSHU_REFERENCE_DATA ?? join(ROOT, '../shared/data')
const PLAN_FILE = 'plan_files/converted/Commercial_construction_project_plan.mspdi.xml'
/** The unit that builds: plant and equipment in Suzhou. */
const UNIT = 'MFG-SZ-EQP'
const START = '2026-02-02T08:00'
export const NOW = '2026-11-20T17:00'
const DAY = 480
/** What took longer than agreed, in days more: the pictures need something to tell. */
const OVERRUNS = {
  'Rough grade site (cut and fill)': 4,
  'Excavate elevator pit': 3,
  'Form exterior footings': 2,
  'Erect steel columns, beams, and joists - 3rd floor and roof': 5,
  'Install exterior masonry work': 6,
}

async function answerOf(response) {
  if (!response.ok()) throw new Error(`${response.url()}: ${await response.text()}`)
  return response.json()
}

export const read = async (page, path) => answerOf(await page.request.get(`/api/v1${path}`))

async function send(page, method, path, options) {
  const { csrf_token } = await read(page, '/session')
  const headers = { 'X-CSRFToken': csrf_token, 'If-Match': '*' }
  return answerOf(await page.request.fetch(`/api/v1${path}`, { ...options, method, headers }))
}

export const post = (page, path, options) => send(page, 'POST', path, options)

export async function signIn(page, role) {
  const { demo } = await read(page, '/session')
  const { username, password } = demo.logins.find((login) => login.role === role)
  await post(page, '/session', { data: { username, password } })
}

/** What the PMO decides, in a session of its own. */
async function asOffice(page, act) {
  const address = (await page.request.get('/healthz')).url()
  const context = await page
    .context()
    .browser()
    .newContext({ baseURL: new URL(address).origin })
  const office = await context.newPage()
  await signIn(office, 'pmo')
  await act(office)
  await context.close()
}

export async function tasksOf(page, id) {
  const { tasks } = await read(page, `/projects/${id}/plan`)
  return tasks.rows.map((row) =>
    Object.fromEntries(tasks.columns.map((name, index) => [name, row[index]])),
  )
}

export const edit = (page, id, operations) =>
  post(page, `/projects/${id}/plan/edits`, { data: { operations } })

/** How much of a task is done on the day of the pictures. */
function progressOf({ start, finish }) {
  if (start >= NOW) return 0
  if (finish <= NOW) return 1
  const [from, to, now] = [start, finish, NOW].map((at) => Date.parse(at))
  return Math.round(((now - from) / (to - from)) * 20) / 20
}

const planName = (language) => (language === 'en' ? 'Commercial construction' : '商业建筑施工计划')

const upload = (page, content) =>
  post(page, '/imports', {
    multipart: { file: { name: 'construction.xml', mimeType: 'application/xml', buffer: content } },
  })

async function constructionPlan(page, content, language) {
  const { id: preview } = await upload(page, content)
  const [unit] = (await read(page, `/units?filter=code:eq:${UNIT}`)).items
  const target = { unit_id: unit.id, as_new: true, name: planName(language) }
  const { project_id: id } = await post(page, `/imports/${preview}/apply`, { data: target })

  const others = (await read(page, '/projects?limit=100')).items
  const sibling = others.find((one) => one.unit?.id === unit.id && one.manager)
  // In the currency up to whose limit the PMO admits alone.
  const led = { currency: 'CNY', manager_id: sibling?.manager.id }
  await send(page, 'PATCH', `/projects/${id}`, { data: led })
  await asOffice(page, (office) =>
    post(office, `/projects/${id}/decision`, {
      data: { state: 'planned', reason: planName(language) },
    }),
  )
  await send(page, 'PATCH', `/projects/${id}`, { data: { state: 'active' } })
  await edit(page, id, [{ op: 'update_project', fields: { start: START } }])
  const name = language === 'en' ? 'Contract' : '合同基线'
  const { id: asked } = await post(page, `/projects/${id}/baselines`, { data: { name } })
  await asOffice(page, (office) =>
    post(office, `/projects/${id}/baselines/${asked}/approval`, { data: { note: '' } }),
  )
  const agreed = await tasksOf(page, id)
  const overruns = agreed.flatMap(({ id: task, name: title, duration_minutes }) =>
    OVERRUNS[title]
      ? [
          {
            op: 'update_task',
            id: task,
            fields: { duration_minutes: duration_minutes + OVERRUNS[title] * DAY },
          },
        ]
      : [],
  )
  if (overruns.length > 0) await edit(page, id, overruns)

  const known = await tasksOf(page, id)
  const reported = known
    .filter(({ kind, start }) => kind !== 'summary' && start < NOW)
    .map((task) => {
      const percent_complete = progressOf(task)
      const actual_finish = percent_complete === 1 ? { actual_finish: task.finish } : {}
      const fields = { actual_start: task.start, ...actual_finish, percent_complete }
      return { op: 'update_task', id: task.id, fields }
    })
  await edit(page, id, [...reported, { op: 'update_project', fields: { status_date: NOW } }])
  return id
}

const fileContent = () => {
  try {
    return readFileSync(join(DATA, PLAN_FILE))
  } catch {
    return readFileSync(join(ROOT, 'web/e2e/files/workshop.mspdi.xml'))
  }
}

/** A plan file that has been read and waits to be confirmed. */
export const previewedFile = async (page) => (await upload(page, fileContent())).id

/** The project whose pages are shown; without the reference data the largest that has a baseline. */
export async function shownProject(page, language) {
  const { items } = await read(page, '/projects?limit=100')
  const known = items.find(({ name }) => name === planName(language))
  if (known) return known.id
  if (existsSync(join(DATA, PLAN_FILE))) return constructionPlan(page, fileContent(), language)
  const agreed = items.filter(({ baseline_finish }) => baseline_finish !== null)
  return agreed.toSorted((a, b) => (b.n_tasks ?? 0) - (a.n_tasks ?? 0))[0].id
}
