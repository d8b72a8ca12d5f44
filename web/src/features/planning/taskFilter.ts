import { MINUTES_PER_DAY, parseMoment } from '@/ui/gantt/model/moments'
import type { PlanResource, PlanTask, TaskState } from '@/ui/gantt/model/plan'
import { MINE, type PlanSearch, type TaskFilter } from './search'

/** What narrows the rows: a text, a state, a person, a window of dates. */
export type Narrowing = Pick<PlanSearch, 'q' | 'show' | 'who' | 'since' | 'until'>

type Test = (task: PlanTask) => boolean

const isIn =
  (state: TaskState): Test =>
  (task) =>
    task.state === state && task.kind !== 'summary'

const tests: Record<TaskFilter, Test> = {
  critical: (task) => task.is_critical,
  near: (task) => task.is_critical || task.is_near_critical,
  late: (task) => (task.slip_minutes ?? 0) > 0,
  open: (task) => (task.percent_complete ?? 0) < 1,
  milestones: (task) => task.kind === 'milestone',
  conflicts: (task) => Boolean(task.conflict),
  todo: isIn('todo'),
  in_progress: isIn('in_progress'),
  in_review: isIn('in_review'),
  blocked: isIn('blocked'),
  done: isIn('done'),
}

function textTest(text: string): Test {
  return (task) =>
    task.name.toLowerCase().includes(text) ||
    task.wbs_code.startsWith(text) ||
    task.assignees.toLowerCase().includes(text)
}

/** Tasks that lie in a window of days at least in part; both days count. */
function windowTest(since?: string, until?: string): Test | null {
  const from = parseMoment(since ?? '')
  const to = parseMoment(until ?? '')
  if (from === null && to === null) return null
  const end = to === null ? Number.POSITIVE_INFINITY : to + MINUTES_PER_DAY
  return ({ start, finish }) =>
    start !== null && start < end && (finish ?? start) >= (from ?? Number.NEGATIVE_INFINITY)
}

/** Tasks of somebody by their name in the plan, or of the viewer by who they are. */
function whoTest(who: string, resources: readonly PlanResource[]): Test {
  if (who !== MINE) return (task) => task.assignments.some(({ name }) => name === who)
  const own = new Set(resources.filter(({ is_own }) => is_own).map(({ id }) => id))
  return (task) => task.assignments.some(({ resource_id }) => own.has(resource_id))
}

/** The rows that are left, or null where nothing narrows them. */
export function taskFilter(
  { q, show, who, since, until }: Narrowing,
  resources: readonly PlanResource[] = [],
): Test | null {
  const text = q?.trim().toLowerCase()
  const all: (Test | null)[] = [
    show ? tests[show] : null,
    who ? whoTest(who, resources) : null,
    windowTest(since, until),
    text ? textTest(text) : null,
  ]
  const wanted = all.filter((test) => test !== null)
  if (wanted.length === 0) return null
  // The head of a group or of the removed tasks stays as an ancestor of what is found.
  return (task) => task.stands_for !== 'group' && wanted.every((test) => test(task))
}
