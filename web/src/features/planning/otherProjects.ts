import { queryOptions } from '@tanstack/react-query'
import { client, unwrap } from '@/api/client'

const AT_ONCE = 20
const named = (text: string) => (text ? [`name:contains:${text}`] : [])

/** Projects whose name holds a text, to choose from. */
export const otherProjectsQuery = (text: string) =>
  queryOptions({
    queryKey: ['projects', 'to wait for', text],
    queryFn: async ({ signal }) => {
      const query = { limit: AT_ONCE, sort: 'name', filter: named(text) }
      return (await unwrap(client.GET('/api/v1/projects', { params: { query }, signal }))).items
    },
    placeholderData: (previous) => previous,
  })

/** Tasks of a project whose name holds a text, to choose from. */
export const otherTasksQuery = (projectId: string, text: string) =>
  queryOptions({
    queryKey: ['planning', projectId, 'to wait for', text],
    queryFn: async ({ signal }) => {
      const params = {
        path: { project_id: projectId },
        query: { limit: AT_ONCE, sort: 'number', filter: named(text) },
      }
      return (await unwrap(client.GET('/api/v1/projects/{project_id}/tasks', { params, signal })))
        .items
    },
    placeholderData: (previous) => previous,
  })
