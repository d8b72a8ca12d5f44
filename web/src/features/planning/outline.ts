import type { PlanModel } from '@/ui/gantt/model/plan'

/** The summaries to collapse so that rows down to a depth are open; 0 opens all. */
export function expandedTo(plan: PlanModel, depth: number): ReadonlySet<string> {
  if (depth === 0) return new Set()
  const { level, subtreeEnd } = plan.outline
  return new Set(
    plan.tasks
      .filter((_, index) => (level[index] ?? 1) >= depth && (subtreeEnd[index] ?? 0) > index + 1)
      .map(({ id }) => id),
  )
}
