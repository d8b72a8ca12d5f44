import { finishFrom, parseDateText } from '@/ui/gantt/edit/dateText'
import type { TaskFields } from '@/ui/gantt/edit/operations'
import { STATES } from '@/ui/gantt/edit/states'
import {
  dayOf,
  formatDate,
  formatMoment,
  MINUTES_PER_DAY,
  type Moment,
  weekdayOf,
} from '@/ui/gantt/model/moments'
import { calendarOf, isAncestor } from '@/ui/gantt/model/outline'
import type {
  ConstraintCode,
  EffortType,
  PlanModel,
  PlanTask,
  TaskMode,
  TaskState,
} from '@/ui/gantt/model/plan'
import type { Grouping } from './search'

/** Stands for the absence of a value: nobody, no phase. */
export const NONE = '-'

export const BANDS = ['high', 'normal', 'low'] as const
export type Band = (typeof BANDS)[number]
/** What a card gets that is moved into a band. */
export const PRIORITY: Readonly<Record<Band, number>> = { high: 800, normal: 500, low: 200 }
const HIGH_FROM = 600
const LOW_UNTIL = 400

const CONSTRAINTS = ['asap', 'alap', 'snet', 'snlt', 'fnet', 'fnlt', 'mso', 'mfo'] as const
const KINDS = ['task', 'milestone', 'hammock'] as const
const MODES = ['auto', 'manual'] as const
const EFFORTS = ['fixed_units', 'fixed_duration', 'fixed_work'] as const
const YES_NO = ['yes', 'no'] as const
const PATHS = ['critical', 'near', 'free'] as const

/** A column or a lane: the value of a field that its cards share. */
export type Group = {
  key: string
  /** A name that people gave; null where the value is one of a few words. */
  name: string | null
}

export const bandOf = ({ priority }: PlanTask): Band =>
  priority >= HIGH_FROM ? 'high' : priority < LOW_UNTIL ? 'low' : 'normal'

const pathOf = (task: PlanTask) =>
  task.is_critical ? 'critical' : task.is_near_critical ? 'near' : 'free'

/** The summary at the top of the outline that a task lies below. */
export function phaseOf(plan: PlanModel, task: PlanTask): string {
  const { indexById, parentIndex } = plan.outline
  let top = -1
  for (
    let at = parentIndex[indexById.get(task.id) ?? -1] ?? -1;
    at >= 0;
    at = parentIndex[at] ?? -1
  )
    top = at
  return plan.tasks[top]?.id ?? NONE
}

/** What makes groups of tasks: which they are, and what a card becomes that is put into another. */
type GroupField = {
  /** Several where several people do it. */
  keysOf: (plan: PlanModel, task: PlanTask) => readonly string[]
  /** All groups that a board has, in the order in which people read them. */
  groupsOf: (plan: PlanModel) => Group[]
  /** Whether only groups are shown in which something stands. */
  isOpen?: boolean
  /** The fields that a drop sets, or null where this task cannot go there; absent: computed. */
  fieldsFor?: (plan: PlanModel, task: PlanTask, to: string) => TaskFields | null
}

const worded = (keys: readonly string[]) => (): Group[] => keys.map((key) => ({ key, name: null }))
const yesOrNo = (is: boolean): readonly string[] => [is ? 'yes' : 'no']
const unlessHammock = (task: PlanTask, fields: TaskFields) =>
  task.kind === 'hammock' ? null : fields

const mondayOf = (at: Moment): Moment => (dayOf(at) - weekdayOf(dayOf(at))) * MINUTES_PER_DAY
const monthOf = (at: Moment) => formatDate(at).slice(0, 7)

/** Groups of what the tasks of a plan have, in the order of their keys, behind that of none. */
const present = (keyOf: (task: PlanTask) => string) => (plan: PlanModel) => {
  const keys = new Set(plan.tasks.filter(({ kind }) => kind !== 'summary').map(keyOf))
  keys.delete(NONE)
  return [NONE, ...[...keys].sort()].map((key) => ({ key, name: null }))
}

const weekKey = ({ deadline }: PlanTask) =>
  deadline === null ? NONE : formatDate(mondayOf(deadline))
const monthKey = ({ start }: PlanTask) => (start === null ? NONE : monthOf(start))

/** The same day of another week; without one before, the end of its Friday. */
function deadlineIn(plan: PlanModel, task: PlanTask, week: string): TaskFields | null {
  if (week === NONE) return { deadline: null }
  const monday = parseDateText(week, plan.span[0])
  if (!monday) return null
  const from = finishFrom(monday, calendarOf(plan, task))
  const to =
    task.deadline === null
      ? from + 4 * MINUTES_PER_DAY
      : task.deadline + mondayOf(from) - mondayOf(task.deadline)
  return { deadline: formatMoment(to) }
}

/** A constraint with a date holds the task where it lies now. */
function constraintAt(task: PlanTask, to: string): TaskFields | null {
  const constraint = to as ConstraintCode
  if (task.kind === 'hammock') return null
  if (constraint === 'asap' || constraint === 'alap') return { constraint, constraint_at: null }
  const at = /^(f|mf)/.test(constraint) ? task.finish : task.start
  return at === null ? null : { constraint, constraint_at: formatMoment(at) }
}

const unitsOf = (plan: PlanModel) => new Map(plan.resources.map(({ id, unit }) => [id, unit]))

function unitKeys(plan: PlanModel, task: PlanTask): readonly string[] {
  const units = unitsOf(plan)
  const found = task.assignments.map(({ resource_id }) => units.get(resource_id)?.id ?? NONE)
  return found.length > 0 ? [...new Set(found)] : [NONE]
}

function unitGroups(plan: PlanModel): Group[] {
  const units = new Map(plan.resources.flatMap(({ unit }) => (unit ? [[unit.id, unit.name]] : [])))
  return [{ key: NONE, name: null }, ...[...units].map(([key, name]) => ({ key, name }))]
}

const FIELDS: Readonly<Record<Grouping, GroupField>> = {
  state: {
    keysOf: (_, task) => [task.state],
    groupsOf: worded(STATES),
    fieldsFor: (_, task, to) => unlessHammock(task, { state: to as TaskState }),
  },
  assignee: {
    keysOf: (_, { assignments }) =>
      assignments.length > 0 ? assignments.map(({ resource_id }) => resource_id) : [NONE],
    groupsOf: ({ resources }) => [
      { key: NONE, name: null },
      ...resources.map(({ id, name }) => ({ key: id, name })),
    ],
    isOpen: true,
    fieldsFor: () => ({}),
  },
  unit: { keysOf: unitKeys, groupsOf: unitGroups, isOpen: true },
  phase: {
    keysOf: (plan, task) => [phaseOf(plan, task)],
    groupsOf: (plan) => [
      { key: NONE, name: null },
      ...plan.tasks
        .filter((task) => task.kind === 'summary' && task.parent_id === null)
        .map(({ id, name }) => ({ key: id, name })),
    ],
    fieldsFor: ({ outline }, { id }, to) => {
      const at = (key: string) => outline.indexById.get(key) ?? -1
      return to !== NONE && isAncestor(outline, at(id), at(to)) ? null : {}
    },
  },
  priority: {
    keysOf: (_, task) => [bandOf(task)],
    groupsOf: worded(BANDS),
    fieldsFor: (_, __, to) => ({ priority: PRIORITY[to as Band] }),
  },
  deadline: {
    keysOf: (_, task) => [weekKey(task)],
    groupsOf: present(weekKey),
    fieldsFor: deadlineIn,
  },
  month: { keysOf: (_, task) => [monthKey(task)], groupsOf: present(monthKey), isOpen: true },
  path: { keysOf: (_, task) => [pathOf(task)], groupsOf: worded(PATHS) },
  conflict: { keysOf: (_, task) => yesOrNo(Boolean(task.conflict)), groupsOf: worded(YES_NO) },
  kind: { keysOf: (_, { kind }) => [kind], groupsOf: worded(KINDS) },
  mode: {
    keysOf: (_, { mode }) => [mode],
    groupsOf: worded(MODES),
    fieldsFor: (_, task, to) => unlessHammock(task, { mode: to as TaskMode }),
  },
  constraint: {
    keysOf: (_, { constraint }) => [constraint ?? 'asap'],
    groupsOf: worded(CONSTRAINTS),
    fieldsFor: (_, task, to) => constraintAt(task, to),
  },
  calendar: {
    keysOf: ({ project }, { calendar_id }) => [
      calendar_id === project.calendar_id ? NONE : (calendar_id ?? NONE),
    ],
    groupsOf: ({ calendars, project }) => [
      { key: NONE, name: null },
      ...[...calendars.values()]
        .filter(({ id }) => id !== project.calendar_id)
        .map(({ id, name }) => ({ key: id, name })),
    ],
    fieldsFor: (_, task, to) => unlessHammock(task, { calendar_id: to === NONE ? null : to }),
  },
  effort: {
    keysOf: (_, { effort_type }) => [effort_type],
    groupsOf: worded(EFFORTS),
    fieldsFor: (_, task, to) => unlessHammock(task, { effort_type: to as EffortType }),
  },
  active: {
    keysOf: (_, { is_active }) => yesOrNo(is_active),
    groupsOf: worded(YES_NO),
    fieldsFor: (_, __, to) => ({ is_active: to === 'yes' }),
  },
}

/** The keys of the groups in which a task stands. */
export const keysOf = (plan: PlanModel, task: PlanTask, by: Grouping): readonly string[] =>
  FIELDS[by].keysOf(plan, task)

/** The groups of a field that a board shows, where something stands in these. */
export function groupsOf(plan: PlanModel, by: Grouping, seen: ReadonlySet<string>): Group[] {
  const groups = FIELDS[by].groupsOf(plan)
  const isUsed = ({ key }: Group) => seen.has(key) || (by === 'phase' && key !== NONE)
  return FIELDS[by].isOpen || by === 'phase' ? groups.filter(isUsed) : groups
}

/** Whether cards can be put into other groups of a field: what is computed cannot be set. */
export const isGiven = (by: Grouping): boolean => FIELDS[by].fieldsFor !== undefined

/** What a task is given in another group; null where it cannot go there. */
export const fieldsIn = (
  plan: PlanModel,
  task: PlanTask,
  by: Grouping,
  key: string,
): TaskFields | null => FIELDS[by].fieldsFor?.(plan, task, key) ?? null

/** Whether a task may be put there at all. */
export const isPossible = (plan: PlanModel, task: PlanTask, by: Grouping, key: string): boolean =>
  keysOf(plan, task, by).includes(key) || fieldsIn(plan, task, by, key) !== null
