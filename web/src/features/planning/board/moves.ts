import { newIdIn } from '@/lib/newId'
import type { Operation, TaskFields } from '@/ui/gantt/edit/operations'
import { NEW_TASK } from '@/ui/gantt/model/newTask'
import { childrenOf } from '@/ui/gantt/model/outline'
import type { PlanModel, PlanTask } from '@/ui/gantt/model/plan'
import { type BoardModel, cellKey } from './cards'
import { fieldsIn, isPossible, keysOf, NONE } from './groups'
import { placed } from './order'
import type { Grouping } from './search'

/** Where a card is put: a cell, and before which of the other cards in it. */
export type Place = { column: string; lane: string; index: number }

export type Axes = { by: Grouping; lanes?: Grouping }

const ALL_OF_TIME = 1

/** Whether a card may be put into a cell. */
export function mayGo(plan: PlanModel, task: PlanTask, axes: Axes, to: Place): boolean {
  return (
    isPossible(plan, task, axes.by, to.column) &&
    (!axes.lanes || isPossible(plan, task, axes.lanes, to.lane))
  )
}

/** The edit that puts a card somewhere, all in one: what it is, and where it stands. */
export function moveCard(
  plan: PlanModel,
  board: BoardModel,
  axes: Axes,
  task: PlanTask,
  from: Place,
  to: Place,
): Operation[] {
  const fields: TaskFields = {}
  const operations: Operation[] = []
  setGroup(plan, task, axes.by, from.column, to.column, fields, operations)
  if (axes.lanes) setGroup(plan, task, axes.lanes, from.lane, to.lane, fields, operations)
  const { cards = [] } = board.cells.get(cellKey(to.column, to.lane)) ?? {}
  const others = cards.filter(({ id }) => id !== task.id)
  const place = placed(others, to.index)
  const isStill = cards[to.index]?.id === task.id
  if (!isStill) fields.board_position = place.position
  if (Object.keys(fields).length > 0) operations.unshift({ op: 'update_task', id: task.id, fields })
  if (!isStill)
    for (const [id, board_position] of place.others)
      operations.push({ op: 'update_task', id, fields: { board_position } })
  return operations
}

function setGroup(
  plan: PlanModel,
  task: PlanTask,
  by: Grouping,
  from: string,
  to: string,
  fields: TaskFields,
  operations: Operation[],
) {
  if (from === to || keysOf(plan, task, by).includes(to)) return
  Object.assign(fields, fieldsIn(plan, task, by, to))
  if (by === 'phase') operations.push(intoPhase(plan, task, to))
  else if (by === 'assignee') {
    const held = task.assignments.find(({ resource_id }) => resource_id === from)
    if (held) operations.push({ op: 'unassign', id: held.id })
    if (to !== NONE)
      operations.push({ op: 'assign', task_id: task.id, resource_id: to, units: ALL_OF_TIME })
  }
}

/** Behind the last task of a phase. */
function intoPhase(plan: PlanModel, task: PlanTask, phase: string): Operation {
  const parent_id = phase === NONE ? null : phase
  return { op: 'move_task', id: task.id, parent_id, after_id: lastIn(plan, parent_id) }
}

function lastIn(plan: PlanModel, parentId: string | null): string | null {
  const below =
    parentId === null
      ? plan.tasks.filter(({ parent_id }) => parent_id === null)
      : childrenOf(plan.outline, plan.outline.indexById.get(parentId) ?? -1).map(
          (index) => plan.tasks[index] as PlanTask,
        )
  return below.at(-1)?.id ?? null
}

/** The edit that puts a new task at the head of a cell. */
export function quickAdd(
  plan: PlanModel,
  board: BoardModel,
  axes: Axes,
  cell: { column: string; lane: string },
  name: string,
): Operation[] {
  const { cards = [] } = board.cells.get(cellKey(cell.column, cell.lane)) ?? {}
  const id = newIdIn(plan.project.id)
  const fields: TaskFields = { board_position: placed(cards, 0).position }
  const operations: Operation[] = []
  let parent_id: string | null = null
  const groups: [Grouping | undefined, string][] = [
    [axes.by, cell.column],
    [axes.lanes, cell.lane],
  ]
  for (const [by, key] of groups) {
    if (by) Object.assign(fields, fieldsIn(plan, NEW_TASK, by, key))
    if (by === 'phase' && key !== NONE) parent_id = key
    else if (by === 'assignee' && key !== NONE)
      operations.push({ op: 'assign', task_id: id, resource_id: key, units: ALL_OF_TIME })
  }
  const after_id = lastIn(plan, parent_id)
  return [{ op: 'add_task', id, name, parent_id, after_id, fields }, ...operations]
}
