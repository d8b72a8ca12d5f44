import { useQuery } from '@tanstack/react-query'
import { useMemo } from 'react'
import type { DriverChain } from '@/ui/gantt/props'
import { driversQuery } from './queries'
import type { PlanSearch } from './search'

/** The chain of the date that is being explained, to draw on the chart. */
export function useDriverChain(
  projectId: string,
  { panel, task = '' }: PlanSearch,
  planVersion: number,
): DriverChain | null {
  const isAsked = panel === 'why' && task !== ''
  const { data } = useQuery({ ...driversQuery(projectId, task, planVersion), enabled: isAsked })
  return useMemo(() => {
    if (!data || !isAsked) return null
    const links = data.chain.map(({ link }) => link?.id).filter((id) => id !== undefined)
    return {
      taskIds: data.chain.map(({ task_id }) => task_id).filter((id) => id !== null),
      linkIds: new Set(links),
    }
  }, [data, isAsked])
}
