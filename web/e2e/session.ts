import {
  type Browser,
  type BrowserContext,
  test as base,
  expect,
  type Page,
} from '@playwright/test'
import { wordsIn } from './words'

type Role = 'administrator' | 'pmo' | 'project_manager' | 'member' | 'executive'
type Words = ReturnType<typeof wordsIn>
type Options = {
  /** Who of the demo company is signed in; null: nobody. */
  role: Role | null
  /** Statuses of refusals that the test provokes; any other is a fault. */
  refusals: number[]
}
type Fixtures = { words: Words; faults: string[] }
type DemoLogin = { username: string; password: string; role: string; name: string }

/** The server may close an idle connection just as it is taken up again; browsers retry too. */
const RETRIED = { maxRetries: 2 }
/** What the browser says where a test lets no service worker in. */
const NO_WORKER = 'Service Worker registration blocked by Playwright'
const FAILED_LOAD = /Failed to load resource.*status of (\d{3})/

/** The demo logins, and the token that a write over the API carries. */
async function session(page: Page) {
  const answer = await page.request.get('/api/v1/session', RETRIED)
  const { csrf_token, demo } = await answer.json()
  return { token: csrf_token as string, logins: demo.logins as DemoLogin[] }
}

export async function loginOf(page: Page, role: Role): Promise<DemoLogin> {
  const { logins } = await session(page)
  const login = logins.find((one) => one.role === role)
  if (!login) throw new Error(`the demo has no ${role}`)
  return login
}

/** A write over the API, as the one who is signed in on the page. */
export async function post<Answer>(
  page: Page,
  path: string,
  options: { headers?: Record<string, string>; [option: string]: unknown },
): Promise<Answer> {
  const { token } = await session(page)
  const answer = await page.request.post(`/api/v1${path}`, {
    ...options,
    headers: { ...options.headers, 'X-CSRFToken': token },
  })
  expect(answer.ok(), `${path}: ${answer.status()} ${await answer.text()}`).toBe(true)
  return answer.json()
}

export async function read<Answer>(page: Page, path: string): Promise<Answer> {
  const answer = await page.request.get(`/api/v1${path}`, RETRIED)
  expect(answer.ok(), `${path}: ${answer.status()}`).toBe(true)
  return answer.json()
}

type Owed = {
  id: string
  notice_id: string
  kind: string
  texts: [{ language: string; digest: string }]
}

/** Answers what a new account is asked to read, so that no dialog stands over its next page. */
export async function answerNotices(page: Page) {
  const { notices } = await read<{ notices: Owed[] }>(page, '/notices/owed')
  for (const { id, notice_id, kind, texts } of notices) {
    const [{ language, digest }] = texts
    const answer = kind === 'consent' ? 'refused' : 'acknowledged'
    const data = { notice_version_id: id, language, digest, answer }
    await post(page, `/notices/${notice_id}/answers`, { data })
  }
}

type Cookies = Awaited<ReturnType<BrowserContext['cookies']>>
/** Far less than the ten minutes after which the server asks anew for a proof. */
const LENT_FOR = 4 * 60_000
/** The session of each that this process has signed in, which its tests share. */
const lent = new Map<Role, { cookies: Cookies; since: number }>()

/** Signs a page in for itself alone: for who changes how the session stands. */
export async function signInAlone(page: Page, role: Role) {
  await page.context().clearCookies()
  const { username, password } = await loginOf(page, role)
  await post(page, '/session', { data: { username, password } })
}

/** Makes a page somebody's, whoever it was before; to check a password costs more than a page. */
export async function signIn(page: Page, role: Role) {
  const context = page.context()
  const held = lent.get(role)
  if (held && Date.now() - held.since < LENT_FOR) {
    await context.clearCookies()
    return context.addCookies(held.cookies)
  }
  await signInAlone(page, role)
  // The server is called by its number, and by a name where passkeys are.
  const cookies = (await context.cookies()).flatMap((cookie) =>
    ['127.0.0.1', 'localhost'].map((domain) => ({ ...cookie, domain })),
  )
  lent.set(role, { cookies, since: Date.now() })
}

/** Collects what the browser complains about: scripts, the content security policy, requests. */
export function collectFaults(page: Page, faults: string[], refusals: number[]) {
  page.on('pageerror', (error) => faults.push(String(error)))
  page.on('console', (message) => {
    if (message.type() !== 'error' && message.type() !== 'warning') return
    if (message.text() === NO_WORKER) return
    const status = Number(FAILED_LOAD.exec(message.text())?.[1])
    if (!refusals.includes(status)) faults.push(`${message.text()} (${page.url()})`)
  })
}

/** Gives a page the language of the test project before the first script runs. */
export const speak = (page: Page, project: string) =>
  page.addInitScript(
    (language) => {
      if (localStorage.getItem('zhongshu.preferences')) return
      localStorage.setItem('zhongshu.preferences', JSON.stringify({ language, theme: 'system' }))
    },
    project === 'en' ? 'en' : 'zh-CN',
  )

/** A page of somebody else with a browser of their own; what goes wrong on it counts as well. */
export async function colleague(browser: Browser, role: Role, project: string, faults: string[]) {
  const context = await browser.newContext()
  const page = await context.newPage()
  collectFaults(page, faults, [])
  await speak(page, project)
  await signIn(page, role)
  return page
}

/** A signed-in page in the language of the test project, on which nothing may go wrong unseen. */
export const test = base.extend<Options & Fixtures>({
  role: ['administrator', { option: true }],
  // What a worker answers, a test cannot stand in for; those of times without a network allow it.
  serviceWorkers: 'block',
  refusals: [[], { option: true }],
  words: async ({ browserName: _ }, use, { project }) => use(wordsIn(project.name)),
  faults: async ({ browserName: _ }, use) => {
    const faults: string[] = []
    await use(faults)
    expect(faults, 'the browser complained').toEqual([])
  },
  page: async ({ page, role, faults, refusals }, use, { project }) => {
    collectFaults(page, faults, refusals)
    await speak(page, project.name)
    if (role) await signIn(page, role)
    await use(page)
  },
})

export { expect }
