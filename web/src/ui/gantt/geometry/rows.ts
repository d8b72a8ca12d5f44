import { preferences } from '@/lib/preferences'
import { hasChildren } from '../model/outline'
import type { PlanModel, PlanTask } from '../model/plan'

const ROW_HEIGHT = 32
const COMPACT_ROW_HEIGHT = 28

/** How high a row is, as dense as the viewer wants lists. */
export const rowHeight = (): number =>
  preferences().density === 'compact' ? COMPACT_ROW_HEIGHT : ROW_HEIGHT
export const HEAD_HEIGHT = 52

/** The rows that are shown: index of the task in each row, and the row of each task or -1. */
export interface VisibleRows {
  taskAt: Int32Array
  rowOf: Int32Array
  /** Rows that are there only as an ancestor of a row that matches. */
  isContext: Uint8Array | null
}

/** 1 where the task matches, 2 where only something below it does, 0 where neither. */
export function matchTasks(
  plan: PlanModel,
  filter: ((task: PlanTask) => boolean) | null | undefined,
): Uint8Array | null {
  if (!filter) return null
  const { parentIndex } = plan.outline
  const state = new Uint8Array(plan.tasks.length)
  for (let i = plan.tasks.length - 1; i >= 0; i--) {
    if (filter(plan.tasks[i] as PlanTask)) state[i] = 1
    const parent = parentIndex[i] as number
    if (state[i] && parent >= 0 && state[parent] === 0) state[parent] = 2
  }
  return state
}

/** Rows left after collapsing and filtering. */
export function visibleRows(
  plan: PlanModel,
  collapsed: ReadonlySet<string>,
  matches: Uint8Array | null,
): VisibleRows {
  const { outline, tasks } = plan
  const taskAt = new Int32Array(tasks.length)
  const rowOf = new Int32Array(tasks.length).fill(-1)
  const context = matches ? new Uint8Array(tasks.length) : null
  let n = 0
  for (let i = 0; i < tasks.length; ) {
    const isHidden = matches !== null && matches[i] === 0
    if (!isHidden) {
      if (context) context[n] = matches?.[i] === 2 ? 1 : 0
      rowOf[i] = n
      taskAt[n++] = i
    }
    const isClosed = collapsed.size > 0 && collapsed.has((tasks[i] as PlanTask).id)
    const skips = isHidden || (isClosed && hasChildren(outline, i))
    i = skips ? (outline.subtreeEnd[i] as number) : i + 1
  }
  return { taskAt: taskAt.subarray(0, n), rowOf, isContext: context }
}

/** First and last row (exclusive) to draw for a scroll position, in steps so that most frames redraw nothing. */
export function rowWindow(
  top: number,
  height: number,
  nRows: number,
  step = 8,
): readonly [number, number] {
  const first = Math.floor(top / rowHeight() / step) * step
  const last = Math.ceil((top + height) / rowHeight() / step) * step
  return [Math.max(0, Math.min(first, nRows)), Math.min(nRows, last)]
}

/** Left and right edge of the columns to draw for a scroll position, in steps of `step` pixels. */
export function columnWindow(
  left: number,
  width: number,
  total: number,
  step = 480,
): readonly [number, number] {
  const from = Math.floor((left - step / 2) / step) * step
  const to = Math.ceil((left + width + step / 2) / step) * step
  return [Math.max(0, from), Math.min(total, to)]
}
