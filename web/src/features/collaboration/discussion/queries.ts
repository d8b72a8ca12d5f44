import {
  infiniteQueryOptions,
  type QueryClient,
  queryOptions,
  useMutation,
  useQueryClient,
} from '@tanstack/react-query'
import { useState } from 'react'
import { client, type Schema, unwrap } from '@/api/client'
import { upload } from '@/api/upload'
import { changeVersioned } from '@/lib/versioned'

export type Comment = Schema<'CommentOut'>
export type Attachment = Schema<'FileOut'>
export type SubjectCard = Schema<'SubjectCard'>
export type SomeUser = Schema<'SomeUser'>
export type Place = { kind: string; id: string }

const PAGE_SIZE = 100

const keyOf = ({ kind, id }: Place) => ['collaboration', 'subject', kind, id] as const
const pathOf = ({ kind, id }: Place) => ({ subject_kind: kind, subject_id: id })

export const subjectQuery = (place: Place) =>
  queryOptions({
    queryKey: [...keyOf(place), 'card'],
    queryFn: ({ signal }) =>
      unwrap(
        client.GET('/api/v1/subjects/{subject_kind}/{subject_id}', {
          params: { path: pathOf(place) },
          signal,
        }),
      ),
  })

export const commentsQuery = (place: Place) =>
  infiniteQueryOptions({
    queryKey: [...keyOf(place), 'comments'],
    queryFn: ({ pageParam, signal }) =>
      unwrap(
        client.GET('/api/v1/subjects/{subject_kind}/{subject_id}/comments', {
          params: {
            path: pathOf(place),
            query: { limit: PAGE_SIZE, sort: '-posted_at,-id', cursor: pageParam ?? undefined },
          },
          signal,
        }),
      ),
    initialPageParam: null as string | null,
    getNextPageParam: ({ next_cursor }) => next_cursor,
  })

export const filesQuery = (place: Place) =>
  queryOptions({
    queryKey: [...keyOf(place), 'files'],
    queryFn: async ({ signal }) => {
      const { items } = await unwrap(
        client.GET('/api/v1/subjects/{subject_kind}/{subject_id}/files', {
          params: { path: pathOf(place), query: { limit: 200 } },
          signal,
        }),
      )
      return items
    },
  })

/** Who may be mentioned at a subject: found by name, pinyin or initials. */
export const mentionableQuery = (place: Place, text: string) =>
  queryOptions({
    queryKey: [...keyOf(place), 'people', text],
    queryFn: async ({ signal }) => {
      const { items } = await unwrap(
        client.GET('/api/v1/subjects/{subject_kind}/{subject_id}/people', {
          params: { path: pathOf(place), query: { limit: 8, text } },
          signal,
        }),
      )
      return items
    },
    placeholderData: (previous) => previous,
    staleTime: 60_000,
  })

export const contentAddress = ({ id }: Attachment) => `/api/v1/files/${id}/content`

/** Somebody said or shared something: what is open of the subject is asked for again. */
export const onDiscussionChanged = (queryClient: QueryClient, kind: string, id: string) =>
  queryClient.invalidateQueries({ queryKey: keyOf({ kind, id }) })

type Classifying<Name extends string, Row> = { [one in Name]: Row } & { classification: number }

const ofVersion = (version: number) => ({ 'If-Match': `"${version}"` })

/** What can be done in a discussion; each change reads it again. */
export function useDiscussion(place: Place) {
  const queryClient = useQueryClient()
  const onSettled = () => queryClient.invalidateQueries({ queryKey: keyOf(place) })
  const path = pathOf(place)

  const add = useMutation({
    mutationFn: (body: Schema<'CommentIn'>) =>
      unwrap(
        client.POST('/api/v1/subjects/{subject_kind}/{subject_id}/comments', {
          params: { path },
          body,
        }),
      ),
    onSettled,
  })
  const edit = useMutation({
    mutationFn: ({ comment, text }: { comment: Comment; text: string }) =>
      changeVersioned<Comment, { text: string }>({
        held: comment,
        fields: { text },
        words: ['outbox', 'field'],
        queryClient,
        send: ({ id, version }, body) =>
          unwrap(
            client.PATCH('/api/v1/comments/{comment_id}', {
              params: { path: { comment_id: id }, header: ofVersion(version) },
              body,
            }),
          ),
      }),
    onSettled,
  })
  const remove = useMutation({
    mutationFn: ({ id, version }: Pick<Comment, 'id' | 'version'>) =>
      unwrap(
        client.DELETE('/api/v1/comments/{comment_id}', {
          params: { path: { comment_id: id }, header: ofVersion(version) },
        }),
      ),
    onSettled,
  })
  const restore = useMutation({
    mutationFn: (id: string) =>
      unwrap(
        client.POST('/api/v1/comments/{comment_id}/restoration', {
          params: { path: { comment_id: id } },
        }),
      ),
    onSettled,
  })
  const classify = useMutation({
    mutationFn: ({ comment: { id, version }, classification }: Classifying<'comment', Comment>) =>
      unwrap(
        client.PUT('/api/v1/comments/{comment_id}/class', {
          params: { path: { comment_id: id }, header: ofVersion(version) },
          body: { classification },
        }),
      ),
    onSettled,
  })
  return { add, edit, remove, restore, classify }
}

/** Following a subject, or no longer. */
export function useSetWatch(place: Place) {
  const queryClient = useQueryClient()
  const path = pathOf(place)
  return useMutation({
    mutationFn: (isOn: boolean) =>
      unwrap(
        isOn
          ? client.PUT('/api/v1/subjects/{subject_kind}/{subject_id}/watch', { params: { path } })
          : client.DELETE('/api/v1/subjects/{subject_kind}/{subject_id}/watch', {
              params: { path },
            }),
      ),
    onSuccess: (card) => queryClient.setQueryData(subjectQuery(place).queryKey, card),
  })
}

type UploadRun = { file: File; classification: number; signal: AbortSignal }

/** Files of a subject: sent with their progress, taken away, brought back. */
export function useFiles(place: Place) {
  const queryClient = useQueryClient()
  const [share, setShare] = useState(0)
  const onSettled = () => queryClient.invalidateQueries({ queryKey: keyOf(place) })

  const send = useMutation({
    mutationFn: ({ file, classification, signal }: UploadRun) => {
      const address = `/api/v1/subjects/${place.kind}/${place.id}/files`
      const fields = { classification: String(classification) }
      return upload<Attachment>({ address, file, fields, onProgress: setShare, signal })
    },
    onMutate: () => setShare(0),
    onSettled,
  })
  const remove = useMutation({
    mutationFn: ({ id }: Attachment) =>
      unwrap(client.DELETE('/api/v1/files/{file_id}', { params: { path: { file_id: id } } })),
    onSettled,
  })
  const restore = useMutation({
    mutationFn: (id: string) =>
      unwrap(
        client.POST('/api/v1/files/{file_id}/restoration', { params: { path: { file_id: id } } }),
      ),
    onSettled,
  })
  const classify = useMutation({
    mutationFn: ({ file: { id, version }, classification }: Classifying<'file', Attachment>) =>
      unwrap(
        client.PUT('/api/v1/files/{file_id}/class', {
          params: { path: { file_id: id }, header: ofVersion(version) },
          body: { classification },
        }),
      ),
    onSettled,
  })
  return { send, share, remove, restore, classify }
}
