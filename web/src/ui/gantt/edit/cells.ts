import {
  COST_COLUMNS,
  type CostColumn,
  type CostFault,
  costFault,
  isCost,
  readMinor,
  writeMinor,
} from '../model/costs'
import { formatMoment, type Moment } from '../model/moments'
import { calendarOf } from '../model/outline'
import type { PlanModel, PlanTask } from '../model/plan'
import type { ColumnKey } from '../props'
import { finishFrom, parseDateText, startFrom, writeDateText } from './dateText'
import { parseDuration, plain, writeDuration } from './duration'
import type { Operation, TaskFields } from './operations'
import {
  editPredecessors,
  type Fault,
  type PredecessorFault,
  predecessorsText,
} from './predecessors'
import { parseState, STATES } from './states'

export type CellFault =
  | PredecessorFault
  | 'name_empty'
  | 'duration_unreadable'
  | 'date_unreadable'
  | 'finish_before_start'
  | 'percent_unreadable'
  | 'state_unreadable'
  | CostFault

export type CellEdit = Operation[] | Fault<CellFault>

/** Columns that may be typed into; the others are worked out. */
const EDITABLE: ReadonlySet<ColumnKey> = new Set([
  'name',
  'duration',
  'start',
  'finish',
  'percent_complete',
  'state',
  'predecessors',
  'deadline',
  ...COST_COLUMNS,
])

/** A summary's dates come from the rows below it; a start typed by hand holds them all back. */
const EDITABLE_OF_SUMMARY: ReadonlySet<ColumnKey> = new Set([
  'name',
  'start',
  'predecessors',
  'deadline',
])

/** A hammock takes everything else from the tasks that it is linked to. */
const EDITABLE_OF_HAMMOCK: ReadonlySet<ColumnKey> = new Set([
  'name',
  'predecessors',
  'deadline',
  ...COST_COLUMNS,
])

/** Whether what a column shows is locked to the viewer; each that is has the name of its field. */
export function isLocked(task: PlanTask, column: ColumnKey): boolean {
  return task.locked.includes(column)
}

export function isEditable(task: PlanTask, column: ColumnKey): boolean {
  if (task.stands_for || (isLocked(task, column) && !isCost(column))) return false
  if (task.kind === 'summary' && task.mode === 'auto') return EDITABLE_OF_SUMMARY.has(column)
  if (task.kind === 'hammock') return EDITABLE_OF_HAMMOCK.has(column)
  return EDITABLE.has(column)
}

/** Whether the viewer may begin to type into a cell: a cost takes a right of its own. */
export function mayType(plan: PlanModel, task: PlanTask, column: ColumnKey): boolean {
  return isEditable(task, column) && !(isCost(column) && costFault(plan, task, column))
}

/** What a cell holds when its editing begins. */
export function cellSource(plan: PlanModel, task: PlanTask, column: ColumnKey): string {
  const date = (at: Moment | null) => (at === null ? '' : writeDateText(at))
  switch (column) {
    case 'name':
      return task.name
    case 'duration':
      return task.duration_minutes === null
        ? ''
        : writeDuration(task.duration_minutes, task.is_elapsed, plan.project)
    case 'start':
      return date(task.start)
    case 'finish':
      return date(task.finish)
    case 'deadline':
      return date(task.deadline)
    case 'percent_complete':
      return String(Math.round((task.percent_complete ?? 0) * 100))
    case 'state':
      return task.state
    case 'predecessors':
      return predecessorsText(plan, task)
    case 'cost_minor':
    case 'fixed_cost_minor':
    case 'actual_cost_minor':
      return writeMinor(plan.costs?.minor(task.id, column) ?? null)
    default:
      return ''
  }
}

function update(task: PlanTask, fields: TaskFields): Operation[] {
  return [{ op: 'update_task', id: task.id, fields }]
}

function fault(error: CellFault): Fault<CellFault> {
  return { error, params: {} }
}

function editName(_plan: PlanModel, task: PlanTask, text: string): CellEdit {
  const name = text.trim()
  if (!name) return fault('name_empty')
  return name === task.name ? [] : update(task, { name })
}

function editDuration(plan: PlanModel, task: PlanTask, text: string): CellEdit {
  const typed = parseDuration(text, plan.project)
  if (!typed) return fault('duration_unreadable')
  if (typed.minutes === task.duration_minutes && typed.is_elapsed === task.is_elapsed) return []
  const fields: TaskFields = { duration_minutes: typed.minutes }
  if (typed.is_elapsed !== task.is_elapsed) fields.is_elapsed = typed.is_elapsed
  if (typed.minutes === 0 && task.kind === 'task') fields.kind = 'milestone'
  if (typed.minutes > 0 && task.kind === 'milestone') fields.kind = 'task'
  return update(task, fields)
}

function editStart(plan: PlanModel, task: PlanTask, text: string): CellEdit {
  const typed = parseDateText(text, task.start ?? plan.span[0])
  if (!typed) return fault('date_unreadable')
  const start = startFrom(typed, calendarOf(plan, task))
  return start === task.start ? [] : update(task, { start: formatMoment(start) })
}

function editFinish(plan: PlanModel, task: PlanTask, text: string): CellEdit {
  const typed = parseDateText(text, task.finish ?? plan.span[0])
  if (!typed) return fault('date_unreadable')
  const finish = finishFrom(typed, calendarOf(plan, task))
  if (finish === task.finish) return []
  if (task.start !== null && finish < task.start) return fault('finish_before_start')
  return update(task, { finish: formatMoment(finish) })
}

function editDeadline(plan: PlanModel, task: PlanTask, text: string): CellEdit {
  if (!text.trim()) return task.deadline === null ? [] : update(task, { deadline: null })
  const typed = parseDateText(text, task.deadline ?? plan.span[0])
  if (!typed) return fault('date_unreadable')
  const deadline = finishFrom(typed, calendarOf(plan, task))
  return deadline === task.deadline ? [] : update(task, { deadline: formatMoment(deadline) })
}

function editPercent(_plan: PlanModel, task: PlanTask, text: string): CellEdit {
  const match = /^(\d+(?:\.\d+)?)\s*%?$/.exec(plain(text))
  const percent = match ? Number(match[1]) : Number.NaN
  if (!(percent >= 0 && percent <= 100)) return fault('percent_unreadable')
  const ratio = Math.round(percent * 100) / 10_000
  return ratio === (task.percent_complete ?? 0) ? [] : update(task, { percent_complete: ratio })
}

function editState(_plan: PlanModel, task: PlanTask, text: string): CellEdit {
  const state = parseState(text)
  if (!state) return fault('state_unreadable')
  return state === task.state ? [] : update(task, { state })
}

function editCost(plan: PlanModel, task: PlanTask, column: CostColumn, text: string): CellEdit {
  const minor = readMinor(text)
  if (minor === null) return fault('cost_unreadable')
  if (minor === (plan.costs?.minor(task.id, column) ?? 0)) return []
  const refused = costFault(plan, task, column)
  return refused ? fault(refused) : update(task, { [column]: minor })
}

/** The values that a cell is chosen from; null where it is typed. */
export const choicesOf = (column: ColumnKey): readonly string[] | null =>
  column === 'state' ? STATES : null

/** The operations that make a cell hold what was typed; none where it already does. */
export function editCell(
  plan: PlanModel,
  task: PlanTask,
  column: ColumnKey,
  text: string,
): CellEdit {
  switch (column) {
    case 'name':
      return editName(plan, task, text)
    case 'duration':
      return editDuration(plan, task, text)
    case 'start':
      return editStart(plan, task, text)
    case 'finish':
      return editFinish(plan, task, text)
    case 'deadline':
      return editDeadline(plan, task, text)
    case 'percent_complete':
      return editPercent(plan, task, text)
    case 'state':
      return editState(plan, task, text)
    case 'predecessors':
      return editPredecessors(plan, task, text)
    case 'cost_minor':
    case 'fixed_cost_minor':
    case 'actual_cost_minor':
      return editCost(plan, task, column, text)
    default:
      return []
  }
}
