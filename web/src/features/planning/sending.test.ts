import { QueryClient } from '@tanstack/react-query'
import { expect, test } from 'vitest'
import type { Choice, Entry } from '@/lib/outbox/entry'
import type { Operation } from '@/ui/gantt/edit/operations'
import { parsePlan } from '@/ui/gantt/model/parse'
import { samplePayload } from '@/ui/gantt/model/samplePlan'
import { waitingFor, withPending } from './pending'
import { adoptAnswer, planKey } from './queries'
import { laneOf, PLAN_EDIT, PLAN_TURN, type PlanEdit, planEdit, resolve } from './sending'

const edit = (...operations: Operation[]): PlanEdit => ({
  projectId: 'p',
  title: 'Sample',
  operations,
  plan_version: 3,
  own_versions: [4],
  baselineId: undefined,
  names: {},
})
const met = (operation: number, asked: string[], kind = 'both_changed') => ({
  operation,
  asked,
  kind,
})
const overtaken = (...conflicts: object[]) => ({ plan_version: 9, conflicts })
const rename: Operation = { op: 'update_task', id: 'a', fields: { name: 'x', is_active: false } }

test('a field that is given up leaves the edit, the rest is made on the version that was seen', () => {
  const left = resolve(edit(rename), overtaken(met(0, ['name'])), new Map())

  expect(left).toMatchObject({
    operations: [{ op: 'update_task', id: 'a', fields: { is_active: false } }],
    plan_version: 9,
    own_versions: [],
  })
})

test('a field that is taken stays', () => {
  const mine = new Map<string, Choice>([['0 name', 'mine']])

  expect(resolve(edit(rename), overtaken(met(0, ['name'])), mine)?.operations).toEqual([rename])
})

test('an operation without fields stays or goes as a whole', () => {
  const removal: Operation = { op: 'delete_task', id: 'b' }
  const problem = overtaken(met(1, [], 'you_remove'))
  const mine = new Map<string, Choice>([['1 ', 'mine']])

  expect(resolve(edit(rename, removal), problem, new Map())?.operations).toEqual([rename])
  expect(resolve(edit(rename, removal), problem, mine)?.operations).toEqual([rename, removal])
})

test('what somebody removed cannot be edited, whatever is chosen', () => {
  const mine = new Map<string, Choice>([['0 ', 'mine']])

  expect(resolve(edit(rename), overtaken(met(0, [], 'they_removed')), mine)).toBeNull()
})

test('an edit names what it is about, and the version that was seen', () => {
  const plan = parsePlan(samplePayload([{ id: 'a', name: 'Dig' }]))

  expect(planEdit(plan, [rename], undefined)).toMatchObject({
    names: { a: 'Dig' },
    plan_version: plan.plan_version,
    own_versions: [],
  })
})

test('what was typed is shown before it is answered', () => {
  const plan = parsePlan(
    samplePayload([
      { id: 'a', name: 'Dig', start: '2026-03-02T08:00', finish: '2026-03-03T17:00' },
    ]),
  )
  const later: Operation = { op: 'update_task', id: 'a', fields: { start: '2026-03-04T08:00' } }

  const [task] = withPending(plan, [edit(rename, later)]).tasks

  expect(task?.name).toBe('x')
  expect((task?.finish ?? 0) - (plan.tasks[0]?.finish ?? 0)).toBe(2 * 1440)
})

type Answer = Parameters<typeof adoptAnswer>[3]

function adopted(answer: object) {
  const queryClient = new QueryClient()
  const key = planKey('p')
  const plan = parsePlan(samplePayload([{ id: 'a', name: 'Dig' }]))
  queryClient.setQueryData(key, { ...plan, plan_version: 17 })
  const nothing = { tasks: { columns: [], rows: [] }, links: { columns: [], rows: [] } }
  const removed = { removed_task_ids: [], removed_link_ids: [], can_undo: true, can_redo: false }
  adoptAnswer(queryClient, 'p', key, { ...nothing, ...removed, ...answer } as unknown as Answer)
  const state = queryClient.getQueryState<typeof plan>(key)
  return [state?.data?.plan_version, state?.isInvalidated]
}

test('the answer to the next version is put into the plan', () => {
  expect(adopted({ plan_version: 25, previous_version: 17, event_id: 'e' })).toEqual([25, false])
})

test('an answer that skips versions of others does not hide them', () => {
  expect(adopted({ plan_version: 25, previous_version: 20, event_id: 'e' })).toEqual([17, true])
})

test('an answer that changed nothing does not stand for the edit of somebody else', () => {
  expect(adopted({ plan_version: 20, previous_version: 20, event_id: null })).toEqual([17, true])
})

test('a plan that was on its way when an edit was answered is fetched again', async () => {
  const queryClient = new QueryClient()
  const key = planKey('p')
  let arrive = (_: unknown) => undefined as unknown
  const fetching = queryClient.fetchQuery({
    queryKey: key,
    queryFn: () => new Promise((resolve) => (arrive = resolve)),
  })
  const answer = { plan_version: 2, event_id: 'e' } as Parameters<typeof adoptAnswer>[3]

  adoptAnswer(queryClient, 'p', key, answer)
  arrive(parsePlan(samplePayload([{ id: 'a', name: 'Dig' }])))
  await fetching

  await expect.poll(() => queryClient.getQueryState(key)?.isInvalidated).toBe(true)
})

test('what was ticked is shown before it is answered, by an edit as by a report', () => {
  const items = ['Drill', 'Measure'].map((text, n) => ({ id: `i${n}`, text, is_done: false }))
  const plan = parsePlan(samplePayload([{ id: 'a', name: 'Dig', checklist: items }]))
  const byEdit = edit({
    op: 'update_checklist_item',
    task_id: 'a',
    id: 'i0',
    fields: { text: 'Drill twice', is_done: true },
  })
  const byReport = {
    task: { id: 'a', name: 'Dig', project: { id: 'p', name: 'Sample' } },
    report: { ticks: [{ id: 'i1', is_done: true }] },
    plan_version: 3,
    own_versions: [],
  }

  const [task] = withPending(plan, [byEdit], [byReport]).tasks

  expect(task?.checklist.map(({ text, is_done }) => [text, is_done])).toEqual([
    ['Drill twice', true],
    ['Measure', true],
  ])
})

test('an undo that waits takes the last waiting edit off the plan, and a redo brings it back', () => {
  const entry = (kind: string, payload: object) =>
    ({ kind, payload, lane: laneOf('p'), state: 'waiting' }) as Entry
  const turn = (what: 'undo' | 'redo') => entry(PLAN_TURN, { projectId: 'p', turn: what })
  const [one, two] = [edit(rename), edit()]
  const edits = [entry(PLAN_EDIT, one), entry(PLAN_EDIT, two)]

  expect(waitingFor([...edits, turn('undo')], 'p')).toEqual([one])
  expect(waitingFor([...edits, turn('undo'), turn('undo'), turn('redo')], 'p')).toEqual([one])
  expect(waitingFor([...edits, turn('undo'), turn('redo')], 'p')).toEqual([one, two])
})
