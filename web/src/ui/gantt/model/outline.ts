import { type Moment, readMoment } from './moments'
import type { LinkIndex, Outline, PlanLink, PlanModel, PlanProject, PlanTask } from './plan'

/** Levels, parents and subtree ends of rows that stand in outline order. */
export function outlineOf(tasks: readonly PlanTask[]): Outline {
  const indexById = new Map<string, number>()
  const parentIndex = new Int32Array(tasks.length).fill(-1)
  const level = new Uint16Array(tasks.length).fill(1)
  const subtreeEnd = new Int32Array(tasks.length)
  for (let i = 0; i < tasks.length; i++) {
    const task = tasks[i] as PlanTask
    indexById.set(task.id, i)
    const parent = task.parent_id === null ? undefined : indexById.get(task.parent_id)
    if (parent === undefined) continue
    parentIndex[i] = parent
    level[i] = (level[parent] as number) + 1
  }
  for (let i = tasks.length - 1; i >= 0; i--) {
    const end = Math.max(subtreeEnd[i] as number, i + 1)
    subtreeEnd[i] = end
    const parent = parentIndex[i] as number
    if (parent >= 0) subtreeEnd[parent] = Math.max(subtreeEnd[parent] as number, end)
  }
  return { indexById, parentIndex, level, subtreeEnd }
}

/** Tasks in outline order: siblings by position, then by number. */
export function inOutlineOrder(tasks: Iterable<PlanTask>): PlanTask[] {
  const all = [...tasks]
  const known = new Set(all.map((task) => task.id))
  const childrenOf = new Map<string | null, PlanTask[]>()
  for (const task of all) {
    const parent = task.parent_id !== null && known.has(task.parent_id) ? task.parent_id : null
    const siblings = childrenOf.get(parent)
    if (siblings) siblings.push(task)
    else childrenOf.set(parent, [task])
  }
  for (const siblings of childrenOf.values()) {
    siblings.sort((a, b) => a.position - b.position || a.number - b.number)
  }
  const ordered: PlanTask[] = []
  const open = [...(childrenOf.get(null) ?? [])].reverse()
  for (let task = open.pop(); task; task = open.pop()) {
    ordered.push(task)
    const children = childrenOf.get(task.id)
    if (children) for (let i = children.length - 1; i >= 0; i--) open.push(children[i] as PlanTask)
  }
  return ordered
}

export function indexLinks(links: readonly PlanLink[]): LinkIndex {
  const into = new Map<string, PlanLink[]>()
  const outOf = new Map<string, PlanLink[]>()
  for (const link of links) {
    const arriving = into.get(link.after_id)
    if (arriving) arriving.push(link)
    else into.set(link.after_id, [link])
    const leaving = outOf.get(link.before_id)
    if (leaving) leaving.push(link)
    else outOf.set(link.before_id, [link])
  }
  return { into, outOf }
}

/** The earliest and latest moment that is drawn; the project's own dates where no task has any. */
export function spanOf(
  tasks: readonly PlanTask[],
  project: Pick<PlanProject, 'start' | 'finish'>,
): [Moment, Moment] {
  let from = readMoment(project.start) ?? Number.POSITIVE_INFINITY
  let to = readMoment(project.finish) ?? Number.NEGATIVE_INFINITY
  const hold = (at: Moment | null) => {
    if (at === null) return
    if (at < from) from = at
    if (at > to) to = at
  }
  for (const task of tasks) {
    hold(task.start)
    hold(task.finish)
    hold(task.baseline_start)
    hold(task.baseline_finish)
    hold(task.deadline)
  }
  if (from > to) return Number.isFinite(from) ? [from, from] : [0, 0]
  return [from, to]
}

export function taskById(plan: PlanModel, id: string): PlanTask | undefined {
  const index = plan.outline.indexById.get(id)
  return index === undefined ? undefined : plan.tasks[index]
}

export function hasChildren(outline: Outline, index: number): boolean {
  return (outline.subtreeEnd[index] ?? 0) > index + 1
}

/** Indexes of the direct children of a row; of the top rows for -1. */
export function childrenOf(outline: Outline, index: number): number[] {
  const children: number[] = []
  const end = index < 0 ? outline.level.length : (outline.subtreeEnd[index] ?? 0)
  for (let i = index + 1; i < end; i = outline.subtreeEnd[i] ?? end) children.push(i)
  return children
}

/** True where `ancestor` stands anywhere above `index`. */
export function isAncestor(outline: Outline, ancestor: number, index: number): boolean {
  return index > ancestor && index < (outline.subtreeEnd[ancestor] ?? 0)
}

/** The calendar a task works by. */
export function calendarOf(plan: PlanModel, task: PlanTask) {
  return plan.calendars.get(task.calendar_id ?? '') ?? plan.projectCalendar
}

/** The occurrences that a recurring summary draws on its own row; null for any other task. */
export function occurrencesOf(plan: PlanModel, task: PlanTask): readonly PlanTask[] | null {
  if (!task.is_recurring || task.kind !== 'summary') return null
  const at = plan.outline.indexById.get(task.id)
  if (at === undefined) return null
  const below = plan.tasks.slice(at + 1, plan.outline.subtreeEnd[at])
  return below.filter((one) => one.is_recurring && one.kind !== 'summary')
}
