import { type QueryClient, queryOptions } from '@tanstack/react-query'
import { client, type Schema, unwrap, writeHeaders } from '@/api/client'

/** Somebody else, and what they are at: nothing but the page, a row, or a field of it. */
export type Presence = Schema<'PresenceOut'>
/** Where this tab is. */
export type Place = { page: string; subject_id: string | null; field: string }

const presenceKey = (scopeId: string) => ['collaboration', 'presence', scopeId] as const

/** Who is in a scope; filled by what each of our own signs of life is answered, and by live news. */
export const presenceQuery = (scopeId: string) =>
  queryOptions({
    queryKey: presenceKey(scopeId),
    queryFn: (): Presence[] => [],
    initialData: (): Presence[] => [],
    enabled: false,
    staleTime: Number.POSITIVE_INFINITY,
  })

type News = { scope_id: string; items: Presence[] }

export const hearPresence = (queryClient: QueryClient, { scope_id, items }: News) =>
  queryClient.setQueryData<Presence[]>(presenceKey(scope_id), items)

/** Says that this tab is still there, and hears who else is. */
export async function showPresence(
  queryClient: QueryClient,
  tab: string,
  scopeId: string,
  place: Place,
) {
  const params = { path: { tab_id: tab } }
  const { items } = await unwrap(
    client.PUT('/api/v1/presence/{tab_id}', { params, body: { scope_id: scopeId, ...place } }),
  )
  hearPresence(queryClient, { scope_id: scopeId, items })
}

/** Says that this tab shows nothing any more; it must go out even while the page is being closed. */
export function endPresence(tab: string) {
  void fetch(`/api/v1/presence/${tab}`, {
    method: 'DELETE',
    headers: writeHeaders(),
    keepalive: true,
  }).catch(() => undefined)
}
