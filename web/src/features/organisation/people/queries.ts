import {
  infiniteQueryOptions,
  keepPreviousData,
  queryOptions,
  useMutation,
  useQueryClient,
} from '@tanstack/react-query'
import { client, type Schema, unwrap } from '@/api/client'
import { changeVersioned } from '@/lib/versioned'
import type { Person } from '../queries'
import type { OrganisationListSearch } from '../search'

const PAGE_SIZE = 100
const SOME = 20

/** The filters of the address as the API reads them; a unit counts with all below it. */
export const filtersOf = (search: OrganisationListSearch, units: string[]): string[] => [
  ...(search.unit ? [`unit:in:${units.join(',')}`] : []),
  ...(search.location ? [`location:eq:${search.location}`] : []),
  ...(search.position ? [`position:contains:${search.position}`] : []),
  ...(search.manager ? [`manager:eq:${search.manager}`] : []),
  ...(search.account ? [`has_account:eq:${search.account === 'yes'}`] : []),
]

export const peopleQuery = (search: OrganisationListSearch, units: string[]) => {
  const { q, gone } = search
  const filter = filtersOf(search, units)
  return infiniteQueryOptions({
    queryKey: ['organisation', 'people', q, gone, filter],
    queryFn: ({ pageParam, signal }) => {
      const cursor = pageParam ?? undefined
      const query = { limit: PAGE_SIZE, cursor, sort: 'name', q, is_present: !gone, filter }
      return unwrap(client.GET('/api/v1/people', { params: { query }, signal }))
    },
    initialPageParam: null as string | null,
    getNextPageParam: ({ next_cursor }) => next_cursor,
  })
}

export const personQuery = (personId: string) =>
  queryOptions({
    queryKey: ['organisation', 'person', personId],
    queryFn: ({ signal }) =>
      unwrap(
        client.GET('/api/v1/people/{person_id}', {
          params: { path: { person_id: personId } },
          signal,
        }),
      ),
  })

/** People to choose from, by what is typed. */
export const personChoicesQuery = (q: string) =>
  queryOptions({
    queryKey: ['organisation', 'person choices', q],
    queryFn: async ({ signal }) => {
      const query = { limit: SOME, sort: 'name', q, is_present: true }
      const { items } = await unwrap(client.GET('/api/v1/people', { params: { query }, signal }))
      return items
    },
    placeholderData: keepPreviousData,
  })

export const accountChoicesQuery = (q: string) =>
  queryOptions({
    queryKey: ['access', 'account choices', q],
    queryFn: async ({ signal }) => {
      const query = { limit: SOME, sort: 'username', q }
      const { items } = await unwrap(client.GET('/api/v1/accounts', { params: { query }, signal }))
      return items
    },
    placeholderData: keepPreviousData,
  })

export const transfersQuery = (personId: string) =>
  queryOptions({
    queryKey: ['organisation', 'transfers', personId],
    queryFn: async ({ signal }) => {
      const params = { path: { person_id: personId } }
      const { items } = await unwrap(
        client.GET('/api/v1/people/{person_id}/transfers', { params, signal }),
      )
      return items
    },
  })

export const workQuery = (personId: string) =>
  queryOptions({
    queryKey: ['organisation', 'work', personId],
    queryFn: ({ signal }) =>
      unwrap(
        client.GET('/api/v1/people/{person_id}/work', {
          params: { path: { person_id: personId } },
          signal,
        }),
      ),
  })

export const managedProjectsQuery = (personId: string) =>
  queryOptions({
    queryKey: ['organisation', 'managed projects', personId],
    queryFn: ({ signal }) => {
      const query = { limit: SOME, sort: '-finish', filter: [`manager:eq:${personId}`] }
      return unwrap(client.GET('/api/v1/projects', { params: { query }, signal }))
    },
  })

export const grantsOfQuery = (userId: string) =>
  queryOptions({
    queryKey: ['organisation', 'grants of', userId],
    queryFn: ({ signal }) => {
      const query = { limit: 50, filter: [`user:eq:${userId}`] }
      return unwrap(client.GET('/api/v1/grants', { params: { query }, signal }))
    },
  })

const at = ({ id, version }: Pick<Person, 'id' | 'version'>) => ({
  path: { person_id: id },
  header: { 'If-Match': `"${version}"` },
})

/** What can be done with people; each change reads the organisation again. */
export function usePersonChanges() {
  const queryClient = useQueryClient()
  const onSettled = () => queryClient.invalidateQueries({ queryKey: ['organisation'] })
  const of = (held: Person) => ({ held, words: ['organisation', 'person'] as const, queryClient })
  const create = useMutation({
    mutationFn: (body: Schema<'PersonIn'>) => unwrap(client.POST('/api/v1/people', { body })),
    onSettled,
  })
  const change = useMutation({
    mutationFn: ({ person, ...fields }: { person: Person } & Schema<'PersonPatch'>) =>
      changeVersioned({
        ...of(person),
        fields,
        send: (held, body) =>
          unwrap(client.PATCH('/api/v1/people/{person_id}', { params: at(held), body })),
      }),
    onSettled,
  })
  const move = useMutation({
    mutationFn: ({ person, ...fields }: { person: Person } & Schema<'PersonMove'>) =>
      changeVersioned({
        ...of(person),
        fields,
        isWhole: true,
        send: (held, body) =>
          unwrap(client.POST('/api/v1/people/{person_id}/move', { params: at(held), body })),
      }),
    onSettled,
  })
  const leave = useMutation({
    mutationFn: ({ person, on }: { person: Person; on: string | null }) =>
      changeVersioned({
        ...of(person),
        fields: { on },
        columns: { on: 'leaves_on' },
        send: (held, body) =>
          unwrap(client.POST('/api/v1/people/{person_id}/end', { params: at(held), body })),
      }),
    onSettled,
  })
  const createAccount = useMutation({
    mutationFn: (body: Schema<'NewAccount'>) => unwrap(client.POST('/api/v1/accounts', { body })),
    onSettled,
  })
  return { create, change, move, leave, createAccount }
}
