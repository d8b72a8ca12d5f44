import { screen, within } from '@testing-library/react'
import userEvent from '@testing-library/user-event'
import { HttpResponse, http } from 'msw'
import { expect, test } from 'vitest'
import { api, openPage, session } from '@/testing'

const project = {
  id: 'p1',
  key: 'PRJ-2026-0001',
  name: 'Robot',
  minutes_per_day: 480,
  plan_version: 7,
}
const task = (change: object) => ({
  id: 't1',
  number: 3,
  wbs_code: '1.3',
  name: 'Certify',
  kind: 'task',
  project,
  start: '2026-11-10T08:00',
  finish: '2026-11-17T17:00',
  duration_minutes: 2400,
  percent_complete: 0.4,
  actual_start: '2026-11-10T08:00',
  actual_finish: null,
  remaining_minutes: 1440,
  deadline: null,
  total_float_minutes: 960,
  is_critical: false,
  blocked_because: '',
  checklist: [] as object[],
  units: 1,
  work_minutes: 2400,
  why: 'overdue',
  days_late: 3,
  may_report: true,
  waits_for: [],
  holds_up: [],
  ...change,
})
const counts = {
  overdue: 1,
  today: 0,
  this_week: 0,
  next: 0,
  later: 0,
  blocked: 0,
  done: 0,
  due_today: 0,
}
const work = (change: object = {}) => ({
  today: '2026-11-20',
  groups: [{ code: 'overdue', tasks: [task({})] }],
  counts,
  managed: [],
  team: { n_people: 0, overdue: [] },
  ...change,
})
const moved = {
  code: 'moved',
  task: { id: 't1', name: 'Certify' },
  before: { start: '2026-11-10T08:00', finish: '2026-11-13T17:00' },
  after: { start: '2026-11-10T08:00', finish: '2026-11-17T17:00' },
  fields: [],
  n_changed: 0,
  n_moved: 0,
  at: '2026-11-16T09:00:00Z',
  by: 'Wang Fang',
}
const changes = {
  since: '2026-11-13T01:00:00Z',
  upto: '019a0000-0000-7000-8000-000000000041',
  is_cut: false,
  projects: [] as object[],
}

const open = (answer: object = work(), seen: object = changes, permissions: string[] = []) =>
  openPage('/work', [
    http.get(api('/session'), () => HttpResponse.json(session({ permissions }))),
    http.get(api('/me/work'), () => HttpResponse.json(answer)),
    http.get(api('/me/changes'), () => HttpResponse.json(seen)),
  ])

test('a report takes two presses, and its undo one', async () => {
  const sent: unknown[] = []
  openPage('/work', [
    http.get(api('/session'), () => HttpResponse.json(session())),
    http.get(api('/me/work'), () => HttpResponse.json(work())),
    http.get(api('/me/changes'), () => HttpResponse.json(changes)),
    http.post(api('/projects/p1/tasks/t1/progress'), async ({ request }) => {
      sent.push(await request.json())
      return HttpResponse.json({ plan_version: 8, event_id: 'e1', n_moved: 3, task: task({}) })
    }),
    http.post(api('/projects/p1/tasks/t1/progress/undo'), async ({ request }) => {
      sent.push(await request.json())
      return HttpResponse.json({ plan_version: 9, event_id: 'e2', n_moved: 3, task: task({}) })
    }),
  ])
  const user = userEvent.setup()

  await user.click(await screen.findByRole('button', { name: /Report on “Certify”, 40% complete/ }))
  await user.click(within(await screen.findByRole('dialog')).getByRole('button', { name: '75%' }))

  expect(await screen.findByText(/2 other tasks moved/)).toBeInTheDocument()
  expect(sent).toEqual([{ percent_complete: 0.75, plan_version: 7, own_versions: [] }])
  await user.click(screen.getByRole('button', { name: 'Undo' }))
  await expect.poll(() => sent.at(-1)).toEqual({ event_id: 'e1' })
})

test('an item of the checklist is ticked in the sheet, which stays open', async () => {
  const checklist = [
    { id: 'i1', text: 'Drill', is_done: true },
    { id: 'i2', text: 'Measure', is_done: false },
  ]
  const sent: unknown[] = []
  openPage('/work', [
    http.get(api('/session'), () => HttpResponse.json(session())),
    http.get(api('/me/work'), () =>
      HttpResponse.json(work({ groups: [{ code: 'overdue', tasks: [task({ checklist })] }] })),
    ),
    http.get(api('/me/changes'), () => HttpResponse.json(changes)),
    http.post(api('/projects/p1/tasks/t1/progress'), async ({ request }) => {
      sent.push(await request.json())
      return HttpResponse.json({ plan_version: 8, event_id: 'e1', n_moved: 0, task: task({}) })
    }),
  ])
  const user = userEvent.setup()

  expect(await screen.findByText(/1\/2 on the checklist/)).toBeInTheDocument()
  await user.click(screen.getByRole('button', { name: /Report on “Certify”/ }))
  await user.click(await screen.findByRole('checkbox', { name: 'Measure' }))

  await expect
    .poll(() => sent)
    .toEqual([{ ticks: [{ id: 'i2', is_done: true }], plan_version: 7, own_versions: [] }])
  expect(screen.getByRole('dialog')).toBeInTheDocument()
})

test('a report without a network is shown, waits, and is sent once', async () => {
  const sent: { body: unknown; key: string | null }[] = []
  let isAway = true
  openPage('/work', [
    http.get(api('/session'), () => HttpResponse.json(session())),
    http.get(api('/me/work'), () => HttpResponse.json(work())),
    http.get(api('/me/changes'), () => HttpResponse.json(changes)),
    http.post(api('/projects/p1/tasks/t1/progress'), async ({ request }) => {
      if (isAway) return HttpResponse.error()
      sent.push({ body: await request.json(), key: request.headers.get('Idempotency-Key') })
      return HttpResponse.json({ plan_version: 8, event_id: 'e1', n_moved: 1, task: task({}) })
    }),
  ])
  const user = userEvent.setup()

  await user.click(await screen.findByRole('button', { name: /Report on “Certify”, 40% complete/ }))
  await user.click(within(await screen.findByRole('dialog')).getByRole('button', { name: '75%' }))

  expect(await screen.findByText(/Offline · 1 change will be sent/)).toBeInTheDocument()
  expect(screen.getByRole('button', { name: /75% complete/ })).toBeInTheDocument()
  isAway = false
  window.dispatchEvent(new Event('online'))
  await expect
    .poll(() => sent)
    .toEqual([
      {
        body: { percent_complete: 0.75, plan_version: 7, own_versions: [] },
        key: expect.stringMatching(/^[0-9a-f-]{36}$/),
      },
    ])
})

test('a refusal is explained', async () => {
  open()
  const { server } = await import('@/testing')
  server.use(
    http.post(api('/projects/p1/tasks/t1/progress'), () =>
      HttpResponse.json({ code: 'planning.not_your_task', status: 403 }, { status: 403 }),
    ),
  )
  const user = userEvent.setup()

  await user.click(await screen.findByRole('button', { name: 'Done: “Certify”' }))

  expect(await screen.findByText(/only on tasks that you are assigned to/)).toBeInTheDocument()
})

test('who may not report is offered nothing to press', async () => {
  open(work({ groups: [{ code: 'overdue', tasks: [task({ may_report: false })] }] }))

  expect(await screen.findByText('3 days overdue')).toBeInTheDocument()
  expect(screen.queryByRole('button', { name: /Certify/ })).not.toBeInTheDocument()
})

test('what changed is told until it was seen', async () => {
  let upto: unknown
  open(work(), {
    ...changes,
    projects: [{ project, n_changes: 1, changes: [moved] }],
  })
  const { server } = await import('@/testing')
  server.use(
    http.post(api('/me/looked'), async ({ request }) => {
      upto = await request.json()
      return HttpResponse.json({ looked_at: '2026-11-20T01:00:00Z' })
    }),
  )
  const user = userEvent.setup()

  const sentence = (_: string, element: Element | null) =>
    element?.textContent === 'Certify: finish 2026-11-13 → 2026-11-17'
  expect(await screen.findByText(sentence)).toBeInTheDocument()
  await user.click(screen.getByRole('button', { name: 'Got it' }))

  await expect.poll(() => upto).toEqual({ upto: '019a0000-0000-7000-8000-000000000041' })
})

test('who has no tasks is told where to look', async () => {
  open(work({ groups: [], counts: { ...counts, overdue: 0 } }))

  expect(await screen.findByText('Nothing is waiting for you.')).toBeInTheDocument()
  expect(screen.getByText(/See how the projects stand/)).toBeInTheDocument()
  expect(screen.getByRole('link', { name: 'To the projects' })).toHaveAttribute('href', '/projects')
})

test('a hidden predecessor has no name', async () => {
  const hidden = {
    task_id: null,
    name: null,
    kind: null,
    project_id: null,
    finish: null,
    people: [],
    is_mine: false,
  }
  const waits = task({ why: 'waits', actual_start: null, waits_for: [hidden] })
  open(work({ groups: [{ code: 'blocked', tasks: [waits] }] }))

  expect(await screen.findByText('Waits for something you cannot see')).toBeInTheDocument()
})
