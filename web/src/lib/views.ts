import { queryOptions, useMutation, useQueryClient } from '@tanstack/react-query'
import { client, type Schema, unwrap } from '@/api/client'
import { changeVersioned } from './versioned'

export type View = Schema<'View'>
export type ViewDefinition = Schema<'ViewDefinition'>
export type Withheld = Schema<'Withheld'>

/** The views of a page that the viewer may have, one's own and shared ones. */
export const viewsQuery = (page: string) =>
  queryOptions({
    queryKey: ['access', 'views', page],
    queryFn: async ({ signal }) => {
      const query = { limit: 200, sort: 'name', filter: [`page:eq:${page}`] }
      const { items } = await unwrap(client.GET('/api/v1/views', { params: { query }, signal }))
      return items
    },
    staleTime: 60_000,
  })

/** The company and the units with which the viewer may share views. */
export const audiencesQuery = queryOptions({
  queryKey: ['access', 'audiences'],
  queryFn: async ({ signal }) => {
    const { items } = await unwrap(
      client.GET('/api/v1/views/audiences', { params: { query: { limit: 200 } }, signal }),
    )
    return items
  },
  staleTime: 5 * 60_000,
})

const at = ({ id, version }: View) => ({
  path: { view_id: id },
  header: { 'If-Match': `"${version}"` },
})

/** What can be done with the views of a page; each change reads the list again. */
export function useViewChanges(page: string) {
  const queryClient = useQueryClient()
  const onSettled = () => queryClient.invalidateQueries({ queryKey: viewsQuery(page).queryKey })

  const save = useMutation({
    mutationFn: (body: { name: string; definition: ViewDefinition }) =>
      unwrap(client.POST('/api/v1/views', { body: { page, ...body } })),
    onSettled,
  })
  const update = useMutation({
    mutationFn: ({ view, ...fields }: { view: View } & Schema<'ViewPatch'>) =>
      changeVersioned({
        held: view,
        fields,
        words: ['views', 'field'],
        queryClient,
        send: (held, body) =>
          unwrap(client.PATCH('/api/v1/views/{view_id}', { params: at(held), body })),
      }),
    onSettled,
  })
  const share = useMutation({
    mutationFn: ({ view, scopeId }: { view: View; scopeId: string | null }) =>
      scopeId === null
        ? unwrap(client.DELETE('/api/v1/views/{view_id}/audience', { params: at(view) }))
        : unwrap(
            client.PUT('/api/v1/views/{view_id}/audience', {
              params: at(view),
              body: { scope_id: scopeId },
            }),
          ),
    onSettled,
  })
  const remove = useMutation({
    mutationFn: (view: View) =>
      unwrap(client.DELETE('/api/v1/views/{view_id}', { params: at(view) })),
    onSettled,
  })
  const openWith = useMutation({
    mutationFn: ({ view, isDefault }: { view: View; isDefault: boolean }) => {
      const params = { path: { view_id: view.id } }
      return isDefault
        ? unwrap(client.PUT('/api/v1/views/{view_id}/default', { params }))
        : unwrap(client.DELETE('/api/v1/views/{view_id}/default', { params }))
    },
    onSettled,
  })
  return { save, update, share, remove, openWith }
}
