import { keepPreviousData, queryOptions } from '@tanstack/react-query'
import { client, type Schema, unwrap } from '@/api/client'
import { useChange } from '@/lib/useChange'

export type Somebody = Schema<'Somebody'>
export type Preview = Schema<'ErasurePreview'>
export type Hold = Schema<'Hold'>
export type RetentionClass = Schema<'RetentionClass'>
export type RetentionRun = Schema<'RetentionRun'>
export type RegisterEntry = Schema<'RegisterEntry'>
export type Erasure = Schema<'NewErasure'>
export type NewHold = Schema<'NewHold'>
export type HowFar = { with_contributions: boolean; replaces_in_texts: boolean }

const SOMEBODY = '/api/v1/privacy/somebody/{somebody_id}/erasure'

export const somebodyQuery = (text: string) =>
  queryOptions({
    queryKey: ['privacy', 'somebody', text],
    queryFn: async ({ signal }) => {
      const asked = { params: { query: { text } }, signal }
      return (await unwrap(client.GET('/api/v1/privacy/somebody', asked))).items
    },
    placeholderData: keepPreviousData,
  })

export const previewQuery = (id: string, howFar: HowFar) =>
  queryOptions({
    queryKey: ['privacy', 'preview', id, howFar],
    queryFn: ({ signal }) =>
      unwrap(
        client.GET(SOMEBODY, { params: { path: { somebody_id: id }, query: howFar }, signal }),
      ),
    placeholderData: keepPreviousData,
  })

export const holdsQuery = queryOptions({
  queryKey: ['privacy', 'holds'],
  queryFn: async ({ signal }) =>
    (await unwrap(client.GET('/api/v1/privacy/holds', { signal }))).items,
})

export type HeldKind = 'unit' | 'project'

/** The units or projects of which data can be held, by what is typed. */
export const holdableQuery = (kind: HeldKind, text: string) =>
  queryOptions({
    queryKey: ['privacy', 'holdable', kind, text],
    queryFn: async ({ signal }) => {
      const filter = [`kind:eq:${kind}`, ...(text ? [`label:contains:${text}`] : [])]
      const params = { query: { limit: 20, sort: 'label', filter } }
      return (await unwrap(client.GET('/api/v1/privacy/scopes', { params, signal }))).items
    },
    placeholderData: keepPreviousData,
  })

export const retentionQuery = queryOptions({
  queryKey: ['privacy', 'retention'],
  queryFn: ({ signal }) => unwrap(client.GET('/api/v1/privacy/retention', { signal })),
})

export const registerQuery = queryOptions({
  queryKey: ['privacy', 'register'],
  queryFn: async ({ signal }) =>
    (await unwrap(client.GET('/api/v1/privacy/register', { signal }))).items,
})

export const dataAddress = (id: string, purpose: string): string =>
  `/api/v1/privacy/somebody/${id}/data?${new URLSearchParams({ purpose })}`
export const OWN_DATA = '/api/v1/privacy/own-data'
export const REGISTER = '/api/v1/privacy/register.csv'

export const useErase = (id: string) =>
  useChange(['privacy'], (body: Erasure) =>
    unwrap(client.POST(SOMEBODY, { params: { path: { somebody_id: id } }, body })),
  )

export const usePlaceHold = () =>
  useChange(['privacy'], (body: NewHold) => unwrap(client.POST('/api/v1/privacy/holds', { body })))

export const useReleaseHold = () =>
  useChange(['privacy'], (id: string) =>
    unwrap(
      client.POST('/api/v1/privacy/holds/{hold_id}/release', { params: { path: { hold_id: id } } }),
    ),
  )

export const useSetPeriod = () =>
  useChange(['privacy'], ({ code, days }: { code: string; days: number }) =>
    unwrap(
      client.PUT('/api/v1/privacy/retention/{code}', {
        params: { path: { code } },
        body: { days },
      }),
    ),
  )

export const useCheckRetention = () =>
  useChange(['privacy'], () => unwrap(client.POST('/api/v1/privacy/retention/check')))

export const useRunRetention = () =>
  useChange(['privacy'], () => unwrap(client.POST('/api/v1/privacy/retention/run')))
