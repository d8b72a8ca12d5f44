import type { Page, Request } from '@playwright/test'
import { expect, read, test } from './session'

type Listed = { items: { id: string; n_tasks: number }[] }

/** The rooms that one comes to first, and what each is opened for. */
const rooms = (projectId: string) => [
  { address: '/work', content: '.work-row' },
  { address: '/projects', content: '.grid-row a' },
  { address: `/projects/${projectId}/plan`, content: '[data-bar]' },
  { address: `/projects/${projectId}/board`, content: '.board-card' },
]

const STREAM = '**/api/v1/events/stream'

/** Addresses of the API that a page read, and the files that its own scripts asked for late. */
async function openedBy(page: Page, address: string, content: string) {
  const requests: Request[] = []
  const note = (request: Request) => requests.push(request)
  page.on('request', note)
  const listens = page.waitForRequest(STREAM)
  await page.goto(address)
  await page.locator(content).first().waitFor()
  // A page begins to listen after it is drawn: left before, it would count for the next one.
  await listens
  page.off('request', note)
  const paths = requests.map((request) => new URL(request.url()))
  const asked = paths.filter(({ pathname }) => pathname.startsWith('/api/'))
  const scripts = paths.filter(({ pathname }) => pathname.endsWith('.js'))
  return { asked: asked.map(({ pathname, search }) => pathname + search), scripts }
}

test.use({ role: 'project_manager' })

/** Nobody tells of anything meanwhile: what is told is read anew, and rightly so. */
const QUIET = { contentType: 'text/event-stream', body: 'retry: 600000\n\n' }

test('a room that is opened first asks for nothing twice', { tag: '@once' }, async ({ page }) => {
  await page.route(STREAM, (route) => route.fulfill(QUIET))
  const { items } = await read<Listed>(page, '/projects?limit=50')
  const [largest] = items.toSorted((a, b) => b.n_tasks - a.n_tasks)
  for (const { address, content } of rooms(largest?.id ?? '')) {
    const { asked, scripts } = await openedBy(page, address, content)
    const twice = asked.filter((path, place) => asked.indexOf(path) !== place)

    expect(asked, address).toContain('/api/v1/session')
    expect(twice, address).toEqual([])
    expect(scripts.length, address).toBeLessThanOrEqual(24)
  }
})
