import {
  infiniteQueryOptions,
  keepPreviousData,
  queryOptions,
  useMutation,
  useQueryClient,
} from '@tanstack/react-query'
import { client, type Schema, unwrap } from '@/api/client'
import { changeVersioned, mergedLists } from '@/lib/versioned'
import type { AccessSearch } from '../search'

export type Account = Schema<'Account'>
export type Role = Schema<'Role'>
export type RoleDetail = Schema<'RoleDetail'>
export type Grant = Schema<'Grant'>
export type Explanation = Schema<'Explanation'>

const ALL = 200
const PAGE_SIZE = 100
const SOME = 20

export const accountsQuery = (q?: string) =>
  infiniteQueryOptions({
    queryKey: ['access', 'accounts', q],
    queryFn: ({ pageParam, signal }) => {
      const query = { limit: PAGE_SIZE, cursor: pageParam ?? undefined, sort: 'username', q }
      return unwrap(client.GET('/api/v1/accounts', { params: { query }, signal }))
    },
    initialPageParam: null as string | null,
    getNextPageParam: ({ next_cursor }) => next_cursor,
    placeholderData: keepPreviousData,
  })

/** Accounts by what is typed, the one chosen among them. */
export const accountChoicesQuery = (q: string, chosen?: string) =>
  queryOptions({
    queryKey: ['access', 'account choices', q, chosen],
    queryFn: async ({ signal }) => {
      const ask = (asked: { q?: string; filter?: string[] }) => {
        const query = { limit: SOME, sort: 'username', ...asked }
        return unwrap(client.GET('/api/v1/accounts', { params: { query }, signal }))
      }
      const { items } = await ask({ q })
      if (!chosen || items.some(({ id }) => id === chosen)) return items
      const own = await ask({ filter: [`id:eq:${chosen}`] })
      return [...own.items, ...items]
    },
    placeholderData: keepPreviousData,
  })

const named = (field: string, q: string) => (q ? [`${field}:contains:${q}`] : [])

/** The scopes over which the viewer manages access, by what is typed, the one chosen among them. */
export const scopeChoicesQuery = (q: string, chosen?: string) =>
  queryOptions({
    queryKey: ['access', 'scope choices', q, chosen],
    queryFn: async ({ signal }) => {
      const ask = (filter: string[]) =>
        unwrap(client.GET('/api/v1/scopes', { params: { query: { limit: SOME, filter } }, signal }))
      const { items } = await ask(named('label', q))
      if (!chosen || items.some(({ id }) => id === chosen)) return items
      const own = await ask([`id:eq:${chosen}`])
      return [...own.items, ...items]
    },
    placeholderData: keepPreviousData,
  })

export const rolesQuery = queryOptions({
  queryKey: ['access', 'roles'],
  queryFn: async ({ signal }) => {
    const query = { limit: ALL, sort: 'code' }
    const { items } = await unwrap(client.GET('/api/v1/roles', { params: { query }, signal }))
    return items.sort((a, b) => Number(b.is_ready) - Number(a.is_ready))
  },
})

export const roleQuery = (roleId: string) =>
  queryOptions({
    queryKey: ['access', 'role', roleId],
    queryFn: ({ signal }) =>
      unwrap(
        client.GET('/api/v1/roles/{role_id}', { params: { path: { role_id: roleId } }, signal }),
      ),
  })

export const permissionsQuery = queryOptions({
  queryKey: ['access', 'permissions'],
  queryFn: ({ signal }) => unwrap(client.GET('/api/v1/permissions', { signal })),
})

/** What it would mean if a role had exactly these permissions. */
export const effectQuery = (roleId: string, permissions: string[]) =>
  queryOptions({
    queryKey: ['access', 'effect', roleId, permissions],
    queryFn: ({ signal }) => {
      const params = { path: { role_id: roleId }, query: { permission: permissions } }
      return unwrap(client.GET('/api/v1/roles/{role_id}/effect', { params, signal }))
    },
  })

const stateFilters = (state: AccessSearch['state'], now: string): string[] => {
  if (state === 'proposed') return ['is_waiting:eq:true']
  if (state === 'not_yet') return [`valid_from:gt:${now}`]
  if (state === 'over') return [`valid_to:le:${now}`]
  return []
}

export const grantsQuery = ({ user, role, scope, state }: AccessSearch) =>
  infiniteQueryOptions({
    queryKey: ['access', 'grants', user, role, scope, state],
    queryFn: ({ pageParam, signal }) => {
      const filter = [
        ...(user ? [`user:eq:${user}`] : []),
        ...(role ? [`role:eq:${role}`] : []),
        ...(scope ? [`scope:eq:${scope}`] : []),
        ...stateFilters(state, new Date().toISOString()),
      ]
      const query = { limit: PAGE_SIZE, cursor: pageParam ?? undefined, filter }
      return unwrap(client.GET('/api/v1/grants', { params: { query }, signal }))
    },
    initialPageParam: null as string | null,
    getNextPageParam: ({ next_cursor }) => next_cursor,
    placeholderData: keepPreviousData,
  })

/** What was opened by breaking the glass, or what of it is to be reviewed, the newest first. */
export const glassQuery = (isOpen?: boolean) =>
  infiniteQueryOptions({
    queryKey: ['access', 'glass', isOpen],
    queryFn: ({ pageParam, signal }) => {
      const filter = ['kind:eq:break_glass', ...(isOpen ? ['is_to_review:eq:true'] : [])]
      const query = { limit: PAGE_SIZE, cursor: pageParam ?? undefined, filter, sort: '-id' }
      return unwrap(client.GET('/api/v1/grants', { params: { query }, signal }))
    },
    initialPageParam: null as string | null,
    getNextPageParam: ({ next_cursor }) => next_cursor,
    placeholderData: keepPreviousData,
  })

/** Which roles the viewer may open in an emergency, and for how many hours. */
export const glassChoicesQuery = queryOptions({
  queryKey: ['access', 'glass choices'],
  queryFn: ({ signal }) => unwrap(client.GET('/api/v1/break-glass/choices', { signal })),
})

/** Where the viewer may do so, by what is typed. */
export const glassScopesQuery = (q: string) =>
  queryOptions({
    queryKey: ['access', 'glass scopes', q],
    queryFn: async ({ signal }) => {
      const params = { query: { q } }
      const { items } = await unwrap(client.GET('/api/v1/break-glass/scopes', { params, signal }))
      return items
    },
    placeholderData: keepPreviousData,
  })

export const holdersQuery = (permission: string, scopeId: string) =>
  queryOptions({
    queryKey: ['access', 'holders', permission, scopeId],
    queryFn: ({ signal }) => {
      const query = { permission, scope_id: scopeId, limit: ALL }
      return unwrap(client.GET('/api/v1/access/holders', { params: { query }, signal }))
    },
  })

export const explanationQuery = (userId: string, permission: string, scopeId: string) =>
  queryOptions({
    queryKey: ['access', 'explanation', userId, permission, scopeId],
    queryFn: ({ signal }) => {
      const query = { user_id: userId, permission, scope_id: scopeId }
      return unwrap(client.GET('/api/v1/access/explanation', { params: { query }, signal }))
    },
  })

const version = (number: number) => ({ 'If-Match': `"${number}"` })
const ofAccount = ({ id, version: number }: Account) => ({
  path: { user_id: id },
  header: version(number),
})
const ofRole = ({ id, version: number }: Pick<Role, 'id' | 'version'>) => ({
  path: { role_id: id },
  header: version(number),
})
const ofGrant = ({ id, version: number }: Pick<Grant, 'id' | 'version'>) => ({
  path: { grant_id: id },
  header: version(number),
})

function useChanging() {
  const queryClient = useQueryClient()
  return {
    onSettled: () =>
      Promise.all([
        queryClient.invalidateQueries({ queryKey: ['access'] }),
        queryClient.invalidateQueries({ queryKey: ['session'] }),
      ]),
  }
}

/** What can be done with accounts. */
export function useAccountChanges() {
  const changing = useChanging()
  const create = useMutation({
    mutationFn: (body: Schema<'NewAccount'>) => unwrap(client.POST('/api/v1/accounts', { body })),
    ...changing,
  })
  const setActive = useMutation({
    mutationFn: ({ account, is_active }: { account: Account; is_active: boolean }) =>
      unwrap(
        client.PATCH('/api/v1/accounts/{user_id}', {
          params: ofAccount(account),
          body: { is_active },
        }),
      ),
    ...changing,
  })
  const reset = useMutation({
    mutationFn: (account: Account) =>
      unwrap(client.POST('/api/v1/accounts/{user_id}/password', { params: ofAccount(account) })),
    ...changing,
  })
  return { create, setActive, reset }
}

/** Sees the pages as another account would from now on; everything is asked for again. */
export function useViewAs() {
  const queryClient = useQueryClient()
  return useMutation({
    mutationFn: (body: Schema<'ViewAs'>) => unwrap(client.POST('/api/v1/view-as', { body })),
    onSuccess: () => queryClient.resetQueries(),
  })
}

/** What can be done with roles. */
export function useRoleChanges() {
  const queryClient = useQueryClient()
  const changing = useChanging()
  const create = useMutation({
    mutationFn: (body: Schema<'NewRole'>) => unwrap(client.POST('/api/v1/roles', { body })),
    ...changing,
  })
  const change = useMutation({
    mutationFn: ({ role, ...fields }: { role: RoleDetail } & Schema<'RolePatch'>) =>
      changeVersioned({
        held: role,
        fields,
        words: ['governing', 'role'],
        queryClient,
        merge: (field, base, mine, theirs) =>
          field === 'permissions'
            ? mergedLists(String, base as string[], mine as string[], theirs as string[])
            : undefined,
        send: (held, body) =>
          unwrap(client.PATCH('/api/v1/roles/{role_id}', { params: ofRole(held), body })),
      }),
    ...changing,
  })
  const remove = useMutation({
    mutationFn: (role: Role) =>
      unwrap(client.DELETE('/api/v1/roles/{role_id}', { params: ofRole(role) })),
    ...changing,
  })
  const confirm = useMutation({
    mutationFn: (role: Role) =>
      unwrap(client.POST('/api/v1/roles/{role_id}/confirmation', { params: ofRole(role) })),
    ...changing,
  })
  const decline = useMutation({
    mutationFn: (role: Role) =>
      unwrap(client.DELETE('/api/v1/roles/{role_id}/confirmation', { params: ofRole(role) })),
    ...changing,
  })
  return { create, change, remove, confirm, decline }
}

/** What can be done with grants. */
export function useGrantChanges() {
  const queryClient = useQueryClient()
  const changing = useChanging()
  const give = useMutation({
    mutationFn: (body: Schema<'NewGrant'>) => unwrap(client.POST('/api/v1/grants', { body })),
    ...changing,
  })
  const change = useMutation({
    mutationFn: ({ grant, ...fields }: { grant: Grant } & Schema<'GrantPatch'>) =>
      changeVersioned({
        held: grant,
        fields,
        words: ['governing', 'grant'],
        queryClient,
        send: (held, body) =>
          unwrap(client.PATCH('/api/v1/grants/{grant_id}', { params: ofGrant(held), body })),
      }),
    ...changing,
  })
  const confirm = useMutation({
    mutationFn: (grant: Grant) =>
      unwrap(
        client.POST('/api/v1/grants/{grant_id}/confirmation', {
          params: { path: { grant_id: grant.id } },
        }),
      ),
    ...changing,
  })
  const revoke = useMutation({
    mutationFn: (grant: Grant) =>
      unwrap(
        client.DELETE('/api/v1/grants/{grant_id}', { params: { path: { grant_id: grant.id } } }),
      ),
    ...changing,
  })
  return { give, change, confirm, revoke }
}

/** What can be done in an emergency, and afterwards; what is open changes what every page shows. */
export function useGlassChanges() {
  const queryClient = useQueryClient()
  const changing = { onSettled: () => queryClient.invalidateQueries() }
  const of = ({ id }: Grant) => ({ path: { glass_id: id } })
  const open = useMutation({
    mutationFn: (body: Schema<'NewGlass'>) => unwrap(client.POST('/api/v1/break-glass', { body })),
    ...changing,
  })
  const end = useMutation({
    mutationFn: (grant: Grant) =>
      unwrap(client.DELETE('/api/v1/break-glass/{glass_id}', { params: of(grant) })),
    ...changing,
  })
  const review = useMutation({
    mutationFn: ({ grant, finding }: { grant: Grant; finding: string }) =>
      unwrap(
        client.POST('/api/v1/break-glass/{glass_id}/review', {
          params: of(grant),
          body: { finding },
        }),
      ),
    ...changing,
  })
  return { open, end, review }
}

/** Lets a role demand a second factor of those who hold it, or not. */
export function useDemandSecondFactor() {
  const changing = useChanging()
  return useMutation({
    mutationFn: ({ role, isNeeded }: { role: RoleDetail; isNeeded: boolean }) =>
      unwrap(
        client.PUT('/api/v1/roles/{role_id}/second-factor', {
          params: ofRole(role),
          body: { needs_second_factor: isNeeded },
        }),
      ),
    ...changing,
  })
}
