import { useQueryClient } from '@tanstack/react-query'
import { useEffect } from 'react'
import { onPlanChanged } from '@/features/planning/live'
import { refreshWork } from '@/features/work/queries'

/** Keeps open pages current when somebody else changes something. */
export function useLiveRefresh() {
  const queryClient = useQueryClient()

  useEffect(() => {
    if (typeof EventSource === 'undefined') return
    const stream = new EventSource('/api/v1/events/stream')
    stream.addEventListener('plan_changed', (event) => {
      const { project_id, plan_version } = JSON.parse(event.data)
      void onPlanChanged(queryClient, project_id, plan_version)
      void refreshWork(queryClient)
    })
    return () => stream.close()
  }, [queryClient])
}
