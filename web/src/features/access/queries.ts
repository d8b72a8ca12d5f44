import { useMutation, useQueryClient } from '@tanstack/react-query'
import { client, rememberCsrfToken, type Schema, unwrap } from '@/api/client'
import { isLanguage, isTheme, type Preferences, prefer } from '@/lib/preferences'
import { type Session, sessionQuery } from '@/lib/session'

export type SignIn = Schema<'SignIn'>

/** The choices an account keeps follow it to this browser. */
function adoptPreferences({ user }: Session) {
  if (isLanguage(user?.language)) prefer({ language: user.language })
  if (isTheme(user?.theme)) prefer({ theme: user.theme })
}

export function useSignIn() {
  const queryClient = useQueryClient()
  return useMutation({
    mutationFn: (body: SignIn) => unwrap(client.POST('/api/v1/session', { body })),
    onSuccess: (session) => {
      rememberCsrfToken(session.csrf_token)
      adoptPreferences(session)
      queryClient.clear()
      queryClient.setQueryData(sessionQuery.queryKey, session)
    },
  })
}

export function useSignOut() {
  return useMutation({
    mutationFn: () => unwrap(client.DELETE('/api/v1/session')),
    onSettled: () => window.location.assign('/sign-in'),
  })
}

/** Changes language or light and dark at once, and remembers it for the account. */
export function useSaveAppearance() {
  const save = useMutation({
    mutationFn: (body: Schema<'Preferences'>) =>
      unwrap(client.PATCH('/api/v1/session/preferences', { body })),
  })
  return (change: Partial<Pick<Preferences, 'language' | 'theme'>>) => {
    prefer(change)
    save.mutate(change)
  }
}
