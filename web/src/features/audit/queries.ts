import { infiniteQueryOptions, queryOptions } from '@tanstack/react-query'
import { client, type Schema, unwrap } from '@/api/client'
import type { AuditSearch } from './search'

export type AuditEvent = Schema<'AuditEvent'>
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

/** How far the trail is sealed. */
export const auditStateQuery = queryOptions({
  queryKey: ['audit', 'state'],
  queryFn: ({ signal }) => unwrap(client.GET('/api/v1/audit/state', { signal })),
})
