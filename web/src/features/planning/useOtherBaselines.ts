import { useQueries } from '@tanstack/react-query'
import { useMemo } from 'react'
import type { PlanModel } from '@/ui/gantt/model/plan'
import type { BaselineLayer } from '@/ui/gantt/props'
import { baselineDatesQuery } from './queries'
import type { PlanSearch } from './search'

/** Baselines drawn beside the one the plan is measured by. */
export const MOST_OTHERS = 2

export const idsOf = (also: string | undefined): string[] =>
  also ? also.split('.').slice(0, MOST_OTHERS) : []

type Dates = { data?: ReadonlyMap<string, readonly [number, number]> }

const datesOf = (results: readonly Dates[]) => results.map(({ data }) => data)

/** The dates of the further baselines that the address asks for. */
export function useOtherBaselines(plan: PlanModel, { also }: PlanSearch): readonly BaselineLayer[] {
  const { baselines, project } = plan
  const chosen = useMemo(() => {
    const ids = idsOf(also)
    return baselines.filter(({ id }) => ids.includes(id) && id !== project.baseline_id)
  }, [baselines, also, project.baseline_id])
  const dates = useQueries({
    queries: chosen.map(({ id }) => baselineDatesQuery(project.id, id)),
    combine: datesOf,
  })
  return useMemo(
    () =>
      chosen.flatMap(({ id, name }, at) => {
        const spans = dates[at]
        return spans ? [{ id, name, spans }] : []
      }),
    [chosen, dates],
  )
}
