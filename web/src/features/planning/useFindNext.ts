import { useCallback, useRef } from 'react'
import type { PlanModel, PlanTask } from '@/ui/gantt/model/plan'

/** Goes through the rows a filter has found, one by one and round again. */
export function useFindNext(
  plan: PlanModel,
  filter: ((task: PlanTask) => boolean) | null,
  goTo: (taskId: string) => void,
): (by: 1 | -1) => void {
  const last = useRef<string | null>(null)
  return useCallback(
    (by) => {
      const hits = filter ? plan.tasks.filter(filter) : []
      if (hits.length === 0) return
      const at = hits.findIndex(({ id }) => id === last.current)
      const next = at < 0 ? (by > 0 ? 0 : hits.length - 1) : (at + by + hits.length) % hits.length
      last.current = hits[next]?.id ?? null
      if (last.current) goTo(last.current)
    },
    [plan, filter, goTo],
  )
}
