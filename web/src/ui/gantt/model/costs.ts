import type { PlanModel, PlanTask } from './plan'

export const COST_COLUMNS = ['cost_minor', 'fixed_cost_minor', 'actual_cost_minor'] as const
export type CostColumn = (typeof COST_COLUMNS)[number]
export type CostRight = 'locked' | 'read' | 'write_once' | 'write'

/** What tasks cost, as far as the viewer may see it; the page brings it where it is asked for. */
export interface PlanCosts {
  /** What the viewer may do with the cost of one task. */
  rightTo: (taskId: string, column: CostColumn) => CostRight
  /** Hundredths of the currency; null where the task has none or it is locked. */
  minor: (taskId: string, column: CostColumn) => number | null
  /** Money, a lock with its class, or nothing where there is no cost. */
  text: (taskId: string, column: CostColumn) => string
}

export type CostFault =
  | 'cost_unreadable'
  | 'cost_locked'
  | 'cost_read_only'
  | 'cost_written_once'
  | 'cost_of_summary'

export function isCost(column: string): column is CostColumn {
  return (COST_COLUMNS as readonly string[]).includes(column)
}

/** What speaks against the viewer's setting a cost; null where nothing does. */
export function costFault(plan: PlanModel, task: PlanTask, column: CostColumn): CostFault | null {
  const right = plan.costs?.rightTo(task.id, column) ?? 'locked'
  if (right === 'locked') return 'cost_locked'
  if (right === 'read') return 'cost_read_only'
  if (task.kind === 'summary') return 'cost_of_summary'
  return right === 'write_once' && plan.costs?.minor(task.id, column) ? 'cost_written_once' : null
}

/** Hundredths from what was typed: `12,345.60`; nothing typed is no cost, null cannot be read. */
export function readMinor(text: string): number | null {
  const typed = text.normalize('NFKC').replace(/[,\s]/g, '')
  if (typed === '') return 0
  return /^\d{1,11}(\.\d{1,2})?$/.test(typed) ? Math.round(Number(typed) * 100) : null
}

/** Hundredths as they are typed; nothing where there are none. */
export const writeMinor = (minor: number | null): string => (minor ? String(minor / 100) : '')
