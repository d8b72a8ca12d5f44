import { screen, waitFor } from '@testing-library/react'
import userEvent from '@testing-library/user-event'
import { HttpResponse, http } from 'msw'
import { beforeEach, expect, test, vi } from 'vitest'
import { api, list, openPage, server, session } from '@/testing'
import { samplePayload } from '@/ui/gantt/model/samplePlan'

const project = { id: 'p', scope_id: 's', key: 'PRJ-2026-0001', name: 'Sample', _may: [] }
const tasks = [{ id: 'a', name: 'Dig', start: '2026-03-02T08:00', finish: '2026-03-03T17:00' }]
const nothing = { columns: [], rows: [] }
const answer = (plan_version: number) => ({
  plan_version,
  previous_version: 1,
  event_id: 'e',
  tasks: nothing,
  removed_task_ids: [],
  links: nothing,
  removed_link_ids: [],
  can_undo: true,
  can_redo: false,
})
const conflict = {
  operation: 0,
  asked: ['name'],
  kind: 'both_changed',
  entity: 'task',
  id: 'a',
  name: 'Dig deep',
  field: 'name',
  base: 'Dig',
  theirs: 'Dig deep',
  mine: 'Dig wide',
  by: 'Wang Fang',
  at: '2026-04-01T08:00:00Z',
  is_locked: false,
}

/** Opens the plan; each edit is answered by the next of the given answers. */
function openPlan(...answers: (() => Response)[]) {
  const sent: { body: Record<string, unknown>; key: string | null }[] = []
  const plan = samplePayload(tasks)
  plan.project = { ...plan.project, ...project, permissions: ['planning.edit_plan'] }
  server.use(
    http.get(api('/session'), () => HttpResponse.json(session())),
    http.get(api('/projects/p'), () => HttpResponse.json(project)),
    http.get(api('/projects/p/plan'), () => HttpResponse.json(plan)),
    http.get(api('/views/audiences'), () => HttpResponse.json(list([]))),
    http.post(api('/projects/p/plan/edits'), async ({ request }) => {
      const body = (await request.json()) as Record<string, unknown>
      sent.push({ body, key: request.headers.get('Idempotency-Key') })
      return (answers.shift() ?? (() => HttpResponse.json(answer(9))))()
    }),
  )
  openPage('/projects/p/plan?show=all', [])
  return { sent, version: plan.plan_version }
}

async function rename(to: string) {
  const row = await screen.findByRole('row', { name: /Dig/ })
  const cell = row.querySelector('[data-column="name"]')
  if (!cell) throw new Error('no cell')
  await userEvent.click(cell)
  await userEvent.keyboard('{F2}')
  const field = await screen.findByRole('textbox', { name: /Dig/ }, { timeout: 3000 })
  await userEvent.clear(field)
  await userEvent.type(field, `${to}{Enter}`)
}

beforeEach(() => {
  localStorage.clear()
  Element.prototype.scrollIntoView ??= () => {}
  vi.spyOn(Element.prototype, 'clientHeight', 'get').mockReturnValue(600)
  vi.spyOn(Element.prototype, 'clientWidth', 'get').mockReturnValue(1200)
  return () => vi.restoreAllMocks()
})

test('an edit that meets another is decided side by side and sent on the newer version', async () => {
  const refusal = { status: 412, code: 'stale', plan_version: 8, conflicts: [conflict] }
  const { sent, version } = openPlan(() => HttpResponse.json(refusal, { status: 412 }))

  await rename('Dig wide')
  await userEvent.click(await screen.findByRole('radio', { name: 'Use mine' }))
  await userEvent.click(screen.getByRole('button', { name: 'Keep this choice' }))

  await waitFor(() => expect(sent).toHaveLength(2))
  expect(sent.map(({ body }) => body.plan_version)).toEqual([version, 8])
  expect(sent[0]?.key).not.toBe(sent[1]?.key)
})

test('an edit that finds no server is shown, waits and goes again with its key', async () => {
  const { sent } = openPlan(() => HttpResponse.error())

  await rename('Dig wide')
  expect(await screen.findByRole('row', { name: /Dig wide.*not sent yet/ })).toBeInTheDocument()
  expect(screen.getByText(/1 change will be sent/)).toBeInTheDocument()

  await waitFor(() => expect(sent).toHaveLength(2))
  expect(sent[0]?.key).toBe(sent[1]?.key)
  await waitFor(() => expect(screen.queryByText(/will be sent/)).toBeNull())
})
