import { infiniteQueryOptions, queryOptions } from '@tanstack/react-query'
import { client, type Schema, unwrap } from '@/api/client'
import { type AuditSearch, askedOf } from './search'

export type AuditEvent = Schema<'AuditEvent'>
/** What the server calls an entry of the trail, where one of its values is asked for. */
export const KIND = 'audit_event'
export type Outcome = AuditEvent['outcome']
export const OUTCOMES: Outcome[] = ['success', 'refused', 'failed']

const PAGE_SIZE = 50

export const auditQuery = (search: AuditSearch) => {
  const asked = askedOf(search)
  return infiniteQueryOptions({
    queryKey: ['audit', 'events', asked],
    queryFn: ({ pageParam, signal }) =>
      unwrap(
        client.GET('/api/v1/audit/events', {
          params: { query: { limit: PAGE_SIZE, cursor: pageParam ?? undefined, ...asked } },
          signal,
        }),
      ),
    initialPageParam: null as string | null,
    getNextPageParam: ({ next_cursor }) => next_cursor,
    // Each look is itself in the trail: no look that nobody asked for.
    staleTime: 60_000,
    refetchOnWindowFocus: false,
  })
}

const scopes = (filter: string[], isWanted = true) =>
  queryOptions({
    queryKey: ['audit', 'scopes', filter],
    queryFn: async ({ signal }) => {
      const asked = { params: { query: { limit: PAGE_SIZE, filter } }, signal }
      return (await unwrap(client.GET('/api/v1/audit/scopes', asked))).items
    },
    enabled: isWanted,
    staleTime: 60_000,
  })

/** The scopes whose audit one reads, by name. */
export const scopesQuery = (text: string) => scopes(text ? [`label:contains:${text}`] : [])

/** The one that is chosen, to tell its name. */
export const scopeQuery = (id: string | undefined) => scopes([`id:eq:${id}`], id !== undefined)

export type Sight = Schema<'Sight'>
export type SightQuestion = {
  since: string
  until: string
  account_id?: string
  resource?: string
  field?: string
  row_id?: string
}

/** Who was shown what between two moments; asked only once the question is whole. */
export const sightsQuery = (question: SightQuestion | undefined) =>
  queryOptions({
    queryKey: ['audit', 'sights', question],
    queryFn: ({ signal }) =>
      unwrap(
        client.GET('/api/v1/audit/sights', {
          params: { query: question as SightQuestion },
          signal,
        }),
      ),
    enabled: question !== undefined,
    staleTime: 60_000,
    refetchOnWindowFocus: false,
  })

/** The resources and fields whose reading is recorded. */
export const readableQuery = queryOptions({
  queryKey: ['audit', 'readable'],
  queryFn: async ({ signal }) =>
    (await unwrap(client.GET('/api/v1/audit/readable', { signal }))).items,
  staleTime: Number.POSITIVE_INFINITY,
})

/** People and accounts by name. */
export const whoQuery = (text: string) =>
  queryOptions({
    queryKey: ['audit', 'who', text],
    queryFn: async ({ signal }) => {
      const asked = { params: { query: { text } }, signal }
      return (await unwrap(client.GET('/api/v1/privacy/somebody', asked))).items
    },
    staleTime: 60_000,
  })

/** Where the events of a question are taken out. */
export const exportAddress = (search: AuditSearch, format: 'jsonl' | 'csv') => {
  const { filter, ...rest } = askedOf(search)
  const asked = new URLSearchParams({ format })
  for (const [name, value] of Object.entries(rest)) if (value) asked.set(name, value)
  for (const one of filter) asked.append('filter', one)
  return `/api/v1/audit/export?${asked}`
}

/** How far the trail is sealed. */
export const auditStateQuery = queryOptions({
  queryKey: ['audit', 'state'],
  queryFn: ({ signal }) => unwrap(client.GET('/api/v1/audit/state', { signal })),
})
