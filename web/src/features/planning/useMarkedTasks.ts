import { useQuery } from '@tanstack/react-query'
import { useMemo } from 'react'
import { driversQuery } from './queries'
import type { PlanSearch } from './search'

/** The tasks of the chain that is being explained, to outline on the chart. */
export function useMarkedTasks(
  projectId: string,
  { panel, task = '' }: PlanSearch,
  planVersion: number,
): ReadonlySet<string> | undefined {
  const { data } = useQuery({
    ...driversQuery(projectId, task, planVersion),
    enabled: panel === 'why' && task !== '',
  })
  return useMemo(
    () => data && new Set(data.chain.map(({ task_id }) => task_id).filter((id) => id !== null)),
    [data],
  )
}
