import type { Entry } from '@/lib/outbox/entry'
import type { Operation, TaskFields } from '@/ui/gantt/edit/operations'
import { parseMoment } from '@/ui/gantt/model/moments'
import type { PlanModel, PlanTask } from '@/ui/gantt/model/plan'
import { laneOf, PLAN_EDIT, type PlanEdit } from './sending'

const SHOWN_AT_ONCE = ['name', 'percent_complete', 'duration_minutes', 'is_elapsed'] as const

/** A task as it was typed; what follows from it is computed by the server. */
function typed(task: PlanTask, fields: TaskFields): PlanTask {
  const next: PlanTask = { ...task }
  for (const name of SHOWN_AT_ONCE)
    if (fields[name] !== undefined) Object.assign(next, { [name]: fields[name] })
  if (fields.deadline !== undefined) next.deadline = parseMoment(fields.deadline ?? '')
  const start = parseMoment(fields.start ?? '')
  if (start !== null && task.start !== null && task.finish !== null) {
    next.start = start
    next.finish = task.finish + start - task.start
  }
  const finish = parseMoment(fields.finish ?? '')
  if (finish !== null) next.finish = finish
  return next
}

const updates = (operations: readonly Operation[]) =>
  operations.filter((operation) => operation.op === 'update_task')

const ofPlan = (entries: readonly Entry[], projectId: string) =>
  entries.filter(
    ({ kind, lane, state }) =>
      kind === PLAN_EDIT && lane === laneOf(projectId) && state !== 'refused',
  )

/** The edits of a plan that have not been answered yet, in the order in which they were made. */
export const waitingFor = (entries: readonly Entry[], projectId: string): PlanEdit[] =>
  ofPlan(entries, projectId).map(({ payload }) => payload as PlanEdit)

/** The tasks with an edit that could not be sent at once, or that somebody has to decide about. */
export const lateTasks = (entries: readonly Entry[], projectId: string): ReadonlySet<string> =>
  new Set(
    ofPlan(entries, projectId)
      .filter(({ isLate, state }) => isLate || state === 'conflict')
      .flatMap(({ payload }) => Object.keys((payload as PlanEdit).names)),
  )

/** The plan with what was typed and is not answered yet. */
export function withPending(plan: PlanModel, edits: readonly PlanEdit[]): PlanModel {
  const wanted = edits.flatMap(({ operations }) => updates(operations))
  if (wanted.length === 0) return plan
  const tasks = [...plan.tasks]
  for (const { id, fields } of wanted) {
    const index = plan.outline.indexById.get(id) ?? -1
    const task = tasks[index]
    if (task) tasks[index] = typed(task, fields)
  }
  return { ...plan, tasks }
}
