import { useNavigate, useParams, useSearch } from '@tanstack/react-router'
import { useCallback } from 'react'
import type { BoardSearch } from './search'

/** Which project, and what of its board is shown: read from the address and written to it. */
export function useBoardAddress() {
  const navigate = useNavigate()
  const { projectId } = useParams({ from: '/shell/projects/$projectId' })
  const search = useSearch({ from: '/shell/projects/$projectId/board' })

  const show = useCallback(
    (change: Partial<BoardSearch>) =>
      navigate({
        to: '/projects/$projectId/board',
        params: { projectId },
        search: (now) => ({ ...now, ...change }),
        replace: true,
        resetScroll: false,
      }),
    [navigate, projectId],
  )
  return { projectId, search, show }
}
