import { calledBy } from '@/lib/lockedName'
import { readCalendar, standardCalendar } from './calendar'
import { type Moment, readMoment } from './moments'
import { indexLinks, outlineOf, spanOf } from './outline'
import type {
  Assignment,
  ChecklistItem,
  PlanConflict,
  PlanCrossLink,
  PlanLink,
  PlanModel,
  PlanPayload,
  PlanTask,
  WireTable,
} from './plan'

type Read = (row: unknown[], column: string) => unknown

function reader(table: WireTable): Read {
  const at = new Map(table.columns.map((name, index) => [name, index]))
  return (row, column) => {
    const index = at.get(column)
    return index === undefined ? null : (row[index] ?? null)
  }
}

function number(value: unknown): number | null {
  return typeof value === 'number' ? value : null
}

function text(value: unknown): string {
  return typeof value === 'string' ? value : ''
}

interface Locks {
  fields: readonly string[]
  classification: number
}

const NO_LOCKS: readonly string[] = []

const NOBODY: readonly Assignment[] = []

function assignments(value: unknown): readonly Assignment[] {
  return Array.isArray(value) && value.length > 0 ? value : NOBODY
}

const NOTHING: readonly ChecklistItem[] = []

function checklist(value: unknown): readonly ChecklistItem[] {
  return Array.isArray(value) && value.length > 0 ? value : NOTHING
}

function names(staff: readonly Assignment[]): string {
  return staff
    .map(({ name }) => name)
    .filter((name) => name !== '')
    .join(' · ')
}

function conflictCode(value: unknown): string | null {
  if (typeof value === 'string') return value || null
  if (Array.isArray(value)) return conflictCode(value[0])
  return value && typeof value === 'object'
    ? text((value as { code?: unknown }).code) || null
    : null
}

function pieces(value: unknown): readonly (readonly [Moment, Moment])[] {
  if (!Array.isArray(value)) return []
  const spans: [Moment, Moment][] = []
  for (const item of value) {
    const pair = Array.isArray(item) ? item : [item?.start ?? item?.from, item?.finish ?? item?.to]
    const start = readMoment(pair[0])
    const finish = readMoment(pair[1])
    if (start !== null && finish !== null) spans.push([start, finish])
  }
  return spans.length > 1 ? spans : []
}

/** Rows of the wire as tasks; a column that is absent reads as empty, `locked` is locked of all. */
export function parseTasks(table: WireTable, locked: readonly string[] = NO_LOCKS): PlanTask[] {
  const read = reader(table)
  return table.rows.map((row) => {
    const moment = (column: string) => readMoment(read(row, column))
    const amount = (column: string) => number(read(row, column))
    const locks = read(row, 'locks') as Locks | null
    const hidden = locks?.fields ?? locked
    const staff = assignments(read(row, 'assignees'))
    return {
      id: text(read(row, 'id')),
      number: amount('number') ?? 0,
      parent_id: text(read(row, 'parent_id')) || null,
      position: amount('position') ?? 0,
      wbs_code: text(read(row, 'wbs_code')),
      name: hidden.includes('name')
        ? calledBy(null, amount('number') ?? 0)
        : text(read(row, 'name')),
      kind: (text(read(row, 'kind')) || 'task') as PlanTask['kind'],
      mode: (text(read(row, 'mode')) || 'auto') as PlanTask['mode'],
      state: (text(read(row, 'state')) || 'todo') as PlanTask['state'],
      checklist: checklist(read(row, 'checklist')),
      board_position: amount('board_position'),
      priority: amount('priority') ?? 500,
      start: moment('start'),
      finish: moment('finish'),
      duration_minutes: amount('duration_minutes'),
      is_elapsed: read(row, 'is_elapsed') === true,
      percent_complete: amount('percent_complete'),
      constraint: (text(read(row, 'constraint')) || null) as PlanTask['constraint'],
      constraint_at: moment('constraint_at'),
      second_constraint: (text(read(row, 'second_constraint')) ||
        null) as PlanTask['second_constraint'],
      second_constraint_at: moment('second_constraint_at'),
      is_recurring: read(row, 'is_recurring') === true,
      recurrence: (read(row, 'recurrence') ?? null) as PlanTask['recurrence'],
      deadline: moment('deadline'),
      actual_start: moment('actual_start'),
      actual_finish: moment('actual_finish'),
      remaining_minutes: amount('remaining_minutes'),
      calendar_id: text(read(row, 'calendar_id')) || null,
      total_float_minutes: amount('total_float_minutes'),
      free_float_minutes: amount('free_float_minutes'),
      is_critical: read(row, 'is_critical') === true,
      is_near_critical: read(row, 'is_near_critical') === true,
      late_start: moment('late_start'),
      late_finish: moment('late_finish'),
      baseline_start: moment('baseline_start'),
      baseline_finish: moment('baseline_finish'),
      slip_minutes: amount('slip_minutes'),
      driver: read(row, 'driver'),
      conflict: conflictCode(read(row, 'conflict')),
      pieces: pieces(read(row, 'splits')),
      assignees: names(staff),
      assignments: staff,
      effort_type: (text(read(row, 'effort_type')) || 'fixed_units') as PlanTask['effort_type'],
      is_effort_driven: read(row, 'is_effort_driven') === true,
      is_active: read(row, 'is_active') !== false,
      classification: amount('classification') ?? 0,
      locked: hidden,
      lock_class: locks?.classification ?? null,
      version: amount('version') ?? 0,
    }
  })
}

export function parseLinks(table: WireTable): PlanLink[] {
  const read = reader(table)
  return table.rows.map((row) => ({
    id: text(read(row, 'id')),
    before_id: text(read(row, 'before_id')),
    after_id: text(read(row, 'after_id')),
    type: (text(read(row, 'type')) || 'fs') as PlanLink['type'],
    lag: number(read(row, 'lag')) ?? 0,
    lag_unit: (text(read(row, 'lag_unit')) || 'working') as PlanLink['lag_unit'],
    is_driving: read(row, 'is_driving') === true,
  }))
}

export function byTask(conflicts: readonly PlanConflict[]): Map<string, PlanConflict> {
  return new Map(conflicts.map((conflict) => [conflict.task_id, conflict]))
}

/** Links with other projects by the task of this plan, those that hold it first. */
export function byOwnTask(
  links: readonly PlanCrossLink[],
): ReadonlyMap<string, readonly PlanCrossLink[]> {
  const found = new Map<string, PlanCrossLink[]>()
  for (const link of links) {
    const beside = found.get(link.task_id)
    if (!beside) found.set(link.task_id, [link])
    else if (link.is_driving) beside.unshift(link)
    else beside.push(link)
  }
  return found
}

/** The plan of the wire as a model in memory. Rows come in outline order. */
export function parsePlan(payload: PlanPayload): PlanModel {
  const tasks = parseTasks(payload.tasks, payload.project.locked)
  const links = parseLinks(payload.links)
  const calendars = new Map(payload.calendars.map((wire) => [wire.id, readCalendar(wire)]))
  const own = calendars.get(payload.project.calendar_id ?? '')
  return {
    project: payload.project,
    plan_version: payload.plan_version,
    can_undo: payload.can_undo,
    can_redo: payload.can_redo,
    tasks,
    outline: outlineOf(tasks),
    taskByNumber: new Map(tasks.map((task) => [task.number, task])),
    links,
    linkIndex: indexLinks(links),
    crossByTask: byOwnTask(payload.cross_links ?? []),
    resources: payload.resources,
    calendars,
    projectCalendar: own ?? calendars.values().next().value ?? standardCalendar(),
    baselines: payload.baselines,
    conflicts: payload.conflicts,
    conflictByTask: byTask(payload.conflicts),
    span: spanOf(tasks, payload.project),
  }
}
