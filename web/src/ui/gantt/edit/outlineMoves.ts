import { childrenOf, isAncestor } from '../model/outline'
import type { PlanModel, PlanTask } from '../model/plan'
import type { Operation } from './operations'
import { linkFault } from './predecessors'

/** Indexes of the chosen tasks in outline order, without those that lie below another chosen one. */
export function topmost(plan: PlanModel, ids: readonly string[]): number[] {
  const chosen = ids
    .map((id) => plan.outline.indexById.get(id))
    .filter((index) => index !== undefined)
    .filter((index) => plan.tasks[index]?.stands_for === undefined)
    .sort((a, b) => a - b)
  const kept: number[] = []
  for (const index of chosen) {
    const last = kept.at(-1)
    if (last === undefined || (last !== index && !isAncestor(plan.outline, last, index))) {
      kept.push(index)
    }
  }
  return kept
}

function siblingsOf(plan: PlanModel, index: number): number[] {
  return childrenOf(plan.outline, plan.outline.parentIndex[index] ?? -1)
}

function idAt(plan: PlanModel, index: number | undefined): string | null {
  return index === undefined || index < 0 ? null : (plan.tasks[index] as PlanTask).id
}

/** Each chosen task goes below the sibling above it. */
export function indent(plan: PlanModel, ids: readonly string[]): Operation[] {
  const operations: Operation[] = []
  const parentFor = new Map<number, number>()
  const tailOf = new Map<number, string | null>()
  for (const index of topmost(plan, ids)) {
    const siblings = siblingsOf(plan, index)
    const above = siblings[siblings.indexOf(index) - 1]
    if (above === undefined) continue
    // A sibling that has just been indented itself hands on the parent it got.
    const parent = parentFor.get(above) ?? above
    parentFor.set(index, parent)
    const tail = tailOf.get(parent) ?? idAt(plan, childrenOf(plan.outline, parent).at(-1))
    const id = (plan.tasks[index] as PlanTask).id
    operations.push({ op: 'move_task', id, parent_id: idAt(plan, parent), after_id: tail })
    tailOf.set(parent, id)
  }
  return operations
}

/** Each chosen task goes up to its summary's level, right below it. */
export function outdent(plan: PlanModel, ids: readonly string[]): Operation[] {
  const operations: Operation[] = []
  const tailOf = new Map<number, string>()
  for (const index of topmost(plan, ids)) {
    const parent = plan.outline.parentIndex[index] as number
    if (parent < 0) continue
    const { id } = plan.tasks[index] as PlanTask
    const grandparent = plan.outline.parentIndex[parent]
    operations.push({
      op: 'move_task',
      id,
      parent_id: idAt(plan, grandparent),
      after_id: tailOf.get(parent) ?? idAt(plan, parent),
    })
    tailOf.set(parent, id)
  }
  return operations
}

/** The task changes places with the sibling above or below it. */
export function moveAmongSiblings(plan: PlanModel, id: string, by: 1 | -1): Operation[] {
  const index = plan.outline.indexById.get(id)
  if (index === undefined) return []
  const siblings = siblingsOf(plan, index)
  const place = siblings.indexOf(index)
  if (siblings[place + by] === undefined) return []
  const after = by > 0 ? siblings[place + 1] : siblings[place - 2]
  return [
    {
      op: 'move_task',
      id,
      parent_id: idAt(plan, plan.outline.parentIndex[index]),
      after_id: idAt(plan, after),
    },
  ]
}

export function deleteTasks(plan: PlanModel, ids: readonly string[]): Operation[] {
  return topmost(plan, ids).map((index) => ({
    op: 'delete_task',
    id: (plan.tasks[index] as PlanTask).id,
  }))
}

/** A new task right below the given one; the last of the plan where none is given. */
export function addTask(plan: PlanModel, belowId: string | null, name: string): Operation[] {
  const index = belowId === null ? undefined : plan.outline.indexById.get(belowId)
  if (index === undefined) {
    const last = idAt(plan, childrenOf(plan.outline, -1).at(-1))
    return [{ op: 'add_task', name, parent_id: null, after_id: last }]
  }
  const parent_id = idAt(plan, plan.outline.parentIndex[index])
  return [{ op: 'add_task', name, parent_id, after_id: belowId }]
}

function hasLink(plan: PlanModel, before: string, after: string): boolean {
  return plan.linkIndex.outOf.get(before)?.some((link) => link.after_id === after) ?? false
}

/** Finish-to-start links from each chosen task to the next, where they may have one. */
export function linkInOrder(plan: PlanModel, ids: readonly string[]): Operation[] {
  const operations: Operation[] = []
  const tasks = ids.map((id) => plan.outline.indexById.get(id)).filter((i) => i !== undefined)
  for (let i = 1; i < tasks.length; i++) {
    const before = plan.tasks[tasks[i - 1] as number] as PlanTask
    const after = plan.tasks[tasks[i] as number] as PlanTask
    if (linkFault(plan, before, after) || hasLink(plan, before.id, after.id)) continue
    operations.push({
      op: 'add_link',
      before_id: before.id,
      after_id: after.id,
      type: 'fs',
      lag: 0,
      lag_unit: 'working',
    })
  }
  return operations
}

/** Takes away every link that runs between two chosen tasks. */
export function unlink(plan: PlanModel, ids: readonly string[]): Operation[] {
  const chosen = new Set(ids)
  return plan.links
    .filter((link) => chosen.has(link.before_id) && chosen.has(link.after_id))
    .map((link) => ({ op: 'delete_link', id: link.id }))
}
