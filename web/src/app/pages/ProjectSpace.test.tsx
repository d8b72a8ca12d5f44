import { screen, within } from '@testing-library/react'
import { HttpResponse, http } from 'msw'
import { beforeEach, expect, test, vi } from 'vitest'
import { api, list, openPage, server, session } from '@/testing'

const told = ['start', 'finish', 'health', 'slip_minutes', 'percent_complete']
const closed = {
  id: 'p',
  scope_id: 's',
  key: 'PRJ-2026-0001',
  name: 'Merger',
  state: 'active',
  version: 1,
  unit: { id: 'u1', name: 'Works' },
  manager: null,
  classification: 3,
  ...Object.fromEntries(told.map((name) => [name, null])),
  _may: [],
  _locked: told,
  _classes: Object.fromEntries(told.map((name) => [name, 3])),
}
const subject = {
  kind: 'project',
  id: 'p',
  key: closed.key,
  name: closed.name,
  address: { project_id: 'p' },
  may: [],
  is_watched: false,
  classification: 3,
  n_comments: 0,
  n_files: 0,
}

/** The addresses that the page asked for. */
function serve() {
  const asked: string[] = []
  server.use(
    http.get(api('/session'), () => HttpResponse.json(session())),
    http.get(api('/projects'), () => HttpResponse.json(list([closed]))),
    http.get(api('/projects/p'), () => HttpResponse.json(closed)),
    http.get(api('/projects/p/:part'), ({ request }) => {
      asked.push(new URL(request.url).pathname)
      return HttpResponse.json({ code: 'projects.plan_closed', status: 403 }, { status: 403 })
    }),
    http.get(api('/subjects/project/p'), () => HttpResponse.json(subject)),
    http.get(api('/subjects/project/p/:part'), () => HttpResponse.json(list([]))),
  )
  return asked
}

beforeEach(() => {
  vi.spyOn(Element.prototype, 'clientHeight', 'get').mockReturnValue(600)
  vi.spyOn(Element.prototype, 'clientWidth', 'get').mockReturnValue(1200)
  return () => vi.restoreAllMocks()
})

test.each(['overview', 'plan', 'board'])(
  'in the place of a closed plan is a lock: %s',
  async (tab) => {
    const asked = serve()

    openPage(`/projects/p/${tab}`)

    expect(
      await screen.findByText('The plan is closed to you', {}, { timeout: 25_000 }),
    ).toBeVisible()
    expect(screen.getByRole('heading', { name: 'Merger' })).toBeVisible()
    expect(screen.getAllByText('Highly sensitive')).not.toHaveLength(0)
    expect(screen.queryByRole('link', { name: 'Board' })).toBeNull()
    expect(asked).toEqual([])
  },
)

test('in the list the project has its name and unit, and locks', async () => {
  serve()

  openPage('/projects')

  const row = await screen.findByRole('row', { name: /Merger/ }, { timeout: 25_000 })
  expect(within(row).getByText('Works')).toBeVisible()
  expect(within(row).getAllByTitle('You may not read this field').length).toBeGreaterThanOrEqual(3)
})

test('the browser keeps the key of a raised project, and not its name', async () => {
  serve()
  openPage('/projects/p/overview')

  await screen.findByRole('heading', { level: 1 })

  const kept = JSON.stringify({ ...localStorage })
  expect(kept).toContain(closed.key)
  expect(kept).not.toContain(closed.name)
})
