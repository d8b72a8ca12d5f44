import type { Moment } from '../model/moments'
import type { PlanTask } from '../model/plan'
import { rowHeight } from './rows'
import { type Scale, xOf } from './scale'

export const BAR_TOP = 7
export const BAR_HEIGHT = 14
/** Tops of the thin baseline bars below the bar, by how many of them are shown. */
const BASELINE_TOPS: readonly (readonly number[])[] = [[], [24], [22.5, 26.5], [22, 25.5, 29]]
/** In rows that are less high they stand closer, and touch where there are three. */
const COMPACT_TOPS: readonly (readonly number[])[] = [[], [23], [21.5, 24.5], [21, 23, 25]]
const STANDARD_ROW = 32

export const baselineTops = (count: number): readonly number[] =>
  (rowHeight() < STANDARD_ROW ? COMPACT_TOPS : BASELINE_TOPS)[Math.min(3, count)] ?? []
/** Half the width of a milestone's diamond. */
export const DIAMOND = 7
/** A bar is never thinner: a minute of work stays visible at the zoom of years. */
const LEAST_WIDTH = 3

export interface Span {
  left: number
  width: number
}

export interface BarBox extends Span {
  isMilestone: boolean
}

export function spanOf(scale: Scale, start: Moment, finish: Moment): Span {
  const left = xOf(scale, start)
  return { left, width: Math.max(LEAST_WIDTH, xOf(scale, finish) - left) }
}

/** Where the bar of a task lies, or null where it has no dates. */
export function barOf(task: PlanTask, scale: Scale): BarBox | null {
  const start = task.start ?? task.finish
  const finish = task.finish ?? task.start
  if (start === null || finish === null) return null
  if (task.kind === 'milestone') {
    return { left: xOf(scale, finish) - DIAMOND, width: 2 * DIAMOND, isMilestone: true }
  }
  return { ...spanOf(scale, start, finish), isMilestone: false }
}

export function baselineOf(task: PlanTask, scale: Scale): Span | null {
  const finish = task.baseline_finish ?? task.baseline_start
  const start = task.baseline_start ?? finish
  return start === null || finish === null ? null : spanOf(scale, start, finish)
}

/**
 * The tail that shows float: from the finish to the late finish, or back from it where the float is
 * negative.
 */
export function floatOf(task: PlanTask, scale: Scale): (Span & { isNegative: boolean }) | null {
  const { finish, late_finish: late, total_float_minutes: float } = task
  if (finish === null || late === null || !float || task.kind === 'summary') return null
  const from = xOf(scale, Math.min(finish, late))
  const width = xOf(scale, Math.max(finish, late)) - from
  return width < 1 ? null : { left: from, width, isNegative: late < finish }
}

/** Where in a bar the work done so far ends, as a share of its width. */
export function doneShare(task: PlanTask): number {
  if (task.actual_finish !== null) return 1
  return Math.min(1, Math.max(0, task.percent_complete ?? 0))
}

/** Everything a row draws, for deciding whether the drawn columns touch it. */
export function extentOf(task: PlanTask, scale: Scale): readonly [number, number] | null {
  const bar = barOf(task, scale)
  if (!bar) return null
  let from = bar.left
  let to = bar.left + bar.width
  for (const span of [baselineOf(task, scale), floatOf(task, scale)]) {
    if (!span) continue
    from = Math.min(from, span.left)
    to = Math.max(to, span.left + span.width)
  }
  if (task.deadline !== null) to = Math.max(to, xOf(scale, task.deadline))
  return [from, to]
}
