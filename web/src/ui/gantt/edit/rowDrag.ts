import type { VisibleRows } from '../geometry/rows'
import { childrenOf } from '../model/outline'
import type { PlanModel, PlanTask } from '../model/plan'
import type { Operation } from './operations'
import { topmost } from './outlineMoves'

/** Where dragged rows would be put. */
export interface DropPlace {
  parent_id: string | null
  after_id: string | null
  level: number
  /** The line between rows at which they would stand: 0 is above the first row. */
  boundary: number
}

function idAt(plan: PlanModel, index: number): string | null {
  return index < 0 ? null : (plan.tasks[index] as PlanTask).id
}

/** The row at or above another that stands at a level, going up the outline. */
function upTo(plan: PlanModel, index: number, level: number): number {
  const { outline } = plan
  let at = index
  while (at >= 0 && (outline.level[at] ?? 1) > level) at = outline.parentIndex[at] ?? -1
  return at
}

/**
 * The place in the outline for rows let go at a line between rows, as near to a level as it can be.
 * Null where there is none: within the dragged rows themselves.
 */
export function dropPlace(
  plan: PlanModel,
  rows: VisibleRows,
  ids: readonly string[],
  boundary: number,
  level: number,
): DropPlace | null {
  const { outline } = plan
  const moving = topmost(plan, ids)
  const isMoving = (index: number) =>
    moving.some((top) => index >= top && index < (outline.subtreeEnd[top] as number))
  if (moving.length === 0) return null
  let above = boundary - 1
  while (above >= 0 && isMoving(rows.taskAt[above] as number)) above -= 1
  let below = boundary
  while (below < rows.taskAt.length && isMoving(rows.taskAt[below] as number)) below += 1
  const before = above < 0 ? -1 : (rows.taskAt[above] as number)
  const next = below < rows.taskAt.length ? (rows.taskAt[below] as number) : -1
  if (plan.tasks[before]?.stands_for) return null
  // Below the last task of the plan may stand rows that are none.
  const after = plan.tasks[next]?.stands_for ? -1 : next
  const most = before < 0 ? 1 : (outline.level[before] as number) + 1
  const least = after < 0 ? 1 : Math.min(most, outline.level[after] as number)
  const at = Math.max(least, Math.min(most, level))
  if (before < 0) return { parent_id: null, after_id: null, level: 1, boundary }
  if (at === most) {
    // A summary that is closed keeps what it hides before the new rows.
    const last = childrenOf(outline, before)
      .filter((index) => rows.rowOf[index] === -1 && !isMoving(index))
      .at(-1)
    return {
      parent_id: idAt(plan, before),
      after_id: idAt(plan, last ?? -1),
      level: at,
      boundary,
    }
  }
  const sibling = upTo(plan, before, at)
  return {
    parent_id: idAt(plan, outline.parentIndex[sibling] ?? -1),
    after_id: idAt(plan, sibling),
    level: at,
    boundary,
  }
}

/** The operations that put the rows there, one behind the other; none where they stand there already. */
export function dropRows(plan: PlanModel, ids: readonly string[], place: DropPlace): Operation[] {
  const operations: Operation[] = []
  let after_id = place.after_id
  for (const index of topmost(plan, ids)) {
    const { id } = plan.tasks[index] as PlanTask
    operations.push({ op: 'move_task', id, parent_id: place.parent_id, after_id })
    after_id = id
  }
  return isInPlace(plan, operations) ? [] : operations
}

function isInPlace(plan: PlanModel, operations: readonly Operation[]): boolean {
  const { outline } = plan
  return operations.every((operation) => {
    if (operation.op !== 'move_task') return false
    const index = outline.indexById.get(operation.id) ?? -1
    const parent = outline.parentIndex[index] ?? -1
    const siblings = childrenOf(outline, parent)
    const before = siblings[siblings.indexOf(index) - 1] ?? -1
    return idAt(plan, parent) === operation.parent_id && idAt(plan, before) === operation.after_id
  })
}
