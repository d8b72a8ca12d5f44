import { infiniteQueryOptions, queryOptions } from '@tanstack/react-query'
import { client, type Schema, unwrap } from '@/api/client'
import { useChange } from '@/lib/useChange'

export type ShownNotice = Schema<'ShownNotice'>
export type NoticeText = Schema<'NoticeText'>
export type OwnNotice = Schema<'OwnNotice'>
export type NewAnswer = Schema<'NewAnswer'>
export type Answer = NewAnswer['answer']
export type ManagedNotice = Schema<'ManagedNotice'>
export type NoticeHistory = Schema<'NoticeHistory'>
export type NewNotice = Schema<'NewNotice'>
export type Publication = Schema<'Publication'>
export type LedgerEntry = Schema<'LedgerEntry'>
export type Words = Required<Schema<'DraftWords'>>

const PAGE_SIZE = 50
const DRAFT = '/api/v1/privacy/notices/{notice_id}/draft'

/** What the viewer has to read and to answer. */
export const owedQuery = queryOptions({
  queryKey: ['notices', 'owed'],
  queryFn: async ({ signal }) =>
    (await unwrap(client.GET('/api/v1/notices/owed', { signal }))).notices,
  staleTime: 0,
})

/** What the viewer was told and agreed to. */
export const ownQuery = queryOptions({
  queryKey: ['notices', 'own'],
  queryFn: async ({ signal }) =>
    (await unwrap(client.GET('/api/v1/notices/own', { signal }))).notices,
})

/** A published version never changes. */
export const versionQuery = (notice_version_id: string) =>
  queryOptions({
    queryKey: ['notices', 'version', notice_version_id],
    queryFn: ({ signal }) => {
      const params = { path: { notice_version_id } }
      return unwrap(client.GET('/api/v1/notices/versions/{notice_version_id}', { params, signal }))
    },
    staleTime: Number.POSITIVE_INFINITY,
  })

export const noticesQuery = queryOptions({
  queryKey: ['notices', 'all'],
  queryFn: ({ signal }) => unwrap(client.GET('/api/v1/privacy/notices', { signal })),
})

export const noticeQuery = (notice_id: string) =>
  queryOptions({
    queryKey: ['notices', 'one', notice_id],
    queryFn: ({ signal }) => {
      const params = { path: { notice_id } }
      return unwrap(client.GET('/api/v1/privacy/notices/{notice_id}', { params, signal }))
    },
  })

/** Who answered in which way, the last first, narrowed by these filters. */
export const answersQuery = (filter: string[]) =>
  infiniteQueryOptions({
    queryKey: ['notices', 'answers', filter],
    queryFn: ({ pageParam, signal }) => {
      const query = { limit: PAGE_SIZE, cursor: pageParam ?? undefined, filter }
      return unwrap(client.GET('/api/v1/privacy/notice-answers', { params: { query }, signal }))
    },
    initialPageParam: null as string | null,
    getNextPageParam: ({ next_cursor }) => next_cursor,
  })

export const useAnswer = () =>
  useChange(['notices'], ({ notice_id, ...body }: NewAnswer & { notice_id: string }) =>
    unwrap(
      client.POST('/api/v1/notices/{notice_id}/answers', { params: { path: { notice_id } }, body }),
    ),
  )

export const useCreateNotice = () =>
  useChange(['notices'], (body: NewNotice) =>
    unwrap(client.POST('/api/v1/privacy/notices', { body })),
  )

const at = (notice_id: string, version: number) => ({
  path: { notice_id },
  header: { 'If-Match': `"${version}"` },
})

/** What can be done with the draft of a notice; each names the version that was seen. */
export const useDraft = (id: string) => ({
  write: useChange(['notices'], ({ body, version }: { body: Words; version: number }) =>
    unwrap(client.PUT(DRAFT, { params: at(id, version), body })),
  ),
  discard: useChange(['notices'], (version: number) =>
    unwrap(client.DELETE(DRAFT, { params: at(id, version) })),
  ),
  publish: useChange(['notices'], ({ body, version }: { body: Publication; version: number }) =>
    unwrap(client.POST(`${DRAFT}/publish`, { params: at(id, version), body })),
  ),
})
