import { queryOptions } from '@tanstack/react-query'
import { client, unwrap } from '@/api/client'
import type { Recurring } from '@/ui/gantt/edit/operations'

/** When the occurrences would be, told by the server that will make them. */
export const occurrencesQuery = (projectId: string, wish: Recurring | null) =>
  queryOptions({
    queryKey: ['planning', projectId, 'occurrences', wish],
    queryFn: ({ signal }) => {
      const { recurrence, duration_minutes, calendar_id } = wish as Recurring
      const query = {
        ...recurrence,
        duration_minutes,
        ...(calendar_id === null ? {} : { calendar_id }),
      }
      return unwrap(
        client.GET('/api/v1/projects/{project_id}/occurrences', {
          params: { path: { project_id: projectId }, query },
          signal,
        }),
      )
    },
    enabled: wish !== null,
    retry: false,
  })
