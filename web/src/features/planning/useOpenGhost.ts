import { useNavigate } from '@tanstack/react-router'
import { useCallback } from 'react'

/** Goes to a task in the plan of another project. */
export function useOpenGhost() {
  const navigate = useNavigate()
  return useCallback(
    (projectId: string, task: string) =>
      void navigate({
        to: '/projects/$projectId/plan',
        params: { projectId },
        search: { task, panel: 'task' },
      }),
    [navigate],
  )
}
