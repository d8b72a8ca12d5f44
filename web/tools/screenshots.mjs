// Makes the pictures of docs/images on a server of the demo company: `scripts/screenshots` runs it.
//
// The plan on the pictures is the real construction plan of the reference data, moved to the year of
// the demo, agreed, and reported on up to its fixed today; without the reference data it is the
// largest project of the demo that has a baseline.
import { readFileSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { chromium } from '@playwright/test'

const ROOT = resolve(import.meta.dirname, '../..')
const IMAGES = join(ROOT, 'docs/images')
const DATA = process.env.ZHONGSHU_REFERENCE_DATA ?? join(ROOT, '../shared/data')
const PLAN_FILE = 'plan_files/converted/Commercial_construction_project_plan.mspdi.xml'
/** The unit that builds: plant and equipment in Suzhou. */
const UNIT = 'MFG-SZ-EQP'
const START = '2026-02-02T08:00'
const NOW = '2026-11-20T17:00'
const DAY = 480
/** What took longer than agreed, in days more: the pictures need something to tell. */
const OVERRUNS = {
  'Rough grade site (cut and fill)': 4,
  'Excavate elevator pit': 3,
  'Form exterior footings': 2,
  'Erect steel columns, beams, and joists - 3rd floor and roof': 5,
  'Install exterior masonry work': 6,
}
/** The uppermost task of the chart on the pictures. */
const FIRST_SHOWN = 'Masonry Work'
const SIZES = {
  '': { viewport: { width: 1440, height: 900 } },
  '-phone': {
    viewport: { width: 390, height: 844 },
    deviceScaleFactor: 2,
    hasTouch: true,
    isMobile: true,
  },
}
const ARGS = [
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
]

const language = process.argv[2] === 'en' ? 'en' : 'zh'
const locale = language === 'en' ? 'en' : 'zh-CN'
const planName = language === 'en' ? 'Commercial construction' : '商业建筑施工计划'

async function answerOf(response) {
  if (!response.ok()) throw new Error(`${response.url()}: ${await response.text()}`)
  return response.json()
}

const read = async (page, path) => answerOf(await page.request.get(`/api/v1${path}`))

async function send(page, method, path, options) {
  const { csrf_token } = await read(page, '/session')
  const headers = { 'X-CSRFToken': csrf_token, 'If-Match': '*' }
  return answerOf(await page.request.fetch(`/api/v1${path}`, { ...options, method, headers }))
}

const post = (page, path, options) => send(page, 'POST', path, options)

async function signIn(page) {
  const { demo } = await read(page, '/session')
  const { username, password } = demo.logins.find(({ role }) => role === 'administrator')
  await post(page, '/session', { data: { username, password } })
}

async function tasksOf(page, id) {
  const { tasks } = await read(page, `/projects/${id}/plan`)
  return tasks.rows.map((row) =>
    Object.fromEntries(tasks.columns.map((name, index) => [name, row[index]])),
  )
}

const edit = (page, id, operations) =>
  post(page, `/projects/${id}/plan/edits`, { data: { operations } })

/** How much of a task is done on the day of the pictures. */
function progressOf({ start, finish }) {
  if (start >= NOW) return 0
  if (finish <= NOW) return 1
  const [from, to, now] = [start, finish, NOW].map((at) => Date.parse(at))
  return Math.round(((now - from) / (to - from)) * 20) / 20
}

async function constructionPlan(page, content) {
  const file = { name: 'construction.xml', mimeType: 'application/xml', buffer: content }
  const { id: preview } = await post(page, '/imports', { multipart: { file } })
  const [unit] = (await read(page, `/units?filter=code:eq:${UNIT}`)).items
  const target = { unit_id: unit.id, as_new: true, name: planName }
  const { project_id: id } = await post(page, `/imports/${preview}/apply`, { data: target })

  const others = (await read(page, '/projects?limit=100')).items
  const sibling = others.find((one) => one.unit?.id === unit.id && one.manager)
  const running = { state: 'active', manager_id: sibling?.manager.id }
  await send(page, 'PATCH', `/projects/${id}`, { data: running })
  await edit(page, id, [{ op: 'update_project', fields: { start: START } }])
  const name = language === 'en' ? 'Contract' : '合同基线'
  await post(page, `/projects/${id}/baselines`, { data: { name } })
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

async function shownProject(page) {
  let content
  try {
    content = readFileSync(join(DATA, PLAN_FILE))
  } catch {
    const { items } = await read(page, '/projects?limit=100')
    const agreed = items.filter(({ baseline_finish }) => baseline_finish !== null)
    return agreed.toSorted((a, b) => (b.n_tasks ?? 0) - (a.n_tasks ?? 0))[0].id
  }
  return constructionPlan(page, content)
}

/** The time of day at which the demo was built would differ from run to run. */
async function atRest(page) {
  await page.route('**/history*', async (route) => {
    const response = await route.fetch()
    const body = await response.json()
    for (const item of body.items) item.at = `${NOW}:00+08:00`
    await route.fulfill({ response, json: body })
  })
}

/** Brings the work of the day of the pictures into the upper half of the chart. */
async function scrollToWork(page) {
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
    await page.evaluate(() => new Promise(requestAnimationFrame))
  }
  const found = await rows.filter({ hasText: FIRST_SHOWN }).first().boundingBox()
  if (found) await page.mouse.wheel(0, Math.round(found.y - chart.y - 56))
  await page.evaluate(() => new Promise((done) => setTimeout(done, 300)))
  await page.mouse.move(chart.x + 500, 4)
  await page.evaluate(() => new Promise(requestAnimationFrame))
}

async function take(page, address, name) {
  await page.goto(address)
  await page.getByRole('heading', { level: 1 }).waitFor()
  await page.waitForFunction(() => document.querySelector('.ant-skeleton') === null)
  await page.waitForLoadState('networkidle').catch(() => undefined)
  await page.evaluate(() => document.fonts.ready)
  if (address.includes('/plan') && page.viewportSize().width > 640) await scrollToWork(page)
  await page.screenshot({
    path: join(IMAGES, `${name}.png`),
    animations: 'disabled',
    caret: 'hide',
  })
  process.stdout.write(`${name}.png\n`)
}

const browser = await chromium.launch({
  executablePath: process.env.CHROMIUM ?? '/usr/bin/chromium',
  args: ARGS,
})
const baseURL = process.env.ZHONGSHU_URL ?? 'http://127.0.0.1:8000'
const first = await browser.newPage({ baseURL })
await signIn(first)
const id = await shownProject(first)
const { cookies } = await first.context().storageState()
await first.close()

for (const theme of ['light', 'dark']) {
  for (const [suffix, size] of Object.entries(SIZES)) {
    const context = await browser.newContext({
      baseURL,
      locale,
      timezoneId: 'Asia/Shanghai',
      colorScheme: theme,
      reducedMotion: 'reduce',
      ...size,
    })
    await context.addCookies(cookies)
    await context.addInitScript(
      (chosen) => localStorage.setItem('zhongshu.preferences', JSON.stringify(chosen)),
      { language: locale, theme, railIsNarrow: false },
    )
    const page = await context.newPage()
    await atRest(page)
    for (const [name, address] of [
      ['projects', '/projects'],
      ['roadmap', '/projects?layout=roadmap'],
      ['overview', `/projects/${id}/overview`],
      ['plan', `/projects/${id}/plan?zoom=month`],
    ]) {
      await take(page, address, `${name}-${language}-${theme}${suffix}`)
    }
    await context.close()
  }
}
await browser.close()
