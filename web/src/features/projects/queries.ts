import {
  infiniteQueryOptions,
  queryOptions,
  useMutation,
  useQueryClient,
} from '@tanstack/react-query'
import { client, type Schema, unwrap } from '@/api/client'
import type { ProjectListSearch } from './search'

export type Project = Schema<'ProjectOut'> & { _locked?: string[] }
export type NewProject = Schema<'ProjectIn'>

const PAGE_SIZE = 100

const filtersOf = ({ q, unit, state, health }: ProjectListSearch): string[] => [
  ...(q ? [`name:contains:${q}`] : []),
  ...(unit ? [`unit:eq:${unit}`] : []),
  ...(state ? [`state:eq:${state}`] : []),
  ...(health ? [`health:eq:${health}`] : []),
]

export const projectListQuery = (search: ProjectListSearch) =>
  infiniteQueryOptions({
    queryKey: ['projects', 'list', search],
    queryFn: ({ pageParam, signal }) =>
      unwrap(
        client.GET('/api/v1/projects', {
          params: {
            query: {
              limit: PAGE_SIZE,
              cursor: pageParam ?? undefined,
              sort: search.sort ?? '-finish',
              filter: filtersOf(search),
            },
          },
          signal,
        }),
      ),
    initialPageParam: null as string | null,
    getNextPageParam: ({ next_cursor }) => next_cursor,
  })

export const projectSearchQuery = (text: string) =>
  queryOptions({
    queryKey: ['projects', 'search', text],
    queryFn: async ({ signal }) => {
      const filter = text ? [`name:contains:${text}`] : []
      const { items } = await unwrap(
        client.GET('/api/v1/projects', {
          params: { query: { limit: 8, filter } },
          signal,
        }),
      )
      return items
    },
    placeholderData: (previous) => previous,
  })

export const projectQuery = (projectId: string) =>
  queryOptions({
    queryKey: ['projects', 'one', projectId],
    queryFn: ({ signal }) =>
      unwrap(
        client.GET('/api/v1/projects/{project_id}', {
          params: { path: { project_id: projectId } },
          signal,
        }),
      ),
  })

/** The units that a project can belong to, for filters and forms. */
export const unitChoicesQuery = queryOptions({
  queryKey: ['projects', 'units'],
  queryFn: async ({ signal }) => {
    const { items } = await unwrap(
      client.GET('/api/v1/units', {
        params: { query: { limit: 200, sort: 'name' } },
        signal,
      }),
    )
    return items.map(({ id, name }) => ({ value: id, label: name }))
  },
  staleTime: 5 * 60_000,
})

export function useCreateProject() {
  const queryClient = useQueryClient()
  return useMutation({
    mutationFn: (body: NewProject) => unwrap(client.POST('/api/v1/projects', { body })),
    onSuccess: () => queryClient.invalidateQueries({ queryKey: ['projects'] }),
  })
}
