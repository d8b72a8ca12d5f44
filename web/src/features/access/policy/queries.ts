import {
  infiniteQueryOptions,
  keepPreviousData,
  queryOptions,
  useMutation,
  useQueryClient,
} from '@tanstack/react-query'
import { client, type Schema, unwrap } from '@/api/client'

export type PolicyState = Schema<'PolicyState'>
export type Version = Schema<'Version'>
export type VersionRow = Schema<'VersionRow'>
export type Cell = Schema<'Cell'>
export type Effect = Cell['effect']
export type MatrixRow = PolicyState['matrix'][number]
export type Content = Schema<'PolicyContent'>
/** What a policy or a version of it says. */
export type Saying = Pick<Content, 'cells' | 'classes' | 'names' | 'channels'>
export type FieldEffect = Schema<'FieldEffect'>
export type ChannelEffect = Schema<'ChannelEffect'>
export type Passage = Schema<'Passage'>
export type Reader = Schema<'ReaderOut'>

/** All that a rule can give over a field, from the least. */
export const EFFECTS = [
  'none',
  'exists',
  'aggregate',
  'masked',
  'on_request',
  'read',
  'write_once',
  'write',
] as const

const PAGE_SIZE = 50

export const policyQuery = queryOptions({
  queryKey: ['access', 'policy'],
  queryFn: ({ signal }) => unwrap(client.GET('/api/v1/policy', { signal })),
})

/** Each version of a draft has an effect of its own, and none is left when it is discarded. */
const EFFECT = 'policy effect'

/** What publishing the draft would change; counted anew for every version of it. */
export const policyEffectQuery = (version: number) =>
  queryOptions({
    queryKey: ['access', EFFECT, version],
    queryFn: ({ signal }) => unwrap(client.GET('/api/v1/policy/draft/effect', { signal })),
    placeholderData: keepPreviousData,
  })

export const versionsQuery = infiniteQueryOptions({
  queryKey: ['access', 'policy versions'],
  queryFn: ({ pageParam, signal }) => {
    const query = { limit: PAGE_SIZE, cursor: pageParam ?? undefined, sort: '-created_at' }
    return unwrap(client.GET('/api/v1/policy/versions', { params: { query }, signal }))
  },
  initialPageParam: null as string | null,
  getNextPageParam: ({ next_cursor }) => next_cursor,
})

export const versionQuery = (versionId: string) =>
  queryOptions({
    queryKey: ['access', 'policy version', versionId],
    queryFn: ({ signal }) => {
      const params = { path: { version_id: versionId } }
      return unwrap(client.GET('/api/v1/policy/versions/{version_id}', { params, signal }))
    },
  })

export const readersQuery = (resource: string, field: string, rowId: string) =>
  queryOptions({
    queryKey: ['access', 'readers', resource, field, rowId],
    queryFn: ({ signal }) => {
      const query = { resource, field, row_id: rowId }
      return unwrap(client.GET('/api/v1/access/readers', { params: { query }, signal }))
    },
  })

/** What the policy says now: the draft, or else what is in force, or nothing; its note stays. */
export const contentOf = ({ draft, in_force }: PolicyState): Content => {
  const { cells = [], classes = {}, names = {}, channels = {} } = draft ?? in_force ?? {}
  return { cells, classes, names, channels }
}

const atVersion = (version: number) => ({ header: { 'If-Match': `"${version}"` } })

/** What can be done with the policy. */
export function usePolicyChanges() {
  const queryClient = useQueryClient()
  const changing = {
    onSettled: () =>
      queryClient.invalidateQueries({
        queryKey: ['access'],
        predicate: ({ queryKey }) => queryKey[1] !== EFFECT,
      }),
  }
  const write = useMutation({
    mutationFn: ({ body, version }: { body: Content; version: number }) =>
      unwrap(client.PUT('/api/v1/policy/draft', { params: atVersion(version), body })),
    ...changing,
  })
  const discard = useMutation({
    mutationFn: (version: number) =>
      unwrap(client.DELETE('/api/v1/policy/draft', { params: atVersion(version) })),
    ...changing,
  })
  const publish = useMutation({
    mutationFn: (version: number) =>
      unwrap(client.POST('/api/v1/policy/draft/publish', { params: atVersion(version) })),
    // What anybody sees may be different from now on.
    onSettled: () => queryClient.invalidateQueries(),
  })
  return { write, discard, publish }
}
