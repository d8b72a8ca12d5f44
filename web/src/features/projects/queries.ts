import {
  type InfiniteData,
  infiniteQueryOptions,
  type QueryClient,
  queryOptions,
  useMutation,
  useQueryClient,
} from '@tanstack/react-query'
import { client, type Schema, unwrap } from '@/api/client'
import { DEFAULT_SORT, filtersOf, type ProjectListSearch } from './search'

export type Project = Schema<'ProjectOut'>
export type ProjectRow = Schema<'ProjectRow'>
export type ProjectPage = Schema<'ProjectPage'>
export type Group = Schema<'ProjectGroup'>
export type NewProject = Schema<'ProjectIn'>
export type RoadmapProject = Schema<'RoadmapProject'>
export type RoadmapPage = Schema<'RoadmapPage'>
export type KeyDate = Schema<'RoadmapDate'>

/** A screen shows some thirty rows; those of the roadmap bring their milestones with them. */
const PAGE_SIZE = { list: 200, roadmap: 100 }

/** The part of the address that the server answers by; the rest changes only what is drawn. */
const askedBy = (search: ProjectListSearch) => ({
  sort: search.sort ?? DEFAULT_SORT,
  filter: filtersOf(search),
  group: search.group,
  closed: search.group ? search.closed : undefined,
})

type Asked = ReturnType<typeof askedBy> & { limit: number; cursor?: string }
type Paged = { next_cursor: string | null }

const paged = <Page extends Paged>(
  path: keyof typeof PAGE_SIZE,
  search: ProjectListSearch,
  get: (query: Asked, signal: AbortSignal) => Promise<Page>,
) => {
  const asked = askedBy(search)
  return infiniteQueryOptions({
    queryKey: ['projects', path, asked],
    queryFn: ({ pageParam, signal }) =>
      get({ ...asked, limit: PAGE_SIZE[path], cursor: pageParam ?? undefined }, signal),
    initialPageParam: null as string | null,
    getNextPageParam: ({ next_cursor }: Page) => next_cursor,
  })
}

export const projectListQuery = (search: ProjectListSearch) =>
  paged('list', search, (query, signal) =>
    unwrap(client.GET('/api/v1/projects', { params: { query }, signal })),
  )

export const roadmapQuery = (search: ProjectListSearch) =>
  paged('roadmap', search, (query, signal) =>
    unwrap(client.GET('/api/v1/projects/roadmap', { params: { query }, signal })),
  )

/** How many projects of the filter stand how. */
export const healthCountsQuery = (search: ProjectListSearch) => {
  const filter = filtersOf(search)
  return queryOptions({
    queryKey: ['projects', 'health', filter],
    queryFn: async ({ signal }) => {
      const query = { limit: 1, group: 'health', filter }
      const page = await unwrap(client.GET('/api/v1/projects', { params: { query }, signal }))
      return page.groups ?? []
    },
    placeholderData: (previous) => previous,
  })
}

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

type Choice = { value: string; label: string }
const choice = ({ id, name }: { id: string; name: string }): Choice => ({ value: id, label: name })

/** The units that a project can belong to, for filters and forms. */
export const unitChoicesQuery = queryOptions({
  queryKey: ['projects', 'units'],
  queryFn: async ({ signal }) => {
    const query = { limit: 200, sort: 'name' }
    const { items } = await unwrap(client.GET('/api/v1/units', { params: { query }, signal }))
    return items.map(choice)
  },
  staleTime: 5 * 60_000,
})

export const calendarChoicesQuery = queryOptions({
  queryKey: ['projects', 'calendars'],
  queryFn: async ({ signal }) => {
    const query = { limit: 200, sort: 'name' }
    const { items } = await unwrap(client.GET('/api/v1/calendars', { params: { query }, signal }))
    return items.map(choice)
  },
  staleTime: 5 * 60_000,
})

/** People whose name contains a text, and those of the given ids, so that a choice has its name. */
export const peopleChoicesQuery = (text: string, ids: string[] = []) =>
  queryOptions({
    queryKey: ['projects', 'people', text, ids],
    queryFn: async ({ signal }) => {
      const ask = async (filter: string[]) => {
        const query = { limit: 30, sort: 'name', filter }
        return unwrap(client.GET('/api/v1/people', { params: { query }, signal }))
      }
      const [found, chosen] = await Promise.all([
        ask(text ? [`name:contains:${text}`] : []),
        ids.length > 0 ? ask([`id:in:${ids.join(',')}`]) : undefined,
      ])
      const known = new Map([...(chosen?.items ?? []), ...found.items].map((one) => [one.id, one]))
      return [...known.values()].map(choice)
    },
    placeholderData: (previous) => previous,
    staleTime: 60_000,
  })

export function useCreateProject() {
  const queryClient = useQueryClient()
  return useMutation({
    mutationFn: (body: NewProject) => unwrap(client.POST('/api/v1/projects', { body })),
    onSuccess: () => queryClient.invalidateQueries({ queryKey: ['projects'] }),
  })
}

export type ProjectChange = Schema<'ProjectPatch'> & { status_date?: string | null }

/** Writes one changed project into every page that holds it, without asking for the pages again. */
export function adopt(queryClient: QueryClient, changed: Project) {
  queryClient.setQueriesData<InfiniteData<ProjectPage>>(
    { queryKey: ['projects', 'list'] },
    (held) =>
      held && {
        ...held,
        pages: held.pages.map((page) => ({
          ...page,
          items: page.items.map((item) =>
            item.id === changed.id ? { ...item, ...changed } : item,
          ),
        })),
      },
  )
  queryClient.setQueryData(projectQuery(changed.id).queryKey, changed)
}

/** Decides how a project stands from now on, or puts it to the bodies that may. */
export function decideState(project: Project, body: Schema<'DecisionIn'>, isAsked: boolean) {
  const path = { project_id: project.id }
  if (isAsked) {
    const params = { path }
    return unwrap(client.POST('/api/v1/projects/{project_id}/decision/question', { params, body }))
  }
  const params = { path, header: { 'If-Match': `"${project.version}"` } }
  return unwrap(client.POST('/api/v1/projects/{project_id}/decision', { params, body }))
}
