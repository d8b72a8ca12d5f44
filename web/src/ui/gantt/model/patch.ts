import { readCalendar } from './calendar'
import { indexLinks, inOutlineOrder, outlineOf, spanOf } from './outline'
import { byOwnTask, byTask, parseLinks, parseTasks } from './parse'
import type { EditsAnswer, Outline, PlanModel, PlanTask } from './plan'

interface PatchedTasks {
  tasks: readonly PlanTask[]
  outline: Outline
  isNew: boolean
}

function patchTasks(plan: PlanModel, answer: EditsAnswer): PatchedTasks {
  const changed = parseTasks(answer.tasks, answer.project?.locked ?? plan.project.locked)
  const { indexById } = plan.outline
  const removed = answer.removed_task_ids.filter((id) => indexById.has(id))
  if (changed.length === 0 && removed.length === 0) {
    return { tasks: plan.tasks, outline: plan.outline, isNew: false }
  }
  const isSamePlace = (task: PlanTask) => {
    const before = plan.tasks[indexById.get(task.id) ?? -1]
    return before?.parent_id === task.parent_id && before.position === task.position
  }
  if (removed.length === 0 && changed.every(isSamePlace)) {
    const tasks = plan.tasks.slice()
    for (const task of changed) tasks[indexById.get(task.id) as number] = task
    return { tasks, outline: plan.outline, isNew: true }
  }
  const byId = new Map(plan.tasks.map((task) => [task.id, task]))
  for (const id of removed) byId.delete(id)
  for (const task of changed) byId.set(task.id, task)
  const tasks = inOutlineOrder(byId.values())
  return { tasks, outline: outlineOf(tasks), isNew: true }
}

function patchLinks(plan: PlanModel, answer: EditsAnswer): Pick<PlanModel, 'links' | 'linkIndex'> {
  const changed = parseLinks(answer.links)
  if (changed.length === 0 && answer.removed_link_ids.length === 0) {
    return { links: plan.links, linkIndex: plan.linkIndex }
  }
  const byId = new Map(plan.links.map((link) => [link.id, link]))
  for (const id of answer.removed_link_ids) byId.delete(id)
  for (const link of changed) byId.set(link.id, link)
  const links = [...byId.values()]
  return { links, linkIndex: indexLinks(links) }
}

/**
 * The plan after an edit the server has answered.
 * Rows that did not change keep their identity, so only what changed is drawn again. An answer that is
 * older than the plan changes nothing: a live event may have brought a newer one first.
 */
export function patchPlan(plan: PlanModel, answer: EditsAnswer): PlanModel {
  if (answer.plan_version < plan.plan_version) return plan
  const { tasks, outline, isNew } = patchTasks(plan, answer)
  const project = answer.project ? { ...plan.project, ...answer.project } : plan.project
  const calendars = answer.calendars
    ? new Map(answer.calendars.map((wire) => [wire.id, readCalendar(wire)]))
    : plan.calendars
  return {
    ...plan,
    ...patchLinks(plan, answer),
    project,
    plan_version: answer.plan_version,
    can_undo: answer.can_undo,
    can_redo: answer.can_redo,
    tasks,
    outline,
    taskByNumber: isNew ? new Map(tasks.map((task) => [task.number, task])) : plan.taskByNumber,
    crossByTask: answer.cross_links ? byOwnTask(answer.cross_links) : plan.crossByTask,
    resources: answer.resources ?? plan.resources,
    calendars,
    projectCalendar: calendars.get(project.calendar_id ?? '') ?? plan.projectCalendar,
    conflicts: answer.conflicts ?? plan.conflicts,
    conflictByTask: answer.conflicts ? byTask(answer.conflicts) : plan.conflictByTask,
    span: isNew ? spanOf(tasks, project) : plan.span,
  }
}
