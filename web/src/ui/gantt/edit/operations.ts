import type {
  ConstraintCode,
  EffortType,
  LagUnit,
  LinkType,
  Recurrence,
  TaskKind,
  TaskMode,
  TaskState,
} from '../model/plan'

export interface TaskFields {
  name?: string
  duration_minutes?: number
  is_elapsed?: boolean
  start?: string
  finish?: string
  percent_complete?: number
  actual_start?: string | null
  actual_finish?: string | null
  remaining_minutes?: number
  constraint?: ConstraintCode
  constraint_at?: string | null
  second_constraint?: ConstraintCode
  second_constraint_at?: string | null
  deadline?: string | null
  mode?: TaskMode
  state?: TaskState
  board_position?: number | null
  priority?: number
  kind?: TaskKind
  calendar_id?: string | null
  is_active?: boolean
  classification?: number
  effort_type?: EffortType
  is_effort_driven?: boolean
  notes?: string
  cost_minor?: number
  fixed_cost_minor?: number
  actual_cost_minor?: number
}

export interface LinkFields {
  type: LinkType
  lag: number
  lag_unit: LagUnit
}

export interface ChecklistFields {
  text?: string
  is_done?: boolean
}

/** What the schedule of the whole project depends on. */
export interface ProjectFields {
  start?: string
  required_finish?: string | null
  scheduled_from?: 'start' | 'finish'
  status_date?: string | null
  progress_mode?: 'retained_logic' | 'progress_override' | 'actual_dates'
  lag_calendar?: 'predecessor' | 'successor' | 'project' | 'elapsed'
  near_critical_minutes?: number
  wip_limits?: Record<string, number>
}

interface Place {
  parent_id?: string | null
  after_id?: string | null
}

/** What recurs: when, for how long, and by which calendar. */
export interface Recurring {
  recurrence: Recurrence
  duration_minutes: number
  calendar_id: string | null
}

/** One step of an edit, as `POST projects/{id}/plan/edits` reads it. */
export type Operation =
  | {
      op: 'add_task'
      /** Given by the client where later operations of the same edit name the task. */
      id?: string
      name: string
      parent_id: string | null
      after_id: string | null
      fields?: TaskFields
    }
  | ({ op: 'add_recurring_task'; name: string } & Place & Recurring)
  | ({ op: 'update_recurrence'; id: string } & Partial<Recurring>)
  | { op: 'update_task'; id: string; fields: TaskFields }
  | { op: 'move_task'; id: string; parent_id: string | null; after_id: string | null }
  | { op: 'delete_task'; id: string }
  | {
      op: 'add_checklist_item'
      task_id: string
      id?: string
      text: string
      after_id?: string | null
    }
  | { op: 'update_checklist_item'; task_id: string; id: string; fields: ChecklistFields }
  | { op: 'move_checklist_item'; task_id: string; id: string; after_id: string | null }
  | { op: 'remove_checklist_item'; task_id: string; id: string }
  | ({ op: 'add_link'; before_id: string; after_id: string } & LinkFields)
  | { op: 'update_link'; id: string; fields: Partial<LinkFields> }
  | { op: 'delete_link'; id: string }
  | ({ op: 'add_cross_link'; before_id: string; after_id: string } & LinkFields)
  | { op: 'update_cross_link'; id: string; fields: Partial<LinkFields> }
  | { op: 'delete_cross_link'; id: string }
  | { op: 'add_resource'; id: string; name: string }
  | { op: 'assign'; task_id: string; resource_id: string; units: number }
  | { op: 'assign'; task_id: string; person_id: string; units: number }
  | { op: 'unassign'; id: string }
  | { op: 'update_assignment'; id: string; fields: { units?: number; work_minutes?: number } }
  | { op: 'update_project'; fields: ProjectFields }
