import { infiniteQueryOptions } from '@tanstack/react-query'
import { client, type Schema, unwrap } from '@/api/client'

export type RecordEvent = Schema<'RecordEvent'>
export type RecordKind =
  | 'account'
  | 'attachment'
  | 'baseline'
  | 'body'
  | 'calendar'
  | 'comment'
  | 'delegation'
  | 'grant'
  | 'holding'
  | 'lowering'
  | 'member'
  | 'person'
  | 'project'
  | 'question'
  | 'role'
  | 'saved_view'
  | 'separation'
  | 'unit'

/** Who changed a record, the newest first. */
export const recordHistoryQuery = (kind: RecordKind, id: string) =>
  infiniteQueryOptions({
    queryKey: ['history', kind, id],
    queryFn: ({ pageParam, signal }) =>
      unwrap(
        client.GET('/api/v1/history/{record_kind}/{record_id}', {
          params: {
            path: { record_kind: kind, record_id: id },
            query: { cursor: pageParam ?? undefined },
          },
          signal,
        }),
      ),
    initialPageParam: null as string | null,
    getNextPageParam: ({ next_cursor }) => next_cursor,
    // What is shown of it may be audited: no look that nobody asked for.
    refetchOnWindowFocus: false,
  })
