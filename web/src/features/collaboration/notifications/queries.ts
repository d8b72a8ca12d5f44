import {
  infiniteQueryOptions,
  type QueryClient,
  queryOptions,
  useMutation,
  useQueryClient,
} from '@tanstack/react-query'
import { client, type Schema, unwrap } from '@/api/client'

export type Notification = Schema<'NotificationOut'>
export type Preference = Schema<'PreferenceOut'>
export type PreferenceChange = Schema<'PreferencePatch'>
export type NewsSearch = { unread?: true }

const KEY = ['collaboration', 'notifications'] as const
const PAGE_SIZE = 30
const LATEST = 8

/** What the page of notifications shows, as the address holds it. */
export const newsSearch = (search: Record<string, unknown>): NewsSearch =>
  search.unread === true ? { unread: true } : {}

export const unreadQuery = queryOptions({
  queryKey: [...KEY, 'unread'],
  queryFn: async ({ signal }) => {
    const { n_unread } = await unwrap(client.GET('/api/v1/notifications/unread', { signal }))
    return n_unread
  },
  // Without live news the bell is still right within a minute.
  refetchInterval: 60_000,
})

export const latestQuery = queryOptions({
  queryKey: [...KEY, 'latest'],
  queryFn: async ({ signal }) => {
    const { items } = await unwrap(
      client.GET('/api/v1/notifications', { params: { query: { limit: LATEST } }, signal }),
    )
    return items
  },
})

/** What is unread, as much as has room beside other things. */
export const unreadNewsQuery = queryOptions({
  queryKey: [...KEY, 'unread news'],
  queryFn: async ({ signal }) => {
    const { items } = await unwrap(
      client.GET('/api/v1/notifications', {
        params: { query: { limit: PAGE_SIZE, filter: ['read_at:is_null:true'] } },
        signal,
      }),
    )
    return items
  },
})

export const newsQuery = ({ unread }: NewsSearch) =>
  infiniteQueryOptions({
    queryKey: [...KEY, 'list', unread ?? false],
    queryFn: ({ pageParam, signal }) =>
      unwrap(
        client.GET('/api/v1/notifications', {
          params: {
            query: {
              limit: PAGE_SIZE,
              cursor: pageParam ?? undefined,
              filter: unread ? ['read_at:is_null:true'] : [],
            },
          },
          signal,
        }),
      ),
    initialPageParam: null as string | null,
    getNextPageParam: ({ next_cursor }) => next_cursor,
  })

export const preferencesQuery = queryOptions({
  queryKey: [...KEY, 'preferences'],
  queryFn: ({ signal }) => unwrap(client.GET('/api/v1/notifications/preferences', { signal })),
})

/** There is news, or some of it was read elsewhere. */
export const onNotified = (queryClient: QueryClient) =>
  queryClient.invalidateQueries({
    queryKey: KEY,
    predicate: ({ queryKey }) => queryKey[2] !== 'preferences',
  })

export function useMark() {
  const queryClient = useQueryClient()
  return useMutation({
    mutationFn: ({ id, isRead }: { id: string; isRead: boolean }) =>
      unwrap(
        client.PATCH('/api/v1/notifications/{notification_id}', {
          params: { path: { notification_id: id } },
          body: { is_read: isRead },
        }),
      ),
    onSettled: () => onNotified(queryClient),
  })
}

export function useMarkAll() {
  const queryClient = useQueryClient()
  return useMutation({
    mutationFn: () => unwrap(client.POST('/api/v1/notifications/read')),
    onSettled: () => onNotified(queryClient),
  })
}

export function useSetPreference() {
  const queryClient = useQueryClient()
  return useMutation({
    mutationFn: (body: PreferenceChange) =>
      unwrap(client.PATCH('/api/v1/notifications/preferences', { body })),
    onSuccess: (answer) => queryClient.setQueryData(preferencesQuery.queryKey, answer),
  })
}
