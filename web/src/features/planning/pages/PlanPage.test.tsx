import { screen } from '@testing-library/react'
import userEvent from '@testing-library/user-event'
import { HttpResponse, http } from 'msw'
import { beforeEach, expect, test, vi } from 'vitest'
import { api, list, openPage, server, session, viewer } from '@/testing'
import { samplePayload } from '@/ui/gantt/model/samplePlan'

const view = (change: object = {}) => ({
  id: 'v1',
  page: 'plan',
  name: 'Critical in March',
  version: 1,
  owner: { id: viewer.id, name: viewer.name },
  shared_with: null,
  definition: {
    columns: [{ field: 'name', width: 300 }],
    filters: ['start:le:2026-03-31T23:59'],
    sort: null,
    group: null,
    layout: null,
    zoom: null,
    settings: { show: 'critical', layer_links: false },
  },
  withheld: [],
  is_default: false,
  may_edit: true,
  ...change,
})

const project = { id: 'p', key: 'PRJ-2026-0001', name: 'Sample', _may: [] }
const tasks = [{ id: 'a', name: 'Dig', start: '2026-03-02T08:00', finish: '2026-03-03T17:00' }]

function openPlan(address: string, views: object[]) {
  server.use(
    http.get(api('/session'), () => HttpResponse.json(session())),
    http.get(api('/projects/p'), () => HttpResponse.json(project)),
    http.get(api('/projects/p/plan'), () => HttpResponse.json(samplePayload(tasks))),
    http.get(api('/views/audiences'), () => HttpResponse.json(list([]))),
  )
  return openPage(address, [http.get(api('/views'), () => HttpResponse.json(list(views)))])
}

beforeEach(() => {
  localStorage.clear()
  // The browser of the tests lays nothing out: give the chart a size, or no row is in view.
  vi.spyOn(Element.prototype, 'clientHeight', 'get').mockReturnValue(600)
  vi.spyOn(Element.prototype, 'clientWidth', 'get').mockReturnValue(1200)
  return () => vi.restoreAllMocks()
})

const shown = (text: string) => expect.stringContaining(text)

test('the page opens with the default view where the address says nothing', async () => {
  const { router } = openPlan('/projects/p/plan', [view({ is_default: true })])

  await screen.findByRole('button', { name: /Critical in March/ })

  expect(router.state.location.search).toMatchObject({
    saved: 'v1',
    show: 'critical',
    until: '2026-03-31',
    view: shown('name.300!'),
  })
})

test('an address that says something is left as it is', async () => {
  const { router } = openPlan('/projects/p/plan?show=late', [view({ is_default: true })])

  await screen.findByRole('button', { name: 'Views' })

  expect(router.state.location.search).toMatchObject({ show: 'late' })
  expect(router.state.location.search).not.toHaveProperty('saved')
})

test('a view is chosen from the menu, and left for the plan as it is by itself', async () => {
  const { router } = openPlan('/projects/p/plan', [view()])

  await userEvent.click(await screen.findByRole('button', { name: 'Views' }))
  await userEvent.click(await screen.findByRole('button', { name: 'Critical in March' }))
  await screen.findByRole('button', { name: /Critical in March/ })
  expect(router.state.location.search).toMatchObject({ saved: 'v1', show: 'critical' })
  await userEvent.click(screen.getByRole('button', { name: /Critical in March/ }))
  await userEvent.click(await screen.findByRole('button', { name: 'Standard view' }))

  await screen.findByRole('button', { name: 'Views' })
  expect(router.state.location.search).toEqual({ saved: 'plain' })
})

test('the parts of a shared view that are withheld are named', async () => {
  const shared = { shared_with: { id: 's1', name: 'Works' }, may_edit: false }
  const withheld = [{ part: 'filter', field: 'start' }]
  openPlan('/projects/p/plan?saved=v1', [view({ ...shared, withheld })])

  expect(await screen.findByText(/without the filter on Start/)).toBeVisible()
})
