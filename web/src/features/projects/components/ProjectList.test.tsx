import { screen, within } from '@testing-library/react'
import userEvent from '@testing-library/user-event'
import { HttpResponse, http } from 'msw'
import { beforeEach, expect, test, vi } from 'vitest'
import { api, list, openPage, server, session } from '@/testing'

const project = (change: object = {}) => ({
  id: 'p1',
  key: 'PRJ-2026-0001',
  name: 'Pumping station',
  description: '',
  state: 'active',
  version: 3,
  unit: { id: 'u1', name: 'Works' },
  manager: { id: 'm1', name: 'Wei' },
  calendar: { id: 'c1', name: 'Standard' },
  currency: 'CNY',
  start: '2026-01-05T08:00',
  finish: '2026-06-30T17:00',
  required_finish: null,
  baseline_finish: '2026-06-20T17:00',
  slip_minutes: 14_400,
  health: 'amber',
  percent_complete: 0.4,
  n_tasks: 12,
  status_date: null,
  _may: ['projects.edit'],
  ...change,
})

const signedIn = (change?: object) =>
  http.get(api('/session'), () => HttpResponse.json(session(change)))
const projects = (answer: () => object) =>
  http.get(api('/projects'), () => HttpResponse.json(answer()))

beforeEach(() => {
  // The browser of the tests lays nothing out: give the list a size, or no row is in view.
  vi.spyOn(Element.prototype, 'clientHeight', 'get').mockReturnValue(600)
  vi.spyOn(Element.prototype, 'clientWidth', 'get').mockReturnValue(1200)
  return () => vi.restoreAllMocks()
})

test('an empty company is offered the import of a plan', async () => {
  server.use(
    signedIn(),
    projects(() => list([])),
  )

  openPage('/projects')

  expect(await screen.findByText('No projects yet')).toBeVisible()
  expect(screen.getAllByRole('button', { name: 'Import a plan' })).not.toHaveLength(0)
})

test('who may not create projects is not offered to', async () => {
  server.use(
    signedIn({ permissions: [] }),
    projects(() => list([])),
  )

  openPage('/projects')

  expect(await screen.findByText('No projects yet')).toBeVisible()
  expect(screen.queryByRole('button', { name: 'Import a plan' })).toBeNull()
})

test('the filters of the address reach the server, and clearing them clears the address', async () => {
  const asked: string[][] = []
  server.use(
    signedIn(),
    http.get(api('/projects'), ({ request }) => {
      const query = new URL(request.url).searchParams
      if (query.get('limit') !== '1') asked.push(query.getAll('filter'))
      return HttpResponse.json(list([]))
    }),
  )
  const filter = encodeURIComponent('["health:in:red","slip_minutes:ge:14400"]')
  const { router } = openPage(`/projects?q=pump&filter=${filter}`)
  expect(await screen.findByRole('button', { name: 'Slip from 10 d' })).toBeVisible()

  await userEvent.click(screen.getByRole('button', { name: 'Clear the filter' }))

  expect(asked[0]).toEqual(['name:contains:pump', 'health:in:red', 'slip_minutes:ge:14400'])
  expect(await screen.findByText('No projects yet')).toBeVisible()
  expect(router.state.location.search).toEqual({})
})

test('groups are those of the server, and a shut one is asked for without its rows', async () => {
  const asked: (string | null)[] = []
  const measures = { n_tasks: 12, percent_complete: 0.4, slip_minutes: 14_400 }
  const groups = [
    {
      key: 'active',
      label: null,
      count: 1,
      measures: { ...measures, start: '2026-01-05T08:00', finish: '2026-06-30T17:00' },
    },
  ]
  server.use(
    signedIn(),
    http.get(api('/projects'), ({ request }) => {
      const closed = new URL(request.url).searchParams.get('closed')
      asked.push(closed)
      return HttpResponse.json({ ...list(closed ? [] : [project()]), total: 1, groups })
    }),
  )
  openPage('/projects?group=state')
  const heading = await screen.findByRole('button', { name: /^Active\s?1 project\s?12 tasks/ })
  expect(screen.getByRole('link', { name: 'Pumping station' })).toBeInTheDocument()

  await userEvent.click(heading)

  expect(await screen.findByRole('button', { name: /^Active/, expanded: false })).toBeVisible()
  expect(screen.queryByRole('link', { name: 'Pumping station' })).toBeNull()
  expect(asked).toContain('active')
})

test('a cell is edited by keyboard with the version it was read with, and taken back', async () => {
  const sent: [unknown, string | null][] = []
  let version = 3
  server.use(
    signedIn(),
    projects(() => list([project()])),
    http.patch(api('/projects/p1'), async ({ request }) => {
      const body = (await request.json()) as object
      sent.push([body, request.headers.get('If-Match')])
      version += 1
      return HttpResponse.json(project({ ...body, version }))
    }),
  )
  openPage('/projects')
  const grid = await screen.findByRole('grid', { name: 'Projects' })
  await screen.findByRole('link', { name: 'Pumping station' })

  grid.focus()
  await userEvent.keyboard('{F2}')
  const editor = await screen.findByRole('textbox', { name: 'Name' })
  await userEvent.clear(editor)
  await userEvent.type(editor, 'Pump house{Enter}')

  expect(await screen.findByRole('link', { name: 'Pump house' })).toBeInTheDocument()
  expect(grid).toHaveFocus()
  await userEvent.click(await screen.findByRole('button', { name: 'Undo' }))
  expect(await screen.findByRole('link', { name: 'Pumping station' })).toBeInTheDocument()
  expect(sent).toEqual([
    [{ name: 'Pump house' }, '"3"'],
    [{ name: 'Pumping station' }, '"4"'],
  ])
})

test('a project that one may not change has nothing to edit', async () => {
  server.use(
    signedIn(),
    projects(() => list([project({ _may: [] })])),
  )
  openPage('/projects')
  const grid = await screen.findByRole('grid')
  await screen.findByRole('link', { name: 'Pumping station' })

  grid.focus()
  await userEvent.keyboard('{F2}')

  expect(within(grid).queryByRole('textbox')).toBeNull()
})

test('the page opens with the view of one’s choice, and says what of it is withheld', async () => {
  const definition = { columns: null, filters: ['state:in:active'], sort: 'name', group: null }
  const view = {
    id: 'v1',
    page: 'projects',
    name: 'Mine',
    version: 1,
    owner: { id: 'u2', name: 'Chen' },
    shared_with: { id: 's1', name: 'Works' },
    definition: { ...definition, layout: null, zoom: null, settings: {} },
    withheld: [{ part: 'filter', field: 'currency' }],
    is_default: true,
    may_edit: false,
  }
  server.use(
    signedIn(),
    projects(() => list([project()])),
  )

  const { router } = openPage('/projects', [
    http.get(api('/views'), () => HttpResponse.json(list([view]))),
  ])

  expect(await screen.findByRole('button', { name: /^Mine/ })).toBeVisible()
  expect(router.state.location.search).toEqual({
    view: 'v1',
    filter: ['state:in:active'],
    sort: 'name',
  })
  expect(screen.getByText(/without the filter on Currency/)).toBeVisible()
})

test('a server that fails is explained, and can be asked again', async () => {
  let isBroken = true
  server.use(
    signedIn(),
    http.get(api('/projects'), () =>
      isBroken
        ? HttpResponse.json({ code: 'internal', status: 500 }, { status: 500 })
        : HttpResponse.json(list([])),
    ),
  )
  openPage('/projects')
  expect(
    await screen.findByText(
      'The server failed; nothing was changed. Try again, and tell your administrator if it stays.',
    ),
  ).toBeVisible()

  isBroken = false
  await userEvent.click(screen.getByRole('button', { name: 'Try again' }))

  expect(await screen.findByText('No projects yet')).toBeVisible()
})
