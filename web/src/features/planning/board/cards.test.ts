import { describe, expect, test } from 'vitest'
import { NEW_TASK } from '@/ui/gantt/model/newTask'
import { parsePlan } from '@/ui/gantt/model/parse'
import { samplePayload } from '@/ui/gantt/model/samplePlan'
import { nextPlace, placeOf, withMove } from './arrange'
import { boardOf } from './cards'
import { withLimit } from './limits'
import { mayGo, moveCard, quickAdd } from './moves'
import { GAP, placed } from './order'

const people = [{ id: 'a1', resource_id: 'r1', name: 'Wang', units: 1, work_minutes: 480 }]
const plan = parsePlan({
  ...samplePayload([
    { id: 'p', name: 'Design', kind: 'summary', number: 1 },
    { id: 'a', name: 'Draw', number: 2, parent_id: 'p', state: 'todo', assignees: people },
    { id: 'b', name: 'Check', number: 3, parent_id: 'p', state: 'todo' },
    { id: 'c', name: 'Build', number: 4, state: 'in_progress', priority: 900 },
    { id: 'd', name: 'Old', number: 5, state: 'done', actual_finish: '2026-01-02T17:00' },
  ]),
  resources: [{ id: 'r1', name: 'Wang', kind: 'work', max_units: 1 }],
})
const everything = { filter: null, doneSince: null }
const axes = { by: 'state' } as const
const board = boardOf(plan, { by: 'state', ...everything })
const task = (id: string) => plan.tasks.find((one) => one.id === id) ?? NEW_TASK
const at = (column: string, index: number, lane = '') => ({ column, lane, index })

describe('the cards of a plan', () => {
  test('stand in columns by state, summaries aside, in the order of their numbers', () => {
    expect(board.columns.map(({ key }) => key)).toEqual([
      'todo',
      'in_progress',
      'in_review',
      'blocked',
      'done',
    ])
    expect(board.cells.get('todo/')?.cards.map(({ name }) => name)).toEqual(['Draw', 'Check'])
    expect(board.counts.get('done')).toBe(1)
  })

  test('that are filtered out or were done long ago are counted, not shown', () => {
    const narrowed = boardOf(plan, {
      by: 'state',
      filter: ({ name }) => name !== 'Draw',
      doneSince: Number.POSITIVE_INFINITY,
    })

    expect(narrowed.counts.get('todo')).toBe(2)
    expect(narrowed.cells.get('todo/')?.cards).toHaveLength(1)
    expect(narrowed.nOld).toBe(1)
  })

  test('stand in lanes by a second field, and nobody is a lane', () => {
    const laned = boardOf(plan, { by: 'state', lanes: 'assignee', ...everything })

    expect(laned.lanes.map(({ key }) => key)).toEqual(['-', 'r1'])
    expect(laned.cells.get('todo/r1')?.cards.map(({ id }) => id)).toEqual(['a'])
  })

  test('by phase and priority', () => {
    expect(boardOf(plan, { by: 'phase', ...everything }).cells.get('p/')?.cards).toHaveLength(2)
    expect(boardOf(plan, { by: 'priority', ...everything }).counts.get('high')).toBe(1)
  })
})

describe('a card that is moved', () => {
  test('gets the state of its column and a place between its neighbours', () => {
    const operations = moveCard(plan, board, axes, task('c'), at('in_progress', 0), at('todo', 1))

    expect(operations).toEqual([
      {
        op: 'update_task',
        id: 'c',
        fields: { state: 'todo', board_position: Math.floor(2.5 * GAP) },
      },
    ])
  })

  test('joins another person and leaves the one it came from', () => {
    const byPerson = boardOf(plan, { by: 'assignee', ...everything })
    const to = at('-', 0)

    const operations = moveCard(plan, byPerson, { by: 'assignee' }, task('a'), at('r1', 0), to)

    expect(operations).toContainEqual({ op: 'unassign', id: 'a1' })
  })

  test('goes under another phase, behind what is there', () => {
    const byPhase = boardOf(plan, { by: 'phase', ...everything })

    const operations = moveCard(plan, byPhase, { by: 'phase' }, task('c'), at('-', 0), at('p', 2))

    expect(operations).toContainEqual({ op: 'move_task', id: 'c', parent_id: 'p', after_id: 'b' })
  })

  test('cannot be made critical by hand', () => {
    expect(mayGo(plan, task('a'), { by: 'path' }, at('critical', 0))).toBe(false)
    expect(mayGo(plan, task('a'), axes, at('done', 0))).toBe(true)
  })

  test('is shown where it goes before the server has answered', () => {
    const moving = { task: task('a'), from: at('todo', 0), to: at('done', 1) }

    const shown = withMove(board, moving)

    expect(shown.cells.get('done/')?.cards.map(({ id }) => id)).toEqual(['d', 'a'])
    expect(placeOf(shown, 'todo/', 'a')).toBeNull()
  })

  test('goes by arrow keys into open columns, and no further than the last card', () => {
    const isOpen = (column: string) => column !== 'in_progress'

    expect(nextPlace(board, at('todo', 1), 'ArrowRight', 'b', isOpen)).toEqual(at('in_review', 0))
    expect(nextPlace(board, at('todo', 1), 'ArrowDown', 'b', isOpen)).toEqual(at('todo', 1))
    expect(nextPlace(board, at('todo', 0), 'ArrowLeft', 'a', isOpen)).toEqual(at('todo', 0))
  })
})

describe('the order in a column', () => {
  test('makes room where two cards stand too close', () => {
    const close = [
      { ...task('a'), board_position: 7 },
      { ...task('b'), board_position: 8 },
      { ...task('c'), board_position: 9 },
    ] as typeof plan.tasks

    const { position, others } = placed(close, 1)

    expect(position).toBe(7 + GAP)
    expect([...others]).toEqual([
      ['b', 7 + 2 * GAP],
      ['c', 7 + 3 * GAP],
    ])
  })

  test('begins anywhere in an empty one', () => {
    expect(placed([], 0)).toEqual({ position: GAP, others: new Map() })
  })
})

test('a task that is added quickly stands first and has what its column means', () => {
  const [add, assign] = quickAdd(
    plan,
    board,
    { by: 'state', lanes: 'assignee' },
    { column: 'todo', lane: 'r1' },
    'New',
  )

  expect(add).toMatchObject({
    op: 'add_task',
    name: 'New',
    parent_id: null,
    after_id: 'd',
    fields: { state: 'todo' },
  })
  expect(assign).toMatchObject({ op: 'assign', resource_id: 'r1' })
})

test('a limit is set beside the others, and taken away', () => {
  const limited = { ...plan, project: { ...plan.project, wip_limits: { 'state:done': 9 } } }

  expect(withLimit(limited, 'state', 'todo', 3)).toEqual({ 'state:done': 9, 'state:todo': 3 })
  expect(withLimit(limited, 'state', 'done', null)).toEqual({})
})
