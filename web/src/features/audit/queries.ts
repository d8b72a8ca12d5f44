import { infiniteQueryOptions, queryOptions } from '@tanstack/react-query'
import { client, type Schema, unwrap } from '@/api/client'
import type { AuditSearch } from './search'

export type AuditEvent = Schema<'AuditEvent'>
/** What the server calls an entry of the trail, where one of its values is asked for. */
export const KIND = 'audit_event'
export type Outcome = AuditEvent['outcome']
export const OUTCOMES: Outcome[] = ['success', 'refused', 'failed']

const PAGE_SIZE = 50
// A field is named in lower case; anything else would be refused while it is being typed.
const FIELD = /^[a-z][a-z0-9_]{0,60}$/

export const auditQuery = ({ q, outcome, field }: AuditSearch) =>
  infiniteQueryOptions({
    queryKey: ['audit', 'events', q, outcome, field],
    queryFn: ({ pageParam, signal }) =>
      unwrap(
        client.GET('/api/v1/audit/events', {
          params: {
            query: {
              limit: PAGE_SIZE,
              cursor: pageParam ?? undefined,
              field: field && FIELD.test(field) ? field : undefined,
              who: q || undefined,
              filter: outcome ? [`outcome:eq:${outcome}`] : [],
            },
          },
          signal,
        }),
      ),
    initialPageParam: null as string | null,
    getNextPageParam: ({ next_cursor }) => next_cursor,
    // Each look is itself in the trail: no look that nobody asked for.
    staleTime: 60_000,
    refetchOnWindowFocus: false,
  })

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
  })

export const exportAddress = ({ q, outcome, field }: AuditSearch, format: 'jsonl' | 'csv') => {
  const asked = new URLSearchParams({ format })
  if (q) asked.set('who', q)
  if (field && FIELD.test(field)) asked.set('field', field)
  if (outcome) asked.append('filter', `outcome:eq:${outcome}`)
  return `/api/v1/audit/export?${asked}`
}

/** How far the trail is sealed. */
export const auditStateQuery = queryOptions({
  queryKey: ['audit', 'state'],
  queryFn: ({ signal }) => unwrap(client.GET('/api/v1/audit/state', { signal })),
})
