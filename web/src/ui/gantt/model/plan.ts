import type { WorkCalendar } from './calendar'
import type { PlanCosts } from './costs'
import type { Moment } from './moments'

export type TaskKind = 'task' | 'summary' | 'milestone' | 'hammock'
export type TaskState = 'todo' | 'in_progress' | 'in_review' | 'blocked' | 'done'
export type TaskMode = 'auto' | 'manual'
export type LinkType = 'fs' | 'ss' | 'ff' | 'sf'
export type LagUnit = 'working' | 'elapsed' | 'percent' | 'elapsed_percent'
export type ConstraintCode = 'asap' | 'alap' | 'snet' | 'snlt' | 'fnet' | 'fnlt' | 'mso' | 'mfo'

/** A table of the wire: names of columns once, then rows of values. */
export interface WireTable {
  columns: string[]
  rows: unknown[][]
}

export interface WireCalendar {
  id: string
  name: string
  week: number[][][]
  exceptions: { from_date: string; to_date: string; name?: string; shifts: number[][] }[]
}

export interface PlanProject {
  id: string
  key: string
  name: string
  start: string | null
  finish: string | null
  required_finish?: string | null
  status_date?: string | null
  scheduled_from?: string
  progress_mode?: string
  lag_calendar?: string
  near_critical_minutes?: number
  currency?: string
  minutes_per_day: number
  minutes_per_week?: number
  calendar_id?: string | null
  baseline_id?: string | null
  /** How many cards a column of the board should hold, by grouping and value. */
  wip_limits?: Record<string, number>
  permissions?: string[]
  /** The fields that the viewer may not read of a task that is not raised. */
  locked?: readonly string[]
}

export interface PlanBaseline {
  id: string
  name: string
  set_at: string
  is_whole: boolean
  state?: 'approved' | 'comparison' | 'proposed' | 'rejected' | 'withdrawn'
}

export interface PlanConflict {
  task_id: string
  code: string
  minutes: number
  at: string | null
  link_id: string | null
}

/** Somebody or something that the plan counts on. */
export interface PlanResource {
  id: string
  name: string
  kind: string
  max_units: number
  /** The person of the company that it stands for. */
  person_id?: string | null
  /** The unit of that person, where the viewer may see it. */
  unit?: { id: string; name: string } | null
  /** Whether it stands for the viewer. */
  is_own?: boolean
}

export type EffortType = 'fixed_units' | 'fixed_duration' | 'fixed_work'

/** A resource put to a task; 1 unit is all of its time. */
export interface Assignment {
  id: string
  resource_id: string
  person_id?: string | null
  name: string
  units: number
  work_minutes: number
}

/** A task of another project, as much of it as the viewer may read; `_locked` names the rest. */
export interface GhostTask {
  task_id: string | null
  name: string | null
  project: { id: string; key: string; name: string } | null
  start: string | null
  finish: string | null
  percent_complete: number | null
  is_critical: boolean | null
  is_removed: boolean
  _locked?: string[]
}

/** A link with another project: `in` where a task of this plan waits for the ghost. */
export interface PlanCrossLink {
  id: string
  direction: 'in' | 'out'
  /** The task of this plan. */
  task_id: string
  /** Null where the plan that waits is hidden. */
  type: LinkType | null
  lag: number | null
  lag_unit: LagUnit | null
  is_driving: boolean | null
  ghost: GhostTask
}

/** The answer of `GET projects/{id}/plan`. */
export interface PlanPayload {
  project: PlanProject
  plan_version: number
  can_undo: boolean
  can_redo: boolean
  tasks: WireTable
  links: WireTable
  cross_links?: PlanCrossLink[]
  resources: PlanResource[]
  calendars: WireCalendar[]
  baselines: PlanBaseline[]
  conflicts: PlanConflict[]
}

/** The answer of `POST plan/edits`, `plan/undo` and `plan/redo`. */
export interface EditsAnswer {
  plan_version: number
  event_id?: string | null
  tasks: WireTable
  removed_task_ids: string[]
  links: WireTable
  removed_link_ids: string[]
  /** All of them; absent or null where the edit has left them as they were. */
  cross_links?: PlanCrossLink[] | null
  project?: Partial<PlanProject>
  conflicts?: PlanConflict[]
  /** Absent or null where the edit has left them as they were. */
  resources?: PlanResource[] | null
  calendars?: WireCalendar[] | null
  can_undo: boolean
  can_redo: boolean
}

/** When a task recurs; weekdays count from Monday, which is 0. */
export interface Recurrence {
  frequency: 'daily' | 'weekly' | 'monthly' | 'yearly'
  interval?: number
  counts_working_days?: boolean
  weekdays?: number[]
  day?: number | null
  nth?: number | null
  weekday?: number | null
  month?: number | null
  from_date: string
  until?: string | null
  count?: number | null
  start_minute?: number | null
  on_days_off?: 'shift' | 'skip'
}

/** What a recurring summary was made by. */
export interface HeldRecurrence extends Recurrence {
  duration_minutes: number
  calendar_id: string | null
}

/** A small step inside a task. */
export interface ChecklistItem {
  id: string
  text: string
  is_done: boolean
}

/** A row of the plan; names as on the wire, moments and durations in minutes. */
export interface PlanTask {
  id: string
  number: number
  parent_id: string | null
  position: number
  wbs_code: string
  name: string
  kind: TaskKind
  mode: TaskMode
  state: TaskState
  checklist: readonly ChecklistItem[]
  /** Where its card stands in a column; null: by its number. */
  board_position: number | null
  /** 0 to 1000, 500 where nobody has set one. */
  priority: number
  start: Moment | null
  finish: Moment | null
  duration_minutes: number | null
  is_elapsed: boolean
  /** 0 to 1. */
  percent_complete: number | null
  constraint: ConstraintCode | null
  constraint_at: Moment | null
  /** Beside the first: `asap` where there is none. */
  second_constraint: ConstraintCode | null
  second_constraint_at: Moment | null
  /** A summary of occurrences, or one of these. */
  is_recurring: boolean
  recurrence: HeldRecurrence | null
  deadline: Moment | null
  actual_start: Moment | null
  actual_finish: Moment | null
  remaining_minutes: number | null
  calendar_id: string | null
  total_float_minutes: number | null
  free_float_minutes: number | null
  is_critical: boolean
  is_near_critical: boolean
  late_start: Moment | null
  late_finish: Moment | null
  baseline_start: Moment | null
  baseline_finish: Moment | null
  slip_minutes: number | null
  driver: unknown
  conflict: string | null
  /** Pieces of work of a split task, in order; empty where the work is in one piece. */
  pieces: readonly (readonly [Moment, Moment])[]
  /** Names of those who do the work, parted by a middle dot. */
  assignees: string
  assignments: readonly Assignment[]
  effort_type: EffortType
  is_effort_driven: boolean
  is_active: boolean
  /** The class that the task raises its fields to. */
  classification: number
  /** The fields that the viewer may not read; of a name that is locked, `name` holds the mark. */
  locked: readonly string[]
  /** The class that locks more or less of this task than of others. */
  lock_class: number | null
  version: number
  /** A row that is no task of the plan: the head of a group, or a task that has been removed since. */
  stands_for?: 'group' | 'removed'
}

export interface PlanLink {
  id: string
  before_id: string
  after_id: string
  type: LinkType
  lag: number
  lag_unit: LagUnit
  is_driving: boolean
}

/** Where each task stands in the outline: parallel to `PlanModel.tasks`. */
export interface Outline {
  indexById: ReadonlyMap<string, number>
  /** Index of the parent row, -1 at the top. */
  parentIndex: Int32Array
  /** 1 at the top. */
  level: Uint16Array
  /** Index after the last row of the subtree. */
  subtreeEnd: Int32Array
}

export interface LinkIndex {
  /** Links that end at a task. */
  into: ReadonlyMap<string, readonly PlanLink[]>
  /** Links that begin at a task. */
  outOf: ReadonlyMap<string, readonly PlanLink[]>
}

/** A plan in memory. Immutable: a patch shares every row it does not change. */
export interface PlanModel {
  project: PlanProject
  plan_version: number
  can_undo: boolean
  can_redo: boolean
  tasks: readonly PlanTask[]
  outline: Outline
  taskByNumber: ReadonlyMap<number, PlanTask>
  links: readonly PlanLink[]
  linkIndex: LinkIndex
  /** Links with other projects, by the task of this plan. */
  crossByTask: ReadonlyMap<string, readonly PlanCrossLink[]>
  resources: readonly PlanResource[]
  calendars: ReadonlyMap<string, WorkCalendar>
  projectCalendar: WorkCalendar
  baselines: readonly PlanBaseline[]
  conflicts: readonly PlanConflict[]
  conflictByTask: ReadonlyMap<string, PlanConflict>
  /** What the tasks cost, where that is shown. */
  costs?: PlanCosts
  /** The plan itself, where `tasks` stand in groups: what is typed is read against it. */
  whole?: PlanModel
  /** Earliest and latest moment that is drawn. */
  span: readonly [Moment, Moment]
}
