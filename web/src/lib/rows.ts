import { keepPreviousData, queryOptions } from '@tanstack/react-query'
import { client, unwrap } from '@/api/client'

export type Choice = { value: string; label: string }
type Found = { id: string; name: string | null; key?: string }

const MOST = 20

const choice = ({ id, name, key }: Found): Choice => ({
  value: id,
  label: [key, name].filter(Boolean).join(' ') || id,
})

const found =
  (kind: 'projects' | 'people' | 'tasks') =>
  async (text: string, signal: AbortSignal): Promise<Choice[]> => {
    const query = { text, limit: MOST }
    const all = await unwrap(client.GET('/api/v1/find', { params: { query }, signal }))
    return (all[kind] as Found[]).map(choice)
  }

const like = (field: string, text: string) => ({
  limit: MOST,
  filter: [`${field}:contains:${text}`],
})

/** The kinds of records of which one is found by name, and how. */
const BY_NAME = {
  project: found('projects'),
  person: found('people'),
  task: found('tasks'),
  unit: async (text: string, signal: AbortSignal) => {
    const asked = { params: { query: like('name', text) }, signal }
    return (await unwrap(client.GET('/api/v1/units', asked))).items.map(choice)
  },
  body: async (text: string, signal: AbortSignal) => {
    const asked = { params: { query: like('name', text) }, signal }
    return (await unwrap(client.GET('/api/v1/bodies', asked))).items.map(choice)
  },
  question: async (text: string, signal: AbortSignal) => {
    const asked = { params: { query: like('title', text) }, signal }
    const { items } = await unwrap(client.GET('/api/v1/questions', asked))
    return items.map(({ id, title }) => choice({ id, name: title }))
  },
} as const

export type RowKind = keyof typeof BY_NAME
export const ROW_KINDS = Object.keys(BY_NAME) as RowKind[]
export const isRowKind = (name: string | undefined): name is RowKind =>
  name !== undefined && name in BY_NAME

/** The records of a kind that are called like what is typed, as far as the viewer sees them. */
export const rowsLikeQuery = (kind: RowKind, text: string) =>
  queryOptions({
    queryKey: ['rows like', kind, text],
    queryFn: ({ signal }) => BY_NAME[kind](text, signal),
    enabled: text !== '',
    placeholderData: keepPreviousData,
    staleTime: 60_000,
  })
