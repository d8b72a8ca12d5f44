import { queryOptions, useMutation, useQueryClient } from '@tanstack/react-query'
import { askNothingMore, client, rememberCsrfToken, type Schema, unwrap } from '@/api/client'
import { isLanguage, isTheme, type Preferences, prefer } from '@/lib/preferences'
import { forgetPlaces } from '@/lib/recent'
import { type Session, sessionQuery, useSession } from '@/lib/session'

export type SignIn = Schema<'SignIn'>

/** The choices an account keeps follow it to this browser. */
function adoptPreferences({ user }: Session) {
  if (isLanguage(user?.language)) prefer({ language: user.language })
  if (isTheme(user?.theme)) prefer({ theme: user.theme })
}

/** Takes over a session that begins; what the page knew of an earlier one is forgotten. */
export function useEnter() {
  const queryClient = useQueryClient()
  return (session: Session) => {
    rememberCsrfToken(session.csrf_token)
    adoptPreferences(session)
    queryClient.removeQueries({ predicate: ({ queryKey }) => queryKey[0] !== 'session' })
    queryClient.setQueryData(sessionQuery.queryKey, session)
  }
}

export function useSignIn() {
  const enter = useEnter()
  return useMutation({
    mutationFn: (body: SignIn) => unwrap(client.POST('/api/v1/session', { body })),
    onSuccess: enter,
  })
}

export function useSignOut() {
  const { user } = useSession()
  const queryClient = useQueryClient()
  return useMutation({
    mutationFn: async () => {
      // What is still asked for would be refused once the session is over, and shown as a fault.
      askNothingMore()
      await queryClient.cancelQueries()
      return unwrap(client.DELETE('/api/v1/session'))
    },
    onSuccess: () => user && forgetPlaces(user.id),
    onSettled: () => window.location.assign('/sign-in'),
  })
}

type SavedPreferences = Partial<Omit<Preferences, 'railIsNarrow'>>

/** Changes preferences at once, and remembers them for the account. */
export function useSavePreferences() {
  const save = useMutation({
    mutationFn: (body: Schema<'Preferences'>) =>
      unwrap(client.PATCH('/api/v1/session/preferences', { body })),
  })
  return (change: SavedPreferences) => {
    prefer(change)
    save.mutate(change)
  }
}

export type PasswordChange = Schema<'PasswordChange'>

export function useChangePassword() {
  const queryClient = useQueryClient()
  return useMutation({
    mutationFn: (body: PasswordChange) => unwrap(client.POST('/api/v1/session/password', { body })),
    onSuccess: (session) => {
      rememberCsrfToken(session.csrf_token)
      queryClient.setQueryData(sessionQuery.queryKey, session)
    },
  })
}

export type Token = Schema<'Token'>

/** One's own tokens that still work. */
export const tokensQuery = queryOptions({
  queryKey: ['access', 'tokens'],
  queryFn: async ({ signal }) => {
    const params = { query: { limit: 100 } }
    const { items } = await unwrap(client.GET('/api/v1/tokens', { params, signal }))
    return items
  },
})

function useTokenChange<Input, Answer>(mutationFn: (input: Input) => Promise<Answer>) {
  const queryClient = useQueryClient()
  return useMutation({
    mutationFn,
    onSettled: () => queryClient.invalidateQueries({ queryKey: tokensQuery.queryKey }),
  })
}

export const useIssueToken = () =>
  useTokenChange((body: Schema<'NewToken'>) => unwrap(client.POST('/api/v1/tokens', { body })))

export const useRevokeToken = () =>
  useTokenChange((token_id: string) =>
    unwrap(client.DELETE('/api/v1/tokens/{token_id}', { params: { path: { token_id } } })),
  )
