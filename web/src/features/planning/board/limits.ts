import type { PlanModel } from '@/ui/gantt/model/plan'
import type { Grouping } from './search'

const nameOf = (by: Grouping, column: string) => `${by}:${column}`

/** How many cards a column should hold at most; null: as many as there are. */
export const limitOf = (plan: PlanModel, by: Grouping, column: string): number | null =>
  plan.project.wip_limits?.[nameOf(by, column)] ?? null

/** The limits of a project with one of them set, or taken away. */
export function withLimit(
  plan: PlanModel,
  by: Grouping,
  column: string,
  limit: number | null,
): Record<string, number> {
  const { [nameOf(by, column)]: _, ...others } = plan.project.wip_limits ?? {}
  return limit === null ? others : { ...others, [nameOf(by, column)]: limit }
}
