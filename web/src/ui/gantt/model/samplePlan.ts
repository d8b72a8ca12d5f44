import { parsePlan } from './parse'
import type { PlanModel, PlanPayload, WireCalendar } from './plan'

/** Columns of the rows the tests write; what they leave out reads as empty. */
const COLUMNS = ['id', 'number', 'parent_id', 'position', 'wbs_code', 'name', 'kind']

export const DAY_SHIFTS = [
  [480, 720],
  [780, 1020],
]

export const WEEK: WireCalendar = {
  id: 'week',
  name: 'Week',
  week: [DAY_SHIFTS, DAY_SHIFTS, DAY_SHIFTS, DAY_SHIFTS, DAY_SHIFTS, [], []],
  exceptions: [],
}

export type SampleTask = { id: string; parent_id?: string | null } & Record<string, unknown>
export type SampleLink = { id: string; before_id: string; after_id: string } & Record<
  string,
  unknown
>

function table(rows: Record<string, unknown>[], least: string[]) {
  const columns = [...new Set([...least, ...rows.flatMap(Object.keys)])]
  return { columns, rows: rows.map((row) => columns.map((column) => row[column] ?? null)) }
}

/** Tasks as a table of the wire, numbered and placed in the order given. */
export function taskTable(tasks: SampleTask[]) {
  const rows = tasks.map((task, index) => ({
    number: index + 1,
    position: index + 1,
    wbs_code: String(index + 1),
    name: task.id,
    kind: tasks.some(({ parent_id }) => parent_id === task.id) ? 'summary' : 'task',
    ...task,
  }))
  return table(rows, COLUMNS)
}

export function linkTable(links: SampleLink[]) {
  const rows = links.map((link) => ({ type: 'fs', lag: 0, lag_unit: 'working', ...link }))
  return table(rows, ['id', 'before_id', 'after_id'])
}

/** An answer of the server with the least a test has to say. */
export function samplePayload(tasks: SampleTask[], links: SampleLink[] = []): PlanPayload {
  return {
    project: {
      id: 'p',
      key: 'PRJ-2026-0001',
      name: 'Sample',
      start: '2026-03-02T08:00',
      finish: '2026-03-31T17:00',
      minutes_per_day: 480,
      calendar_id: 'week',
    },
    plan_version: 1,
    can_undo: false,
    can_redo: false,
    tasks: taskTable(tasks),
    links: linkTable(links),
    resources: [],
    calendars: [WEEK],
    baselines: [],
    conflicts: [],
  }
}

export function samplePlan(tasks: SampleTask[], links: SampleLink[] = []): PlanModel {
  return parsePlan(samplePayload(tasks, links))
}

/** A summary with two tasks in a row, and a milestone after them. */
export function smallPlan(): PlanModel {
  const date = (day: string, hour: string) => `2026-03-${day}T${hour}:00`
  return samplePlan(
    [
      { id: 'all', start: date('02', '08'), finish: date('06', '17'), duration_minutes: 2400 },
      {
        id: 'a',
        parent_id: 'all',
        start: date('02', '08'),
        finish: date('03', '17'),
        duration_minutes: 960,
        percent_complete: 0.25,
      },
      {
        id: 'b',
        parent_id: 'all',
        start: date('04', '08'),
        finish: date('06', '17'),
        duration_minutes: 1440,
        total_float_minutes: 0,
        is_critical: true,
      },
      {
        id: 'gate',
        kind: 'milestone',
        start: date('06', '17'),
        finish: date('06', '17'),
        duration_minutes: 0,
      },
    ],
    [
      { id: 'ab', before_id: 'a', after_id: 'b', is_driving: true },
      { id: 'bg', before_id: 'b', after_id: 'gate', lag: 0 },
    ],
  )
}
