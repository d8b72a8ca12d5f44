import { queryOptions, useSuspenseQuery } from '@tanstack/react-query'
import { client, Refusal, rememberCsrfToken, type Schema, unwrap } from '@/api/client'
import { rememberUser } from './lastUser'
import { prefer } from './preferences'

export type Session = Schema<'Session'>
export type Viewer = Schema<'Viewer'>

export const sessionQuery = queryOptions({
  queryKey: ['session'],
  queryFn: async () => {
    const session = await unwrap(client.GET('/api/v1/session'))
    rememberCsrfToken(session.csrf_token)
    rememberUser(session.user?.id ?? null)
    if (session.user?.preferences) prefer(session.user.preferences)
    return session
  },
  staleTime: Number.POSITIVE_INFINITY,
  // Without a network it must be told at once, not waited for.
  networkMode: 'always',
  retry: (failures, error) =>
    failures < 2 && navigator.onLine && !(error instanceof Refusal && error.status < 500),
})

export const useSession = (): Session => useSuspenseQuery(sessionQuery).data

/** Whether the viewer holds a permission somewhere. It hides what cannot work; the server decides. */
export const useMay = (permission: string): boolean => useSession().permissions.includes(permission)

/** Whether the viewer holds any of these permissions somewhere. */
export const useMayAny = (permissions: readonly string[]): boolean => {
  const held = useSession().permissions
  return permissions.some((one) => held.includes(one))
}
