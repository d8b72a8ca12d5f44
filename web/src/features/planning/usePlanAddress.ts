import { useNavigate, useParams, useSearch } from '@tanstack/react-router'
import { useCallback } from 'react'
import type { PlanSearch } from './search'

/** Which project, and what of its plan is shown: read from the address and written to it. */
export function usePlanAddress() {
  const navigate = useNavigate()
  const { projectId } = useParams({ from: '/shell/projects/$projectId' })
  const search = useSearch({ from: '/shell/projects/$projectId/plan' })

  const show = useCallback(
    (change: Partial<PlanSearch>) =>
      navigate({
        to: '/projects/$projectId/plan',
        params: { projectId },
        search: (now) => ({ ...now, ...change }),
        replace: true,
        // The chart stays where it is scrolled to; the router would bring back where it was before.
        resetScroll: false,
      }),
    [navigate, projectId],
  )
  return { projectId, search, show }
}
