import type { Entry } from '@/lib/outbox/entry'
import { PROGRESS_REPORT, type ProgressReport } from '@/lib/progressReport'
import type { Operation, TaskFields } from '@/ui/gantt/edit/operations'
import { parseMoment } from '@/ui/gantt/model/moments'
import type { ChecklistItem, PlanModel, PlanTask } from '@/ui/gantt/model/plan'
import { laneOf, PLAN_EDIT, PLAN_TURN, type PlanEdit, type PlanTurn } from './sending'

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

/** A task with some items of its checklist reworded, ticked, or without their ticks. */
function ticked(task: PlanTask, changes: readonly Partial<ChecklistItem>[]): PlanTask {
  const byId = new Map(changes.map((change) => [change.id, change]))
  return { ...task, checklist: task.checklist.map((item) => ({ ...item, ...byId.get(item.id) })) }
}

const updates = (operations: readonly Operation[]) =>
  operations.filter((operation) => operation.op === 'update_task')

const ofPlan = (entries: readonly Entry[], projectId: string) =>
  entries.filter(
    ({ kind, lane, state }) =>
      kind === PLAN_EDIT && lane === laneOf(projectId) && state !== 'refused',
  )

/** The edits of a plan that have not been answered and not been taken back, in their order. */
export function waitingFor(entries: readonly Entry[], projectId: string): PlanEdit[] {
  const shown: PlanEdit[] = []
  const undone: PlanEdit[] = []
  for (const { kind, lane, state, payload } of entries) {
    if (lane !== laneOf(projectId) || state === 'refused') continue
    const isTurn = kind === PLAN_TURN
    const [from, to] = (payload as PlanTurn).turn === 'redo' ? [undone, shown] : [shown, undone]
    if (kind === PLAN_EDIT) {
      shown.push(payload as PlanEdit)
      undone.length = 0
    } else if (isTurn) to.push(...from.splice(-1))
  }
  return shown
}

/** The tasks with an edit that could not be sent at once, or that somebody has to decide about. */
export const lateTasks = (entries: readonly Entry[], projectId: string): ReadonlySet<string> =>
  new Set(
    ofPlan(entries, projectId)
      .filter(({ isLate, state }) => isLate || state === 'conflict')
      .flatMap(({ payload }) => Object.keys((payload as PlanEdit).names)),
  )

/** The reports on tasks of a plan that have not been answered yet. */
export const reportsFor = (entries: readonly Entry[], projectId: string): ProgressReport[] =>
  entries
    .filter(({ kind, state }) => kind === PROGRESS_REPORT && state !== 'refused')
    .map(({ payload }) => payload as ProgressReport)
    .filter(({ task }) => task.project.id === projectId)

/** The plan with what was typed and ticked and is not answered yet. */
export function withPending(
  plan: PlanModel,
  edits: readonly PlanEdit[],
  reports: readonly ProgressReport[] = [],
): PlanModel {
  const operations = edits.flatMap((edit) => edit.operations)
  const tasks = [...plan.tasks]
  let isChanged = false
  const change = (id: string, next: (task: PlanTask) => PlanTask) => {
    const index = plan.outline.indexById.get(id) ?? -1
    const task = tasks[index]
    if (!task) return
    tasks[index] = next(task)
    isChanged = true
  }
  for (const { id, fields } of updates(operations)) change(id, (task) => typed(task, fields))
  for (const one of operations)
    if (one.op === 'update_checklist_item')
      change(one.task_id, (task) => ticked(task, [{ id: one.id, ...one.fields }]))
  for (const { task, report } of reports)
    if (report.ticks) change(task.id, (held) => ticked(held, report.ticks ?? []))
  if (edits.length === 0 && !isChanged) return plan
  return { ...plan, tasks, can_undo: plan.can_undo || edits.length > 0 }
}
