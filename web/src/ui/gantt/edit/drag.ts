import { doneShare } from '../geometry/bars'
import { addWork, nextWork, previousWork, type WorkCalendar } from '../model/calendar'
import { formatMoment, MINUTES_PER_DAY, type Moment } from '../model/moments'
import { calendarOf, taskById } from '../model/outline'
import type { LinkType, PlanModel, PlanTask } from '../model/plan'
import type { Operation, TaskFields } from './operations'
import { linkFault } from './predecessors'

export type GripKind = 'move' | 'finish' | 'progress' | 'link-start' | 'link-finish'

/** What the pointer holds: part of a bar, and the tasks that follow it. */
export interface Grip {
  kind: GripKind
  taskId: string
  /** All tasks that move together. */
  taskIds: readonly string[]
}

/** How a task would lie if it were let go now. */
export interface Ghost {
  taskId: string
  start: Moment
  finish: Moment
  percent_complete: number | null
}

/** What of a task may be dragged. */
export function canDrag(task: PlanTask, kind: GripKind): boolean {
  if (task.stands_for) return false
  if (kind === 'link-start' || kind === 'link-finish') return true
  if (task.start === null || task.finish === null) return false
  if (task.kind === 'hammock') return false
  if (task.actual_finish !== null) return false
  return kind === 'move' || task.kind === 'task'
}

/** The moment shifted by whole steps; unmoved until the pointer has gone half a step. */
export function shifted(at: Moment, minutes: number, step: number): Moment {
  const steps = Math.round(minutes / step)
  if (steps === 0) return at
  // Whole days keep the time of day; finer steps fall on the clock's own marks.
  return step === MINUTES_PER_DAY ? at + steps * step : Math.round((at + minutes) / step) * step
}

/** A milestone may stand at the end of a day's work as well as at its beginning. */
function nearWork(calendar: WorkCalendar, at: Moment): Moment {
  return previousWork(calendar, at) === at ? at : nextWork(calendar, at)
}

function moved(plan: PlanModel, task: PlanTask, minutes: number, step: number): Ghost {
  const calendar = calendarOf(plan, task)
  const from = task.start ?? 0
  const to = shifted(from, minutes, step)
  const percent_complete = task.percent_complete
  if (to === from) {
    return { taskId: task.id, start: from, finish: task.finish ?? from, percent_complete }
  }
  if (task.kind === 'summary' && task.mode === 'auto') {
    // Its tasks are laid out anew by the server; until then the bar keeps its length.
    const start = nextWork(calendar, to)
    return {
      taskId: task.id,
      start,
      finish: start + (task.finish ?? from) - from,
      percent_complete,
    }
  }
  const isPoint = task.kind === 'milestone'
  const start = isPoint ? nearWork(calendar, to) : task.is_elapsed ? to : nextWork(calendar, to)
  const duration = task.duration_minutes ?? 0
  const finish = task.is_elapsed ? start + duration : addWork(calendar, start, duration)
  return { taskId: task.id, start, finish: isPoint ? start : finish, percent_complete }
}

function stretched(plan: PlanModel, task: PlanTask, minutes: number, step: number): Ghost {
  const calendar = calendarOf(plan, task)
  const start = task.start ?? 0
  const old = task.finish ?? start
  const to = shifted(old, minutes, step)
  const least = Math.min(step, plan.project.minutes_per_day)
  const shortest = task.is_elapsed ? start + step : addWork(calendar, start, least)
  const finish =
    to === old ? old : Math.max(shortest, task.is_elapsed ? to : previousWork(calendar, to))
  return { taskId: task.id, start, finish, percent_complete: task.percent_complete }
}

/** Whether a summary above the task is held as well, and so takes it along. */
function isBelow(plan: PlanModel, task: PlanTask, held: ReadonlySet<string>): boolean {
  for (let above = task.parent_id; above !== null; ) {
    if (held.has(above)) return true
    above = taskById(plan, above)?.parent_id ?? null
  }
  return false
}

/** How the held tasks would lie after the pointer has gone `minutes` along the timeline. */
export function ghostsOf(plan: PlanModel, grip: Grip, minutes: number, step: number): Ghost[] {
  const ghosts: Ghost[] = []
  const held = new Set(grip.taskIds)
  for (const id of grip.taskIds) {
    const task = taskById(plan, id)
    if (!task || !canDrag(task, grip.kind) || isBelow(plan, task, held)) continue
    if (grip.kind === 'move') ghosts.push(moved(plan, task, minutes, step))
    if (grip.kind === 'finish') ghosts.push(stretched(plan, task, minutes, step))
  }
  return ghosts
}

/** The share of work done where the pointer stands, in steps of five per cent. */
export function shareAt(task: PlanTask, at: Moment): number {
  const [start, finish] = [task.start ?? 0, task.finish ?? 0]
  if (finish <= start) return doneShare(task)
  const share = (at - start) / (finish - start)
  return Math.min(1, Math.max(0, Math.round(share * 20) / 20))
}

function moveFields(task: PlanTask, ghost: Ghost): TaskFields {
  const start = formatMoment(ghost.start)
  return task.mode === 'manual' ? { start, finish: formatMoment(ghost.finish) } : { start }
}

/** The operations of letting go; none where nothing has changed. */
export function dropOperations(plan: PlanModel, grip: Grip, ghosts: readonly Ghost[]): Operation[] {
  const operations: Operation[] = []
  for (const ghost of ghosts) {
    const task = taskById(plan, ghost.taskId)
    if (!task) continue
    if (grip.kind === 'move' && ghost.start !== task.start) {
      operations.push({ op: 'update_task', id: task.id, fields: moveFields(task, ghost) })
    }
    if (grip.kind === 'finish' && ghost.finish !== task.finish) {
      const fields = { finish: formatMoment(ghost.finish) }
      operations.push({ op: 'update_task', id: task.id, fields })
    }
    if (grip.kind === 'progress' && ghost.percent_complete !== task.percent_complete) {
      const fields = { percent_complete: ghost.percent_complete ?? 0 }
      operations.push({ op: 'update_task', id: task.id, fields })
    }
  }
  return operations
}

const TYPE_OF: Readonly<
  Record<'start' | 'finish', Readonly<Record<'start' | 'finish', LinkType>>>
> = {
  finish: { start: 'fs', finish: 'ff' },
  start: { start: 'ss', finish: 'sf' },
}

/** The type of a link drawn from one end of a bar to one end of another. */
export function drawnType(kind: GripKind, end: 'start' | 'finish'): LinkType {
  return TYPE_OF[kind === 'link-start' ? 'start' : 'finish'][end]
}

/** The operation of a link drawn by hand; none where there may be no such link or there is one already. */
export function drawLink(
  plan: PlanModel,
  beforeId: string,
  afterId: string,
  type: LinkType,
): Operation[] {
  const before = taskById(plan, beforeId)
  const after = taskById(plan, afterId)
  if (!before || !after || linkFault(plan, before, after)) return []
  const present = plan.linkIndex.outOf.get(beforeId)?.find((link) => link.after_id === afterId)
  if (present) {
    return present.type === type ? [] : [{ op: 'update_link', id: present.id, fields: { type } }]
  }
  return [
    {
      op: 'add_link',
      before_id: beforeId,
      after_id: afterId,
      type,
      lag: 0,
      lag_unit: 'working',
    },
  ]
}
