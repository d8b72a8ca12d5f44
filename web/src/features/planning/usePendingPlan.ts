import { useSuspenseQuery } from '@tanstack/react-query'
import { useMemo } from 'react'
import { useOutboxState } from '@/lib/outbox/useOutbox'
import type { PlanModel } from '@/ui/gantt/model/plan'
import { lateTasks, reportsFor, waitingFor, withPending } from './pending'
import { planQuery } from './queries'

type PendingPlan = { plan: PlanModel; pending: ReadonlySet<string> }

/** The plan with what was typed here and is not answered yet, and the tasks that wait for long. */
export function usePendingPlan(projectId: string, baselineId?: string): PendingPlan {
  const { data: held } = useSuspenseQuery(planQuery(projectId, baselineId))
  const { entries } = useOutboxState()
  const plan = useMemo(
    () => withPending(held, waitingFor(entries, projectId), reportsFor(entries, projectId)),
    [held, entries, projectId],
  )
  const pending = useMemo(() => lateTasks(entries, projectId), [entries, projectId])
  return { plan, pending }
}
