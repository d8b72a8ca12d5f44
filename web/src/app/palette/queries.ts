import { queryOptions } from '@tanstack/react-query'
import { client, type Schema, unwrap } from '@/api/client'

const PER_KIND = 6

/** What the server finds under a text; tasks by name also in the projects near. */
export const findQuery = (text: string, near: string[]) =>
  queryOptions({
    queryKey: ['planning', 'find', text, near],
    queryFn: async ({ signal }) => {
      const params = { query: { text, near, limit: PER_KIND } }
      const found = await unwrap(client.GET('/api/v1/find', { params, signal }))
      return found as Schema<'Found'>
    },
    enabled: text !== '',
    staleTime: 30_000,
    placeholderData: (previous) => (text === '' ? undefined : previous),
  })
