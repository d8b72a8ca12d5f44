import { describe, expect, test } from 'vitest'
import { NEW_TASK } from '@/ui/gantt/model/newTask'
import { parsePlan } from '@/ui/gantt/model/parse'
import { samplePayload } from '@/ui/gantt/model/samplePlan'
import { boardOf } from './cards'
import { groupsOf, isGiven, keysOf, NONE } from './groups'
import { mayGo, moveCard, quickAdd } from './moves'
import { GROUPINGS, type Grouping } from './search'

const people = [{ id: 'a1', resource_id: 'r1', name: 'Wang', units: 1, work_minutes: 480 }]
const plan = parsePlan({
  ...samplePayload([
    {
      id: 'a',
      name: 'Draw',
      start: '2026-03-02T08:00',
      finish: '2026-03-06T17:00',
      deadline: '2026-03-11T17:00',
      assignees: people,
    },
    { id: 'b', name: 'Check', start: '2026-04-01T08:00', finish: '2026-04-01T17:00' },
    { id: 'h', name: 'Watch', kind: 'hammock' },
  ]),
  resources: [
    { id: 'r1', name: 'Wang', kind: 'work', max_units: 1, unit: { id: 'u1', name: 'Bridges' } },
  ],
})
const task = (id: string) => plan.tasks.find((one) => one.id === id) ?? NEW_TASK
const board = (by: Grouping) => boardOf(plan, { by, filter: null, doneSince: null })
const at = (column: string) => ({ column, lane: '', index: 0 })

function dropped(id: string, by: Grouping, from: string, to: string) {
  const [first] = moveCard(plan, board(by), { by }, task(id), at(from), at(to))
  if (first?.op !== 'update_task') return first
  const { board_position: _, ...fields } = first.fields
  return fields
}

describe('columns by any field', () => {
  test.each(GROUPINGS)('by %s hold every card once, or once for each who does it', (by) => {
    const model = board(by)
    const keys = new Set(model.columns.map(({ key }) => key))

    for (const one of plan.tasks)
      expect(keysOf(plan, one, by).every((key) => keys.has(key))).toBe(true)
    expect([...model.cells.values()].flatMap(({ cards }) => cards)).toHaveLength(3)
  })

  test('by the week of the deadline and the month of the start are in order, none first', () => {
    expect(board('deadline').columns.map(({ key }) => key)).toEqual([NONE, '2026-03-09'])
    expect(board('month').columns.map(({ key }) => key)).toEqual([NONE, '2026-03', '2026-04'])
  })

  test('by unit are those of the people in the plan', () => {
    expect(groupsOf(plan, 'unit', new Set(['u1']))).toEqual([{ key: 'u1', name: 'Bridges' }])
    expect(keysOf(plan, task('a'), 'unit')).toEqual(['u1'])
    expect(keysOf(plan, task('b'), 'unit')).toEqual([NONE])
  })
})

describe('a drop', () => {
  test('keeps the day of the week of a deadline, and ends a new one on the Friday', () => {
    expect(dropped('a', 'deadline', '2026-03-09', '2026-03-16')).toEqual({
      deadline: '2026-03-18T17:00',
    })
    expect(dropped('b', 'deadline', NONE, '2026-03-09')).toEqual({ deadline: '2026-03-13T17:00' })
    expect(dropped('a', 'deadline', '2026-03-09', NONE)).toEqual({ deadline: null })
  })

  test('holds a task where it lies by a constraint with a date', () => {
    expect(dropped('a', 'constraint', 'asap', 'fnlt')).toEqual({
      constraint: 'fnlt',
      constraint_at: '2026-03-06T17:00',
    })
    expect(dropped('a', 'constraint', 'asap', 'alap')).toEqual({
      constraint: 'alap',
      constraint_at: null,
    })
  })

  test('sets how a task is scheduled, its type, and whether it counts', () => {
    expect(dropped('a', 'mode', 'auto', 'manual')).toEqual({ mode: 'manual' })
    expect(dropped('a', 'effort', 'fixed_units', 'fixed_work')).toEqual({
      effort_type: 'fixed_work',
    })
    expect(dropped('a', 'active', 'yes', 'no')).toEqual({ is_active: false })
  })

  test('is not taken where the field is computed, or the task has none', () => {
    const computed = GROUPINGS.filter((by) => !isGiven(by))

    expect(computed).toEqual(['unit', 'month', 'path', 'conflict', 'kind'])
    expect(mayGo(plan, task('b'), { by: 'month' }, at('2026-03'))).toBe(false)
    expect(mayGo(plan, task('h'), { by: 'constraint' }, at('snet'))).toBe(false)
  })
})

test('a task that is added to a column has what the column means', () => {
  const [add] = quickAdd(plan, board('deadline'), { by: 'deadline' }, at('2026-03-09'), 'New')

  expect(add).toMatchObject({ op: 'add_task', fields: { deadline: '2026-03-13T17:00' } })
})
