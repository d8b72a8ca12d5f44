import { useDeferredValue, useMemo } from 'react'
import type { PlanModel } from '@/ui/gantt/model/plan'
import type { GanttProps } from '@/ui/gantt/props'
import type { Grouping } from './grouping'
import type { PlanSearch } from './search'
import { taskFilter } from './taskFilter'
import { useDriverChain } from './useDriverChain'
import { useOtherBaselines } from './useOtherBaselines'
import { useShownPlan } from './useShownPlan'

type Picture = Pick<
  GanttProps,
  'plan' | 'changes' | 'search' | 'chain' | 'marked' | 'otherBaselines'
> & { filter: NonNullable<GanttProps['filter']> | null }

/** What the chart draws: the rows the address asks for, and what is brought out on them. */
export function usePlanPicture(
  plan: PlanModel,
  search: PlanSearch,
  group: Grouping | undefined,
): Picture {
  const { show, who, since, until } = search
  const q = useDeferredValue(search.q)
  const filter = useMemo(
    () => taskFilter({ q, show, who, since, until }, plan.resources),
    [q, show, who, since, until, plan.resources],
  )
  const { plan: shown, changes } = useShownPlan(plan, search, group)
  const otherBaselines = useOtherBaselines(plan, search)
  const chain = useDriverChain(plan.project.id, search, plan.plan_version)
  const marked = useMemo(() => (chain ? new Set(chain.taskIds) : undefined), [chain])
  return { plan: shown, changes, filter, search: q, chain, marked, otherBaselines }
}
