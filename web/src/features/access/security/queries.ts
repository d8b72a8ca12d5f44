import { queryOptions, useMutation, useQueryClient } from '@tanstack/react-query'
import { client, rememberCsrfToken, type Schema, unwrap } from '@/api/client'
import { type Session, sessionQuery } from '@/lib/session'
import { useChange } from '@/lib/useChange'
import { useEnter } from '../queries'
import { answerWithPasskey, makePasskey } from './passkeys'

export type Factors = Schema<'Factors'>
export type Factor = Schema<'Factor'>
export type OpenSession = Schema<'OpenSession'>
export type Identity = Schema<'Identity'>
export type ProviderName = Schema<'ProviderName'>
export type Proof = Schema<'Proof'>
export type AccountSecurity = Schema<'AccountSecurity'>
type Purpose = 'sign_in' | 'link' | 'prove'

const factorsKey = ['access', 'factors'] as const
const sessionsKey = ['access', 'sessions'] as const
const identitiesKey = ['access', 'identities'] as const

export const factorsQuery = queryOptions({
  queryKey: factorsKey,
  queryFn: ({ signal }) => unwrap(client.GET('/api/v1/session/factors', { signal })),
})

export const sessionsQuery = queryOptions({
  queryKey: sessionsKey,
  queryFn: ({ signal }) => unwrap(client.GET('/api/v1/sessions', { signal })),
})

export const identitiesQuery = queryOptions({
  queryKey: identitiesKey,
  queryFn: ({ signal }) => unwrap(client.GET('/api/v1/session/identities', { signal })),
})

export const proofsQuery = queryOptions({
  queryKey: ['access', 'proofs'],
  queryFn: ({ signal }) => unwrap(client.GET('/api/v1/session/proofs', { signal })),
})

/** Takes over the session that an answer tells of. */
function useAdopt() {
  const queryClient = useQueryClient()
  return (session: Session) => {
    rememberCsrfToken(session.csrf_token)
    queryClient.setQueryData(sessionQuery.queryKey, session)
  }
}

/** Reads the session anew, after something was done about what it owes. */
export function useRereadSession() {
  const queryClient = useQueryClient()
  return () => queryClient.fetchQuery({ ...sessionQuery, staleTime: 0 })
}

export function useGiveSecondFactor() {
  const enter = useEnter()
  return useMutation({
    mutationFn: async (given: Schema<'SecondFactor'> | 'passkey') => {
      const body = given === 'passkey' ? { credential: await askPasskey() } : given
      return unwrap(client.POST('/api/v1/session/second-factor', { body }))
    },
    onSuccess: enter,
  })
}

export function useSignInWithPasskey() {
  const enter = useEnter()
  return useMutation({
    mutationFn: async () => {
      const body = { credential: await askPasskey() }
      return unwrap(client.POST('/api/v1/session/passkey', { body }))
    },
    onSuccess: enter,
  })
}

export function useProve() {
  const adopt = useAdopt()
  return useMutation({
    mutationFn: async (given: Proof | 'passkey') => {
      const body = given === 'passkey' ? { credential: await askPasskey() } : given
      return unwrap(client.POST('/api/v1/session/proofs', { body }))
    },
    onSuccess: adopt,
  })
}

const askPasskey = async () =>
  answerWithPasskey(await unwrap(client.POST('/api/v1/session/passkey-question')))

/** Leaves for an identity provider; the browser comes back to `to`. */
export const useLeaveFor = () =>
  useMutation({
    mutationFn: ({ provider, ...body }: { provider: string; purpose: Purpose; to: string }) =>
      unwrap(
        client.POST('/api/v1/session/sso/{provider}', { params: { path: { provider } }, body }),
      ),
    onSuccess: ({ address }) => window.location.assign(address),
  })

export const useNewApp = () =>
  useMutation({
    mutationFn: () => unwrap(client.POST('/api/v1/session/factors/app-secret')),
  })

export const useAddApp = () =>
  useChange(factorsKey, (code: string) =>
    unwrap(client.POST('/api/v1/session/factors/app', { body: { code } })),
  )

export const useAddPasskey = () =>
  useChange(factorsKey, async (name: string) => {
    const question = await unwrap(client.POST('/api/v1/session/factors/passkey-question'))
    const body = { name, credential: await makePasskey(question) }
    return unwrap(client.POST('/api/v1/session/factors/passkey', { body }))
  })

export const useRemoveFactor = () =>
  useChange(factorsKey, (factor_id: string) =>
    unwrap(
      client.DELETE('/api/v1/session/factors/{factor_id}', { params: { path: { factor_id } } }),
    ),
  )

export const useNewRecoveryCodes = () =>
  useChange(factorsKey, () => unwrap(client.POST('/api/v1/session/recovery-codes')))

export const useEndSession = () =>
  useChange(sessionsKey, (session_id: string) =>
    unwrap(client.DELETE('/api/v1/sessions/{session_id}', { params: { path: { session_id } } })),
  )

export const useEndOthers = () =>
  useChange(sessionsKey, () => unwrap(client.POST('/api/v1/sessions/end-others')))

export const useUnlink = () =>
  useChange(identitiesKey, (identity_id: string) =>
    unwrap(
      client.DELETE('/api/v1/session/identities/{identity_id}', {
        params: { path: { identity_id } },
      }),
    ),
  )

const accountKey = (userId: string) => ['access', 'account security', userId] as const

export const accountSecurityQuery = (user_id: string) =>
  queryOptions({
    queryKey: accountKey(user_id),
    queryFn: ({ signal }) =>
      unwrap(
        client.GET('/api/v1/accounts/{user_id}/security', {
          params: { path: { user_id } },
          signal,
        }),
      ),
  })

/** What an administrator does about how somebody else signs in. */
export function useAccountSecurity(user_id: string) {
  const path = { user_id }
  return {
    endSessions: useChange(accountKey(user_id), () =>
      unwrap(client.POST('/api/v1/accounts/{user_id}/end-sessions', { params: { path } })),
    ),
    resetFactors: useChange(accountKey(user_id), () =>
      unwrap(client.DELETE('/api/v1/accounts/{user_id}/factors', { params: { path } })),
    ),
    link: useChange(accountKey(user_id), (body: Schema<'NewIdentity'>) =>
      unwrap(client.POST('/api/v1/accounts/{user_id}/identities', { params: { path }, body })),
    ),
    unlink: useChange(accountKey(user_id), (identity_id: string) =>
      unwrap(
        client.DELETE('/api/v1/accounts/{user_id}/identities/{identity_id}', {
          params: { path: { ...path, identity_id } },
        }),
      ),
    ),
  }
}
