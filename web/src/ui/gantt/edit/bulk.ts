import { taskById } from '../model/outline'
import type { PlanModel, PlanTask } from '../model/plan'
import type { Operation, TaskFields } from './operations'

/** What can be set on many tasks at once. */
export type BulkChange = Pick<
  TaskFields,
  | 'percent_complete'
  | 'state'
  | 'duration_minutes'
  | 'is_elapsed'
  | 'mode'
  | 'constraint'
  | 'constraint_at'
  | 'deadline'
  | 'calendar_id'
  | 'is_active'
>

export interface BulkEdit {
  operations: Operation[]
  /** Tasks that cannot take any of it: a summary's figures come from the rows below it. */
  passedOver: PlanTask[]
}

/** Constraints that a summary may carry: those that hold all of its tasks. */
const OF_SUMMARIES: ReadonlySet<unknown> = new Set(['asap', 'snet', 'fnlt'])

/** What a hammock takes from the tasks that it is linked to. */
const OF_LINKS = [
  'percent_complete',
  'state',
  'duration_minutes',
  'is_elapsed',
  'mode',
  'constraint',
  'constraint_at',
] as const

function fieldsFor(task: PlanTask, change: BulkChange): TaskFields {
  const fields: TaskFields = { ...change }
  if (task.kind === 'milestone') {
    delete fields.duration_minutes
    delete fields.is_elapsed
  }
  if (task.kind === 'hammock') {
    for (const name of OF_LINKS) delete fields[name]
  }
  if (task.kind !== 'summary') return fields
  delete fields.percent_complete
  delete fields.state
  delete fields.duration_minutes
  delete fields.is_elapsed
  delete fields.mode
  if (!OF_SUMMARIES.has(fields.constraint)) {
    delete fields.constraint
    delete fields.constraint_at
  }
  return fields
}

/** The operations that give every chosen task the same values, in one edit. */
export function bulkEdit(plan: PlanModel, ids: readonly string[], change: BulkChange): BulkEdit {
  const operations: Operation[] = []
  const passedOver: PlanTask[] = []
  for (const id of ids) {
    const task = taskById(plan, id)
    if (!task || task.stands_for) continue
    const fields = fieldsFor(task, change)
    if (Object.keys(fields).length === 0) passedOver.push(task)
    else operations.push({ op: 'update_task', id, fields })
  }
  return { operations, passedOver }
}
