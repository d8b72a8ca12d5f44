import { expect, it } from 'vitest'
import { editCell, isEditable } from '../edit/cells'
import { fillDown, pasteSheet } from '../edit/clipboard'
import { visibleRows } from '../geometry/rows'
import english from '../locales/en.json'
import { cellText } from '../view/text'
import { parsePlan, parseTasks } from './parse'
import { patchPlan } from './patch'
import type { PlanTask } from './plan'
import { samplePayload, taskTable } from './samplePlan'

const LOCKS = { fields: ['checklist', 'cost_minor', 'name', 'notes'], classification: 3 }
const plan = parsePlan(
  samplePayload([
    { id: 'Open' },
    { id: 'Closed', name: null, classification: 3, locks: LOCKS },
    { id: 'Known', classification: 2 },
  ]),
)
const [open, closed, known] = plan.tasks as [PlanTask, PlanTask, PlanTask]

it('gives a task whose name is locked the mark of its number', () => {
  expect([open.name, closed.name, known.name]).toEqual(['Open', '••• #2', 'Known'])
  expect([open.locked, closed.locked]).toEqual([[], LOCKS.fields])
  expect([open.lock_class, closed.lock_class, known.classification]).toEqual([null, 3, 2])
})

it('locks of every task what the plan says, but for those that say otherwise', () => {
  const own = { fields: [], classification: 3 }
  const [one, mine] = parseTasks(
    taskTable([
      { id: 'One', name: null },
      { id: 'Mine', locks: own },
    ]),
    ['name'],
  )

  expect([one?.name, mine?.name]).toEqual(['••• #1', 'Mine'])
})

it('keeps the locks of rows that an edit answers with', () => {
  const answer = {
    ...samplePayload([{ id: 'Open', name: null, classification: 3, locks: LOCKS }]),
    project: undefined,
    plan_version: 2,
    removed_task_ids: [],
    removed_link_ids: [],
    resources: null,
    calendars: null,
  }

  expect(patchPlan(plan, answer).tasks.map(({ name }) => name)).toEqual([
    '••• #1',
    '••• #2',
    'Known',
  ])
})

it('lets everything of a locked task be typed but what is locked', () => {
  expect(isEditable(closed, 'name')).toBe(false)
  expect(isEditable(closed, 'duration')).toBe(true)
  expect(isEditable(known, 'name')).toBe(true)
  expect(editCell(plan, closed, 'percent_complete', '50')).toEqual([
    { op: 'update_task', id: 'Closed', fields: { percent_complete: 0.5 } },
  ])
})

it('refuses to paste over a name that is locked, and fills nothing with it', () => {
  const shown = (task: PlanTask, column: 'name') => cellText(plan, task, column, english)
  const pasting = {
    plan,
    rows: visibleRows(plan, new Set(), null),
    columns: ['name' as const],
    row: 1,
    column: 'name' as const,
    heads: english.columns,
    shown: shown as never,
    newId: () => 'new',
  }

  expect(pasteSheet(pasting, 'Other')).toEqual({
    refusals: [{ line: 1, number: 2, column: 'name', text: 'Other', error: 'locked', params: {} }],
  })
  expect(pasteSheet(pasting, '••• #2')).toEqual({ operations: [] })
  expect(fillDown(pasting, ['Closed', 'Known'], 'name')).toEqual({ operations: [] })
})

it('says the class of raised tasks alone', () => {
  const said = plan.tasks.map((task) => cellText(plan, task, 'classification', english))

  expect(said).toEqual(['', 'Highly sensitive', 'Sensitive'])
})
